import { expect, test } from 'vitest';
import { collect } from '../../src/facts/collect.ts';
import { keepaliveFacts, readConfig, settingFacts } from '../../src/facts/config-facts.ts';
import type { Group } from '../../src/facts/groups.ts';
import type { FactName } from '../../src/facts/vocabulary.ts';

const groupAt = async (upstream: string, server = 'shop.example'): Promise<Group> => {
  const line = `2026/11/22 09:14:03 [error] 7#7: *1 recv() failed (104: Connection reset by peer) while reading response header from upstream, client: 10.0.0.9, server: ${server}, request: "GET / HTTP/1.1", upstream: "${upstream}", host: "shop.example"`;
  const { groups } = await collect([{ name: 'error.log', chunks: [Buffer.from(`${line}\n`)] }]);
  if (groups[0] === undefined) throw new Error('the line was not read');
  return groups[0];
};
const factAt = async (
  name: FactName,
  config: string,
  upstream = 'http://10.0.0.1:8080/',
): Promise<unknown> => {
  const group = await groupAt(upstream);
  return settingFacts(readConfig(config, 1), group).get(name)?.value;
};
const whole = (location: string, around: { http?: string; server?: string } = {}): string =>
  `http { ${around.http ?? ''} server { server_name shop.example; ${around.server ?? ''} location / { ${location} } } }`;
const PASS = 'proxy_pass http://10.0.0.1:8080;';

test.each([
  ['nginx’s default in a whole configuration', whole(PASS), 60],
  [
    'the location’s',
    whole(`${PASS} proxy_read_timeout 1m30s;`, { http: 'proxy_read_timeout 5s;' }),
    90,
  ],
  ['the server’s', whole(PASS, { server: 'proxy_read_timeout 500ms;' }), 0.5],
  ['the http level’s', whole(PASS, { http: 'proxy_read_timeout 20;' }), 20],
  ['one that nginx refuses', whole(`${PASS} proxy_read_timeout 1s1m;`), undefined],
  ['another protocol’s', whole(`${PASS} fastcgi_read_timeout 5s;`), 60],
  ['what an include may set', whole(`${PASS} include proxy.conf;`), undefined],
  [
    'what an inner include may set over the outer level',
    whole(`${PASS} include proxy.conf;`, { server: 'proxy_read_timeout 5s;' }),
    undefined,
  ],
  ['what an include of types cannot set', whole(PASS, { http: 'include mime.types;' }), 60],
  ['what the rest of a fragment’s file may set', `location / { ${PASS} }`, undefined],
  ['what a fragment says itself', `location / { ${PASS} proxy_read_timeout 5s; }`, 5],
  ['what a torn text may have lost', `${whole(PASS)} }`, undefined],
  [
    'places that disagree',
    `http { server { server_name shop.example; location / { ${PASS} } location /a { ${PASS} proxy_read_timeout 5s; } } }`,
    undefined,
  ],
  [
    'a place of another server name',
    `http { server { server_name shop.example; location / { ${PASS} } } server { server_name b; location /a { ${PASS} proxy_read_timeout 5s; } } }`,
    60,
  ],
  [
    'a place of another address',
    `http { server { server_name shop.example; location / { ${PASS} } location /a { proxy_pass http://10.0.0.2; proxy_read_timeout 5s; } } }`,
    60,
  ],
  [
    'a stream of the same address',
    `${whole(PASS)} stream { server { proxy_pass 10.0.0.1:8080; } }`,
    60,
  ],
])('read timeout: %s', async (_, config, expected) => {
  expect(await factAt('read-timeout-seconds', config)).toBe(expected);
});

test('reads the settings that an included file of a dump makes, with the line of the text', async () => {
  const config = [
    '# configuration file /etc/nginx/nginx.conf:',
    `http { include p/*.conf; server { server_name shop.example; location / { ${PASS} } } }`,
    '',
    '# configuration file /etc/nginx/p/timeouts.conf:',
    'proxy_connect_timeout 3s;',
  ].join('\n');
  const facts = settingFacts(readConfig(config, 4), await groupAt('http://10.0.0.1:8080/'));
  expect(facts.get('connect-timeout-seconds')).toEqual({ value: 3, evidence: ['4:2', '4:5'] });
  expect(facts.get('read-timeout-seconds')?.value).toBe(60);
});

const TLS = 'proxy_pass https://app.example:8443;';
test.each([
  ['off by default', whole(TLS), false],
  ['on', whole(`${TLS} proxy_ssl_server_name on;`), true],
  ['on further out', whole(TLS, { http: 'proxy_ssl_server_name on;' }), true],
  [
    'on, for an address',
    whole('proxy_pass https://10.0.0.1:8443; proxy_ssl_server_name on;'),
    false,
  ],
  [
    'on, for an address with a name of its own',
    whole(
      'proxy_pass https://10.0.0.1:8443; proxy_ssl_server_name on; proxy_ssl_name app.example;',
    ),
    true,
  ],
  [
    'on, but the name is the block’s',
    whole('proxy_pass https://app; proxy_ssl_server_name on;', {
      http: 'upstream app { server 10.0.0.1:8443; }',
    }),
    undefined,
  ],
  ['not known for a fragment', `location / { ${TLS} }`, undefined],
])('server name in TLS: %s', async (_, config, expected) => {
  expect(await factAt('sends-server-name', config, 'https://10.0.0.1:8443/')).toBe(expected);
});

test('says nothing of TLS where none is spoken', async () => {
  expect(await factAt('sends-server-name', whole(PASS))).toBeUndefined();
});

const block = (servers: string): { http: string } => ({ http: `upstream app { ${servers} }` });
test.each([
  ['an address', whole(PASS), 'addresses'],
  ['a name with a port', 'location / { proxy_pass http://app:8080; }', 'resolved-at-start'],
  ['a name', whole('proxy_pass http://app.example/x;'), 'resolved-at-start'],
  ['a name that may be a block elsewhere', 'location / { proxy_pass http://app; }', undefined],
  [
    'a block of addresses',
    whole('proxy_pass http://app;', block('server 10.0.0.1:8080;')),
    'addresses',
  ],
  [
    'a block of names',
    whole('proxy_pass http://app;', block('server a:8080; server 10.0.0.1:8080;')),
    'resolved-at-start',
  ],
  [
    'a block that resolves',
    whole('proxy_pass http://app;', block('zone z 1m; server a:8080 resolve;')),
    'resolved-at-run-time',
  ],
  [
    'a block of both',
    whole('proxy_pass http://app;', block('server a:8080 resolve; server b:8080;')),
    undefined,
  ],
  [
    'a variable behind a name',
    whole('proxy_pass http://app:8080$request_uri;'),
    'resolved-at-run-time',
  ],
  [
    'a variable behind a name that another place fixes',
    whole('proxy_pass http://app:8080$request_uri; location /a { proxy_pass http://app:8080; }'),
    undefined,
  ],
  [
    'a variable set to a name',
    whole('set $to app.example; proxy_pass http://$to:8080;'),
    'resolved-at-run-time',
  ],
  [
    'a variable set to an address',
    whole('set $to http://10.0.0.1:8080; proxy_pass $to;'),
    'addresses',
  ],
  [
    'a variable set to a block',
    whole('set $to app; proxy_pass http://$to;', block('server 10.0.0.1:8080;')),
    'addresses',
  ],
  [
    'a variable that a script may change',
    whole(
      'set $to app.example; access_by_lua_block { ngx.var.to = "b" } proxy_pass http://$to:8080;',
    ),
    undefined,
  ],
  ['a variable of nginx', whole('proxy_pass http://$http_host;'), undefined],
])('names: %s', async (_, config, expected) => {
  expect(await factAt('upstream-names', config)).toBe(expected);
});

test('takes a socket for an address', async () => {
  const config = whole('proxy_pass http://unix:/run/app.sock:/;');
  expect(await factAt('upstream-names', config, 'http://unix:/run/app.sock:/')).toBe('addresses');
});

test.each<[FactName, string, unknown]>([
  ['response-buffering', '', true],
  ['response-buffering', 'proxy_buffering off;', false],
  ['request-buffering', '', true],
  ['request-buffering', 'proxy_request_buffering off;', false],
  ['retries-non-idempotent', '', false],
  ['retries-non-idempotent', 'proxy_next_upstream error timeout;', false],
  ['retries-non-idempotent', 'proxy_next_upstream error non_idempotent;', true],
])('%s with "%s" is %s', async (name, directive, expected) => {
  expect(await factAt(name, whole(`${PASS} ${directive}`))).toBe(expected);
});

test('knows that gRPC requests are never buffered, and says nothing of answers', async () => {
  const config = whole('grpc_pass grpc://10.0.0.1:8080;');
  expect(await factAt('request-buffering', config, 'grpc://10.0.0.1:8080')).toBe(false);
  expect(await factAt('response-buffering', config, 'grpc://10.0.0.1:8080')).toBeUndefined();
});

test('reads the settings of the protocol’s own family', async () => {
  const config = whole(
    'fastcgi_pass 10.0.0.1:9000; fastcgi_read_timeout 7s; fastcgi_buffering off; proxy_read_timeout 5s;',
  );
  const facts = settingFacts(readConfig(config, 1), await groupAt('fastcgi://10.0.0.1:9000'));
  expect(facts.get('read-timeout-seconds')?.value).toBe(7);
  expect(facts.get('response-buffering')?.value).toBe(false);
});

test('finds the address before a query', async () => {
  const config = whole(
    `proxy_pass http://10.0.0.1:8080?a=b; proxy_read_timeout 7s; location /b { proxy_pass http://10.0.0.2?c; }`,
  );
  expect(await factAt('read-timeout-seconds', config)).toBe(7);
});

test('knows reuse from a dump whose parts are spread over files', async () => {
  const config = [
    '# configuration file /etc/nginx/nginx.conf:',
    'http { include mime.types; include conf.d/*.conf; }',
    '# configuration file /etc/nginx/mime.types:',
    'types { text/html html; }',
    '# configuration file /etc/nginx/conf.d/shop.conf:',
    'server { server_name shop.example; location / { proxy_pass http://app; include snippets/reuse; } }',
    '# configuration file /etc/nginx/snippets/reuse:',
    'proxy_http_version 1.1;',
    'proxy_set_header Connection "";',
    '# configuration file /etc/nginx/conf.d/upstreams.conf:',
    'upstream app { server 10.0.0.1:8080; keepalive 8; keepalive_timeout 9s; }',
  ].join('\n');
  const facts = keepaliveFacts(
    readConfig(config, 1),
    await groupAt('http://10.0.0.1:8080/'),
    '1.22.1',
  );
  expect(facts).toEqual({
    value: 'on',
    seconds: 9,
    evidence: ['1:6', '1:8', '1:9', '1:11'],
  });
});
