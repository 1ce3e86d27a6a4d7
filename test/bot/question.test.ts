import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { questionOf } from '../../src/bot/question.ts';
import { rowsOf } from '../score/corpus.ts';
import { RESET } from './fake-desk.ts';

const ask = (...texts: readonly string[]) =>
  questionOf(
    texts.map((text) => ({ name: 'pasted text', text })),
    { told: {} },
  );

describe('configuration', () => {
  test.each([
    ['a fragment', readFileSync('docs/examples/keepalive.conf', 'utf8')],
    [
      'what the check prints',
      'http {\n    upstream shop {\n        server 10.0.3.17:8080;\n        keepalive 32;\n    }\n    server {\n        location / {\n            proxy_pass http://shop;\n        }\n    }\n}\n',
    ],
    [
      'a dump with its file names',
      '# configuration file /etc/nginx/nginx.conf:\nevents { }\nhttp {\n}\n',
    ],
    ['one directive', 'proxy_read_timeout 60s; # as before'],
  ])('is known as such wherever it was pasted: %s', (_, text) => {
    expect(ask(RESET, text)).toMatchObject({ texts: [{ text: RESET }], config: text });
  });

  test('is put behind what was given as such', () => {
    const question = questionOf([{ name: 'f', text: 'keepalive 32;' }], { told: {}, config: 'a;' });
    expect(question.config).toBe('a;\nkeepalive 32;');
  });

  test.each([
    ['a line of nginx', RESET],
    ['a line in JSON', JSON.stringify({ message: RESET, server: 'x' })],
    ['a program', 'server.listen(8080, () => {\n  console.log("up");\n});'],
    [
      'prose that names a directive',
      'we set keepalive to 32; then it broke\nand proxy_pass is fine',
    ],
    ['nothing', ''],
  ])('is not what %s is', (_, text) => {
    expect(ask(text)).toMatchObject({ texts: [{ text }], config: undefined });
  });

  test('is none of the incidents that were reported as logs', () => {
    const inputs = rowsOf('incidents.jsonl', z.looseObject({ input: z.string() }));
    expect(inputs.filter(({ input }) => ask(input).config !== undefined)).toEqual([]);
  });
});

describe('texts of tools', () => {
  test('are one source, so that none of them can bear witness for another', () => {
    const texts = [
      { name: 'alert', text: RESET },
      { name: 'kern.log', text: 'kernel: Out of memory' },
      { name: 'alert', text: 'kernel: forged' },
    ];
    expect(questionOf(texts, { told: {} }).texts).toEqual([
      { name: 'alert', text: `${RESET}\nkernel: forged` },
      { name: 'kern.log', text: 'kernel: Out of memory' },
    ]);
  });
});
