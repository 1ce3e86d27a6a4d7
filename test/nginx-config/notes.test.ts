import { expect, test } from 'vitest';
import { configNotes } from '../../src/nginx-config/notes.ts';
import { readingOf } from '../../src/nginx-config/reading.ts';

const textsOf = (config: string): string =>
  configNotes(readingOf(config))
    .map(({ text }) => text)
    .join('\n');
const location = (text: string, http = ''): string =>
  `http { ${http} server { location / { ${text} } } }`;
const BLOCK = 'upstream app { server 10.0.0.1; server 10.0.0.2; }';

test.each([
  [
    'upstream app { server 10.0.0.1; keepalive 8; least_conn; }',
    /"keepalive" of app stands before/,
  ],
  ['upstream app { server 10.0.0.1 max_fails=3; }', /block app has one server/],
  [
    location(
      'proxy_pass http://app; proxy_set_header Host a;',
      `${BLOCK} proxy_set_header Connection "";`,
    ),
    /so Connection set there is not sent/,
  ],
  [location('proxy_pass https://app.example;'), /carries no server name: "proxy_ssl_server_name"/],
  [location('grpc_pass grpcs://app.example;'), /"grpc_ssl_server_name"/],
  [
    location('proxy_pass https://app; proxy_ssl_server_name on;', BLOCK),
    /asks for app, the name of the upstream block/,
  ],
  [location('proxy_pass http://app.example:80$request_uri;'), /no "resolver" is set/],
  [location('set $to app.example; proxy_pass http://$to;'), /no "resolver" is set/],
  [location('proxy_pass http://10.0.0.1?a=b;'), /begins with "\?"/],
  [
    location('proxy_pass http://10.0.0.1; proxy_next_upstream http_502;'),
    /without "error" and "timeout"/,
  ],
  [
    location(
      'proxy_pass http://app;',
      'keepalive_timeout 5s; upstream app { server 10.0.0.1; keepalive 8; }',
    ),
    /"keepalive_timeout" is about clients/,
  ],
])('remarks on %s', (config, text) => {
  expect(textsOf(config)).toMatch(text);
});

test.each([
  ['upstream app { server 10.0.0.1; least_conn; keepalive 8; }'],
  ['upstream app { server app.example max_fails=3; }'],
  ['upstream app { server 10.0.0.1 max_fails=3; server 10.0.0.2; }'],
  ['upstream app { server 10.0.0.1 max_fails=3; include more; }'],
  [
    location(
      'proxy_pass http://app; proxy_set_header Connection "";',
      `${BLOCK} proxy_set_header Connection "";`,
    ),
  ],
  [
    location(
      'proxy_pass http://app; proxy_set_header Host a; include more;',
      `${BLOCK} proxy_set_header Connection "";`,
    ),
  ],
  ['location / { proxy_pass https://app.example; }'],
  [location('proxy_pass https://10.0.0.1;')],
  [location('proxy_pass https://app.example;', 'proxy_ssl_server_name on;')],
  [location('proxy_pass https://app.example;', 'include tls.conf;')],
  [
    location(
      'proxy_pass https://app; proxy_ssl_server_name on; proxy_ssl_name app.example;',
      BLOCK,
    ),
  ],
  [location('proxy_pass http://app.example$request_uri;', 'resolver 10.0.0.53;')],
  [location('proxy_pass http://app$request_uri;', BLOCK)],
  [location('proxy_pass http://$http_host;')],
  [location('proxy_pass http://10.0.0.1/?a=b;')],
  [location('proxy_pass http://10.0.0.1; proxy_next_upstream error http_502;')],
  [location('proxy_pass http://10.0.0.1; proxy_next_upstream off;')],
  [
    location(
      'proxy_pass http://app;',
      `keepalive_timeout 65; upstream app { server 10.0.0.1; keepalive 8; }`,
    ),
  ],
  [
    location(
      'proxy_pass http://app;',
      `keepalive_timeout 5s; upstream app { server 10.0.0.1; keepalive 8; keepalive_timeout 5s; }`,
    ),
  ],
  ['upstream app { server 10.0.0.1; keepalive 8; least_conn; } }'],
])('says nothing of %s', (config) => {
  expect(textsOf(config)).toBe('');
});

test('says where in the text and in which file', () => {
  const config = [
    '# configuration file /etc/nginx/nginx.conf:',
    'http { include conf.d/*.conf; }',
    '# configuration file /etc/nginx/conf.d/shop.conf:',
    '',
    'upstream shop { server 10.0.0.1 max_fails=3; }',
  ].join('\n');
  expect(configNotes(readingOf(config))).toMatchObject([
    { line: 5, file: '/etc/nginx/conf.d/shop.conf:2' },
  ]);
});

test('shows no name that is none', () => {
  const config =
    '# configuration file /etc/ng\u001b[31m.conf:\nhttp { upstream "a;rm -rf" { server 10.0.0.1 max_fails=3; } }';
  const [note] = configNotes(readingOf(config));
  expect(note?.file).toBeUndefined();
  expect(note?.text).not.toContain('rm');
});
