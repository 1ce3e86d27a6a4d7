import { expect, test } from 'vitest';
import { keepaliveAt, keepaliveSeconds } from '../../src/nginx-config/keepalive.ts';
import { proxiedPlaces, upstreamBlocks } from '../../src/nginx-config/proxied.ts';
import { configTree } from '../../src/nginx-config/tree.ts';

const keepaliveOf = (config: string, version?: string): string | undefined => {
  const tree = configTree(config);
  const [place] = proxiedPlaces(tree);
  const name = place?.pass.parameters[0]?.replace(/^\w+:\/\//, '').split('/')[0];
  const block = upstreamBlocks(tree).find((upstream) => upstream.name === name);
  return place && keepaliveAt(place, block, version)?.value;
};
const POOL = 'upstream b { server 10.0.0.1:80; keepalive 32; }';
const PLAIN = 'upstream b { server 10.0.0.1:80; }';
const REUSE = 'proxy_http_version 1.1; proxy_set_header Connection "";';

// Each row was seen on a running nginx: test/lab/live.test.ts counts the connections.
test.each([
  [
    'a pool alone, before 1.29.7',
    `${POOL} server { location / { proxy_pass http://b; } }`,
    '1.22.1',
    'only-if-backend-ignores-close',
  ],
  [
    'a pool with HTTP/1.1 only',
    `${POOL} server { location / { proxy_pass http://b; proxy_http_version 1.1; } }`,
    '1.22.1',
    'only-if-backend-ignores-close',
  ],
  [
    'a pool with all that reuse needs',
    `${POOL} server { location / { proxy_pass http://b; ${REUSE} } }`,
    '1.22.1',
    'on',
  ],
  [
    'the same on an unknown version',
    `${POOL} server { location / { proxy_pass http://b; ${REUSE} } }`,
    undefined,
    'on',
  ],
  [
    'no pool, before 1.29.7',
    `${PLAIN} server { location / { proxy_pass http://b; ${REUSE} } }`,
    '1.28.3',
    'off',
  ],
  [
    'no pool, from 1.29.7 on',
    `${PLAIN} server { location / { proxy_pass http://b; } }`,
    '1.30.4',
    'on',
  ],
  [
    'no pool on an unknown version',
    `${PLAIN} server { location / { proxy_pass http://b; } }`,
    undefined,
    undefined,
  ],
  [
    'a pool that is switched off',
    'upstream b { server 10.0.0.1:80; keepalive 0; } location / { proxy_pass http://b; }',
    '1.30.4',
    'off',
  ],
  [
    'an address without a block, old',
    'location / { proxy_pass http://10.0.0.1:80; }',
    '1.22.1',
    'off',
  ],
  [
    'an address without a block, new',
    'location / { proxy_pass http://10.0.0.1:80; }',
    '1.30.4',
    'off',
  ],
  [
    'a name whose block is in another file',
    `location / { proxy_pass http://b; ${REUSE} }`,
    '1.22.1',
    undefined,
  ],
  [
    'a pool that an included file may hold',
    `upstream b { server 10.0.0.1:80; include keepalive.conf; } location / { proxy_pass http://b; ${REUSE} }`,
    '1.22.1',
    undefined,
  ],
  [
    'headers that an included file may hold',
    `${POOL} server { location / { proxy_pass http://b; include proxy.conf; } }`,
    '1.22.1',
    undefined,
  ],
  [
    'a piece that nginx -T printed behind the main file',
    `http { ${POOL} include sites/*; } location / { proxy_pass http://b; }`,
    '1.22.1',
    undefined,
  ],
  [
    'a whole configuration with the usual includes',
    `http { include mime.types; include conf.d/*.conf; ${POOL} server { location / { proxy_pass http://b; ${REUSE} } } }`,
    '1.22.1',
    'on',
  ],
  ['a variable', 'location / { proxy_pass http://$target; }', '1.30.4', undefined],
  [
    '"keepalive" before the balancing method, old',
    `upstream b { server 10.0.0.1:80; keepalive 8; least_conn; } location / { proxy_pass http://b; ${REUSE} }`,
    '1.22.1',
    'off',
  ],
  [
    '"keepalive" before the balancing method, new',
    `upstream b { server 10.0.0.1:80; keepalive 8; least_conn; } location / { proxy_pass http://b; ${REUSE} }`,
    '1.30.4',
    'on',
  ],
  [
    'Connection: close by hand, new',
    `${PLAIN} location / { proxy_pass http://b; proxy_set_header Connection close; }`,
    '1.30.4',
    'only-if-backend-ignores-close',
  ],
  [
    'FastCGI as it is',
    'upstream b { server unix:/run/f.sock; keepalive 8; } location / { fastcgi_pass b; }',
    '1.22.1',
    'off',
  ],
  [
    'FastCGI that keeps connections',
    'upstream b { server unix:/run/f.sock; keepalive 8; } location / { fastcgi_pass b; fastcgi_keep_conn on; }',
    '1.22.1',
    'on',
  ],
  [
    'uwsgi',
    'upstream b { server unix:/run/u.sock; keepalive 8; } location / { uwsgi_pass b; }',
    '1.30.4',
    'off',
  ],
  [
    'headers inherited from the server level',
    `${POOL} server { ${REUSE} location / { proxy_pass http://b; } }`,
    '1.22.1',
    'on',
  ],
  [
    'headers lost to a location that sets its own',
    `${POOL} server { ${REUSE} location / { proxy_pass http://b; proxy_set_header Host x; } }`,
    '1.22.1',
    'only-if-backend-ignores-close',
  ],
  [
    'a header whose value a map decides',
    `${POOL} location / { proxy_pass http://b; proxy_http_version 1.1; proxy_set_header Connection $c; }`,
    '1.22.1',
    undefined,
  ],
])('%s: %s', (_, config, version, expected) => {
  expect(keepaliveOf(config, version)).toBe(expected);
});

test.each([
  ['keepalive_timeout 4s;', 4],
  ['keepalive_timeout 1m30s;', 90],
  ['keepalive_timeout 500ms;', 0.5],
  ['', 60],
])('reads the idle time of "%s"', (directive, seconds) => {
  const [block] = upstreamBlocks(configTree(`upstream b { server 10.0.0.1; ${directive} }`));
  expect(block && keepaliveSeconds(block).seconds).toBe(seconds);
});
