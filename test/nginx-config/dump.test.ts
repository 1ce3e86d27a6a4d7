import { expect, test } from 'vitest';
import { configurationOf, placeInFile } from '../../src/nginx-config/configuration.ts';

const MAIN = '# configuration file /etc/nginx/nginx.conf:';
const SHOP = '# configuration file /etc/nginx/conf.d/shop.conf:';
const namesOf = (text: string): readonly (string | undefined)[] =>
  configurationOf(text).files.map(({ name }) => name);

test('cuts what nginx -T prints into files', () => {
  expect(namesOf(`${MAIN}\nevents {}\n\n${SHOP}\nserver { }\n`)).toEqual([
    '/etc/nginx/nginx.conf',
    '/etc/nginx/conf.d/shop.conf',
  ]);
});

test('knows the file and the line there of a line of the text', () => {
  const { files } = configurationOf(`$ nginx -T\n${MAIN}\nevents {}\n\n${SHOP}\n\nserver { }\n`);
  expect(placeInFile(files, 3)).toEqual({ file: '/etc/nginx/nginx.conf', line: 1 });
  expect(placeInFile(files, 7)).toEqual({ file: '/etc/nginx/conf.d/shop.conf', line: 2 });
  expect(placeInFile(files, 1)).toBeUndefined();
});

test.each([
  ['a quoted text', `${MAIN}\nhttp { log_format a "\n${SHOP}\n"; }\n`],
  ['a block', `${MAIN}\nhttp {\n${SHOP}\nserver { }\n}\n`],
  ['a string of Lua', `${MAIN}\nhttp { init_by_lua_block {\nx = [[ }\n${SHOP}\n]]\n} }\n`],
  ['a comment that speaks of one', `${MAIN}\nevents {}\n# configuration file for the shop:\n`],
])('does not cut inside of %s', (_, text) => {
  const { files, faults } = configurationOf(text);
  expect(files).toHaveLength(1);
  expect(faults).toEqual([]);
});

test('cuts at a name inside of a block that is never closed, and says that something is missing', () => {
  const { files, faults } = configurationOf(
    `${MAIN}\nhttp {\nproxy_read_timeout 5s;\n${SHOP}\nserver { }\n`,
  );
  expect(files).toHaveLength(2);
  expect(faults.join()).toMatch(/never closed/);
});

test.each([
  [
    'what nginx -T says first',
    'nginx: the configuration file /etc/nginx/nginx.conf syntax is ok\n',
  ],
  ['a warning', 'nginx: [warn] conflicting server name "a" on 0.0.0.0:80, ignored\n'],
  ['a prompt', 'root@web1:~# nginx -T\n'],
  ['a fence', '```nginx\n'],
])('reads a dump behind %s', (_, before) => {
  const { files, faults } = configurationOf(`${before}${MAIN}\nhttp { server { } }\n`);
  expect(files.map(({ name }) => name)).toEqual(['/etc/nginx/nginx.conf']);
  expect(faults).toEqual([]);
});

test('reads a dump with Windows line ends', () => {
  expect(namesOf(`${MAIN}\r\nevents {}\r\n${SHOP}\r\nserver { }\r\n`)).toHaveLength(2);
});

test('reads a text with the line numbers of cat -n, and keeps its places', () => {
  const { directives, faults } = configurationOf(
    '     1\tserver {\n     2\t    listen 80;\n     3\t}\n',
  );
  expect(faults).toEqual([]);
  expect(directives).toMatchObject([{ name: 'server', line: 1, block: [{ line: 2, start: 27 }] }]);
});

test.each([
  ['numbers that leave lines out', '12:server {\n14:  proxy_read_timeout 5s;\n17:}', /no name/],
  ['lines left out', 'server {\n...\nlisten 80;\n}', /no name/],
  ['a lost semicolon', 'location / {\nproxy_read_timeout 5s\nproxy_pass http://a;\n}', /no ";"/],
  ['a lost beginning', 'proxy_read_timeout 5s;\n}\nserver { }', /closes nothing/],
  ['two dumps', `${MAIN}\nevents {}\n${MAIN}\nhttp {}\n`, /two texts/],
])('says what is wrong with %s', (_, text, fault) => {
  expect(configurationOf(text).faults.join()).toMatch(fault);
});

test('takes what stands before a lost beginning for no outer level', () => {
  const { directives } = configurationOf('proxy_read_timeout 5s;\n}\nlocation / { }');
  expect(directives).toMatchObject([
    { block: [{ name: 'proxy_read_timeout' }] },
    { name: 'location' },
  ]);
});

test('reads Lua blocks as one piece', () => {
  const { directives, faults } = configurationOf(
    'server { content_by_lua_block { local a = "}" -- {\n local b = #t } listen 80; }',
  );
  expect(faults).toEqual([]);
  expect(directives[0]?.block?.map(({ name }) => name)).toEqual(['content_by_lua_block', 'listen']);
});

test.each([
  ['one line of fences', '` '.repeat(160_000)],
  ['one line of regular expressions', 'location ~ a {} '.repeat(40_000)],
  [
    'a large file that is printed many times',
    `${MAIN}\nhttp {${'a b;\n'.repeat(40_000)}}\n${`${MAIN}\nx y;\n`.repeat(4000)}`,
  ],
])('reads %s in a time that grows with its length only', (_, text) => {
  const start = performance.now();
  configurationOf(text);
  expect(performance.now() - start).toBeLessThan(3000);
});
