import { expect, test } from 'vitest';
import { redact } from '../../src/text/redact.ts';

test.each([
  [
    'a header with a password',
    'proxy_set_header Authorization "Basic aHVudGVyOjI=";',
    'aHVudGVyOjI',
  ],
  ['a header in single quotes', "proxy_set_header Authorization 'hunter2 x';", 'hunter2'],
  ['a header without quotes', 'proxy_set_header X-Api-Key hunter2;', 'hunter2'],
  ['a header with a blank in it', 'add_header "X-Auth-Token" "hunter2 abc" always;', 'abc'],
  ['a header with an escaped quote', 'proxy_set_header X-Api-Key "hun\\"ter2";', 'ter2'],
  [
    'a header with a variable in it',
    'proxy_set_header Authorization "ApiKey hunter2$x";',
    'hunter2',
  ],
  ['a cookie that nginx sends', 'proxy_set_header Cookie "sid=hunter2; a=b";', 'hunter2'],
  ['a parameter of FastCGI', 'fastcgi_param DB_PASSWORD hunter2;', 'hunter2'],
  ['a parameter of FastCGI for some', 'fastcgi_param APP_SECRET hunter2 if_not_empty;', 'hunter2'],
  ['a variable of nginx', 'set $api_token "hunter2";', 'hunter2'],
  ['a compared header', 'if ($http_x_api_key != "hunter2") { return 403; }', 'hunter2'],
  ['a compared argument', 'if ($arg_token = hunter2) { return 403; }', 'hunter2'],
  ['a secret of links', 'secure_link_secret hunter2;', 'hunter2'],
  ['a digest of links', 'secure_link_md5 "$secure_link_expires$uri hunter2";', 'hunter2'],
  ['a password of a key', 'ssl_password hunter2;', 'hunter2'],
  ['a password in an address', 'proxy_pass http://admin:hunter2@10.0.0.1:8080;', 'hunter2'],
  ['a variable of the environment', 'env API_TOKEN=hunter2;', 'hunter2'],
  ['a query value', 'GET /pay?token=tok_9f8e HTTP/1.1', 'tok_9f8e'],
  ['a value behind a percent-encoded name', '/x?%74oken=FAKE55 HTTP/1.1', 'FAKE55'],
  ['a value inside encoded JSON', '/x?q=%7B%22password%22%3A%22FAKEpw77%22%7D', 'FAKEpw77'],
  ['a password in a connection string', 'mysql:host=db;user=app;password=FAKEdb88)', 'FAKEdb88'],
  ['user and password of a URL', 'https://bob:hunter22@db.example/x', 'hunter22'],
  ['a bearer token', 'Authorization: Bearer abcDEF123456ghi', 'abcDEF123456ghi'],
  ['a cookie header', 'Cookie: session=9f8e7d6c; a=b', '9f8e7d6c'],
  ['an e-mail address', 'https://shop.example/u/jane.doe@example.com', 'jane.doe@example.com'],
  ['an encoded e-mail address', '/u/jane.doe%40example.com/x', 'jane.doe%40example.com'],
  ['a cloud access key', 'key AKIAIOSFODNN7EXAMPLE here', 'AKIAIOSFODNN7EXAMPLE'],
  ['a web token', 'x eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln y', 'eyJhbGciOiJIUzI1NiJ9'],
  ['a one-time link', 'GET /reset/5f4dcc3b5aa765d61d8327deb882cf99 HTTP/1.1', '5f4dcc3b5aa7'],
  [
    'a private key',
    'x\n-----BEGIN PRIVATE KEY-----\nFAKEKEY\n-----END PRIVATE KEY-----',
    'FAKEKEY',
  ],
  ['a quoted value with a blank', 'password: "hunter two"', 'two'],
  ['a dumped array', '"password" => "hunter2"', 'hunter2'],
  ['a digest header', 'Authorization: Digest username="a", response="deadbeef"', 'deadbeef'],
  ['a password with an at sign', 'postgres://u:p@ss@db/x', 'ss@db'],
  ['a short name', 'pass=hunter2 passphrase: hunter2', 'hunter2'],
  ['a field named auth', '{"auth":"hunter2"}', 'hunter2'],
  ['an encoded pair', '/cb/client_secret%3Dhunter2', 'hunter2'],
  ['an encoded query', '/login/%3Ftoken%3Dhunter2 HTTP/1.1', 'hunter2'],
  ['a query without a name', '/cb?0AX4XfWhFakeCode123 HTTP/1.1', '0AX4XfWh'],
  ['arguments of a login', 'PDO->__construct("mysql:host=db","root","hunter2")', 'hunter2'],
  ['an option of a client', 'mysql -u root -phunter2 shop', 'hunter2'],
  ['a short one-time link', 'GET /reset/a1b2c3d4e5f6a7b8 HTTP/1.1', 'a1b2c3d4'],
  [
    'a webhook address',
    'https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXX',
    'XXXXXXXX',
  ],
  ['the second part of a cookie', 'Cookie: "a"; b=hunter2', 'hunter2'],
  [
    'a header with quotes in it',
    'Authorization: Digest username="a", response="hunter2"',
    'hunter2',
  ],
  ['a quoted header with quotes in it', '{"cookie":"a=\\"x\\"; b=hunter2","n":1}', 'hunter2'],
  ['a cookie that an access log names', '{"http_cookie":"a=hunter2","status":"502"}', 'hunter2'],
  [
    'a header inside JSON inside JSON',
    String.raw`{"m":"{\"cookie\":\"hunter2\",\"s\":1}"}`,
    'hunter2',
  ],
  [
    'a header in a log’s quotes',
    'sent invalid header: "Set-Cookie: a=hunter2; b" while',
    'hunter2',
  ],
  ['a value behind a curly quote', 'GET /?token=a”hunter2 HTTP/1.1 password=a”hunter2', 'hunter2'],
  ['a number of a password', 'password:12345', '12345'],
  ['a number of a token', 'auth_token: 12345', '12345'],
  ['a value behind a backslash', String.raw`GET /?token=a\x22hunter2 HTTP/1.1`, 'hunter2'],
  ['a basic-auth user', '[error] 1#1: *1 user "alice" was not found', 'alice'],
])('masks %s', (_, text, secret) => {
  expect(redact(text)).not.toContain(secret);
});

test.each([
  ['names of query parameters', 'GET /pay?id=7&token=x HTTP/1.1', 'GET /pay?id=…&token=… HTTP/1.1'],
  [
    'a path with a number',
    'GET /order/1234567890123456 HTTP/1.1',
    'GET /order/1234567890123456 HTTP/1.1',
  ],
  [
    'the words of nginx',
    'recv() failed (104: Connection reset by peer) while reading upstream',
    undefined,
  ],
  ['an upstream address', 'upstream: "http://10.0.3.17:8080/x"', undefined],
  ['the file of passwords', 'auth_basic_user_file /etc/nginx/.htpasswd;', undefined],
  ['the file of a key’s password', 'ssl_password_file /etc/nginx/tls/pass.txt;', undefined],
  ['a header passed on', 'proxy_set_header Authorization $http_authorization;', undefined],
  ['a switch', 'server_tokens off;', undefined],
  ['a header of connections', 'proxy_set_header Connection "";', undefined],
  ['the header that is passed', 'proxy_pass_header Authorization;', undefined],
  ['a path of cookies', 'proxy_cookie_path / /shop/;', undefined],
  ['prose about a token', 'the token was refused; try again', undefined],
  [
    'nginx’s fields behind a path that looks like a header',
    'request: "GET /cookie:1 HTTP/1.1", upstream: "http://10.0.3.17:8080/x", host: "shop.example"',
    'request: "GET /cookie:[redacted]", upstream: "http://10.0.3.17:8080/x", host: "shop.example"',
  ],
  [
    'the phase behind a header that nginx quotes',
    'upstream sent invalid header: "Cookie: a" while reading response header from upstream',
    'upstream sent invalid header: "Cookie: [redacted]" while reading response header from upstream',
  ],
  [
    'the keys behind a header in JSON',
    '{"cookie":"a=b; c=d","upstream_addr":"10.0.3.17:8080"}',
    '{"cookie":"[redacted]","upstream_addr":"10.0.3.17:8080"}',
  ],
  [
    'JSON around a secret',
    '{"token":"hunter2","m":"{\\"password\\":\\"hunter2\\"}","n":1}',
    '{"token":"[redacted]","m":"{\\"password\\":\\"[redacted]\\"}","n":1}',
  ],
  [
    'a chat’s curly quotes',
    '“http://10.0.3.17:8080/?id=7”, host: “shop.example”',
    '“http://10.0.3.17:8080/?id=…”, host: “shop.example”',
  ],
  [
    'a quote that JSON escaped',
    String.raw`\"http://10.0.3.17:8080/?id=7\", host: \"shop.example\"`,
    String.raw`\"http://10.0.3.17:8080/?id=…\", host: \"shop.example\"`,
  ],
  ['the port of a host with such a name', 'http://auth-service:8080/x', undefined],
  ['the port of a server', 'server session-store:6379;', undefined],
  ['the long name of an upstream', 'http://checkout-service-production-v2-blue/x', undefined],
  ['a socket', 'upstream: "fastcgi://unix:/run/php/php8.2-fpm.sock:"', undefined],
])('keeps %s', (_, text, expected) => {
  expect(redact(text)).toBe(expected ?? text);
});

test('stays fast on a megabyte of bait', () => {
  const bait =
    `password=${'a'.repeat(1000)} user "${'b'.repeat(1000)} eyJ${'c.'.repeat(500)} @`.repeat(300);
  const start = performance.now();
  redact(bait);
  expect(performance.now() - start).toBeLessThan(3000);
});

test.each([
  'a',
  'a-',
  'token',
  'cookie:',
  'cookie="',
  'cookie:\\"',
  '", upstream: ',
  'token=\\',
  'auth-a:8080/',
  'eyJ',
  'a1_',
  '@a.b',
  '%40',
])('a path of many %j costs no more than a few milliseconds', (unit) => {
  const line = `GET /${unit.repeat(4096 / unit.length)}`;
  const start = performance.now();
  for (let turn = 0; turn < 50; turn += 1) redact(line);
  expect((performance.now() - start) / 50).toBeLessThan(3);
});

test.each([
  ['proxy_set_header X-Internal-Auth SECRETabc;', 'a header of one’s own'],
  ['proxy_set_header Cookie "session=1; other=SECRETabc";', 'the second cookie of a header'],
  ['fastcgi_param DB_PASS SECRETabc;', 'a short name'],
  ['GET /bot123456789:AAHsecretSECRETabcdefghijklmnopqrs/sendMessage', 'a bot’s path'],
  ['GET /callback&code=SECRETabc HTTP/1.1', 'a query without its mark'],
  ['["password"]=> string(9) "SECRETabc"', 'a dump of PHP'],
  ['Array ( [password] => SECRETabc )', 'an array of PHP'],
  [String.raw`PHP message: {\"password\":\"SECRETabc\"}`, 'JSON inside a string'],
  [
    'user "x"SECRETabc" was not found in "/etc/nginx/users", client: 1.2.3.4',
    'a user with a quote',
  ],
  ['github_pat_11ABCDEFG0aaaaaaaaaaaa_SECRETabc', 'a token that names its origin'],
  ['node /srv/app.js --token SECRETabc', 'an option of a command'],
])('masks %s: %s', (text) => {
  expect(redact(text)).not.toContain('SECRETabc');
});

test.each(['proxy_pass http://shop_backend;', 'grpc_pass grpc://10.0.3.17:50051;'])(
  'leaves %s alone',
  (text) => {
    expect(redact(text)).toBe(text);
  },
);
