import fc from 'fast-check';
import { expect, test } from 'vitest';
import { configurationOf } from '../../src/nginx-config/configuration.ts';
import { configNotes } from '../../src/nginx-config/notes.ts';
import { readingOf } from '../../src/nginx-config/reading.ts';
import type { Directive } from '../../src/nginx-config/tree.ts';

const dump = (files: Readonly<Record<string, string>>): string =>
  Object.entries(files)
    .map(([name, text]) => `# configuration file /etc/nginx/${name}:\n${text}\n`)
    .join('\n');
const namesIn = (directives: readonly Directive[]): readonly string[] =>
  directives.flatMap((one) => [
    [one.name, ...one.parameters].join(' '),
    ...namesIn(one.block ?? []),
  ]);

test('puts an included file where its include stands', () => {
  const { directives, orphans } = configurationOf(
    dump({ 'nginx.conf': 'events {}\nhttp { a 1; include x.conf; c 3; }', 'x.conf': 'b 2;' }),
  );
  expect(namesIn(directives)).toEqual(['events', 'http', 'a 1', 'b 2', 'c 3']);
  expect(orphans).toEqual([]);
});

test('keeps the lines of the handed-in text', () => {
  const { directives } = configurationOf(
    dump({ 'nginx.conf': 'http {\ninclude x.conf;\n}', 'x.conf': 'b 2;' }),
  );
  expect(directives[0]?.block).toMatchObject([{ name: 'b', line: 7 }]);
});

test('follows masks in the order of glob, not of the dump', () => {
  const { directives } = configurationOf(
    dump({
      'nginx.conf': 'http { include d/*.conf; }',
      'd/b.conf': 'b;',
      'd/B.conf': 'B;',
      'd/a.conf': 'a;',
    }),
  );
  expect(namesIn(directives)).toEqual(['http', 'B', 'a', 'b']);
});

test('takes a relative name from the folder of the main file, also in an included one', () => {
  const { directives } = configurationOf(
    dump({
      'nginx.conf': 'http { include d/a.conf; }',
      'd/a.conf': 'include e.conf;',
      'e.conf': 'e;',
    }),
  );
  expect(namesIn(directives)).toEqual(['http', 'e']);
});

test('takes a mask without a match for nothing in a whole dump', () => {
  const { directives } = configurationOf(
    dump({ 'nginx.conf': 'http { include mime.types; include d/*; }', 'mime.types': 'types { }' }),
  );
  expect(namesIn(directives)).toEqual(['http', 'types']);
});

test.each([
  [
    'a mask without a match, where a file is missing',
    { 'nginx.conf': 'http { include a; include d/*; }', x: 'x;' },
  ],
  ['a mask, where only the main file was pasted', { 'nginx.conf': 'http { include d/*; }' }],
  ['a file that is not in the dump', { 'nginx.conf': 'http { include a.conf; }', 'b.conf': 'b;' }],
])('leaves an include as it is: %s', (_, files) => {
  const { directives } = configurationOf(dump(files));
  expect(namesIn(directives).join()).toMatch(/include (?:d\/\*|a\.conf)/);
});

test('keeps files apart that nothing includes', () => {
  const { orphans } = configurationOf(dump({ 'nginx.conf': 'http { }', 'a.conf': 'a;' }));
  expect(namesIn(orphans)).toEqual(['a']);
});

test('reads single files of a dump as a fragment, each once', () => {
  const { directives } = configurationOf(
    dump({ 'conf.d/a.conf': 'server { include /etc/nginx/s.conf; }', 's.conf': 's;' }),
  );
  expect(namesIn(directives)).toEqual(['server', 's']);
});

test.each([
  ['itself', { 'nginx.conf': 'http { include nginx.conf; }' }],
  ['each other', { 'nginx.conf': 'http { include a; }', a: 'include b;', b: 'include a;' }],
])('ends where files include %s', (_, files) => {
  expect(configurationOf(dump(files)).faults.join()).toMatch(/includes itself/);
});

test('ends where every file includes the next one twice', () => {
  const files: Record<string, string> = { 'nginx.conf': 'http { include f0; }' };
  for (let at = 0; at < 14; at += 1)
    files[`f${at}`] = `location /a { include f${at + 1}; } `.repeat(8);
  files.f14 = 'x;';
  expect(configurationOf(dump(files)).faults.join()).toMatch(/more is included/);
});

test('ends where ten thousand files include one another', () => {
  const files: Record<string, string> = { 'nginx.conf': 'http { include f0; }' };
  for (let at = 0; at < 10_000; at += 1) files[`f${at}`] = `include f${at + 1};`;
  expect(configurationOf(dump(files)).faults.join()).toMatch(/in one another/);
});

test('ends where ten thousand masks stand against ten thousand files', () => {
  const files: Record<string, string> = { 'nginx.conf': 'http { }' };
  for (let at = 0; at < 10_000; at += 1) files[`f${at}`] = `include ${at}*;`;
  files['nginx.conf'] =
    `http { ${Array.from({ length: 10_000 }, (_, at) => `include ${at}*;`).join('\n')} }`;
  const start = performance.now();
  expect(configurationOf(dump(files)).faults.join()).toMatch(/more masks/);
  expect(performance.now() - start).toBeLessThan(5000);
});

test('reads five megabytes of included files in a second', () => {
  const files: Record<string, string> = {
    'nginx.conf': 'events {}\nhttp { include conf.d/*.conf; }',
  };
  for (let at = 0; at < 10_000; at += 1) {
    files[`conf.d/${at}.conf`] =
      `upstream u${at} { server 10.0.0.1:8080; keepalive 8; }\n` +
      `server {\n    server_name s${at}.example;\n    location / {\n        proxy_pass http://u${at};\n` +
      `        proxy_set_header Host $host;\n        include snippets/proxy.conf;\n    }\n}\n${'# a comment\n'.repeat(20)}`;
  }
  files['snippets/proxy.conf'] = 'proxy_read_timeout 30s;';
  const text = dump(files);
  expect(text.length).toBeGreaterThan(5_000_000);
  const start = performance.now();
  const { directives, faults } = configurationOf(text);
  expect(performance.now() - start).toBeLessThan(2000);
  expect(faults).toEqual([]);
  expect(directives[1]?.block).toHaveLength(20_000);
});

test('never throws and always ends, whatever is put together', () => {
  const piece = fc.constantFrom(
    '# configuration file /etc/nginx/nginx.conf:\n',
    '# configuration file /etc/nginx/a:\n',
    'include a;',
    'include *;',
    'include /etc/nginx/nginx.conf;',
    'http {',
    'location / {',
    '}',
    'proxy_pass http://$a;',
    'set $a b;',
    'map $http_upgrade $a { default "',
    'x_by_lua_block { "',
    '\n',
    '12:',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      configNotes(readingOf(pieces.join(' ')));
      configNotes(readingOf(pieces.join('')));
    }),
  );
});
