import { expect, test } from 'vitest';
import { keepaliveAt, keepaliveSeconds } from '../../src/nginx-config/keepalive.ts';
import { readingOf, routeOf } from '../../src/nginx-config/reading.ts';

const keepaliveOf = (config: string, version?: string): string | undefined => {
  const reading = readingOf(config);
  const [place] = reading.places;
  return place && keepaliveAt(routeOf(reading, place), version)?.value;
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
  [
    'a header lost to a file that the location includes',
    `http { ${POOL} server { ${REUSE} location / { proxy_pass http://b; include proxy_params; } } }`,
    '1.22.1',
    undefined,
  ],
  [
    'a text cut before what the block may hold',
    `location / { proxy_pass http://b; } ${POOL.replace('keepalive 32; }', '')}`,
    '1.22.1',
    undefined,
  ],
  [
    'a block of a stream with the same name',
    `stream { ${POOL} } http { server { location / { proxy_pass http://b; ${REUSE} } } }`,
    '1.22.1',
    undefined,
  ],
  [
    'two blocks of one name',
    `${POOL} ${PLAIN} location / { proxy_pass http://b; ${REUSE} }`,
    '1.22.1',
    undefined,
  ],
  ['memcached', `${POOL} location / { memcached_pass b; }`, '1.22.1', 'on'],
])('%s: %s', (_, config, version, expected) => {
  expect(keepaliveOf(config, version)).toBe(expected);
});

const MAPPED = `${POOL} location / { proxy_pass http://b; proxy_http_version 1.1; proxy_set_header Connection $c; }`;

// For a request that asks for no upgrade.
test.each([
  [
    'closes',
    "map $http_upgrade $c { default upgrade; '' close; }",
    'only-if-backend-ignores-close',
  ],
  ['sends no header', "map $http_upgrade $c { default upgrade; '' ''; }", 'on'],
  [
    'closes by default',
    'map $http_upgrade $c { default close; websocket upgrade; }',
    'only-if-backend-ignores-close',
  ],
  ['has no default', 'map $http_upgrade $c { websocket upgrade; }', 'on'],
  [
    'passes on what the client wrote',
    "map $http_upgrade $c { default upgrade; '' $http_connection; }",
    undefined,
  ],
  [
    'has a pattern that may match nothing',
    'map $http_upgrade $c { default close; ~^w* upgrade; }',
    undefined,
  ],
  ['reads another header', "map $http_connection $c { default upgrade; '' close; }", undefined],
  ['includes its entries', 'map $http_upgrade $c { include upgrades; }', undefined],
  [
    'is there twice',
    "map $http_upgrade $c { '' a; } map $http_upgrade $c { '' close; }",
    undefined,
  ],
])('a map that %s: %s', (_, map, expected) => {
  expect(keepaliveOf(`${map} ${MAPPED}`, '1.22.1')).toBe(expected);
});

test.each([
  ['keepalive_timeout 4s;', 4],
  ['keepalive_timeout 1m30s;', 90],
  ['keepalive_timeout 500ms;', 0.5],
  ['', 60],
])('reads the idle time of "%s"', (directive, seconds) => {
  const [block] = readingOf(`upstream b { server 10.0.0.1; ${directive} }`).upstreams.values();
  expect(block && keepaliveSeconds(block).seconds).toBe(seconds);
});
