import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chatWords } from '../../../src/reply/slack/chat-words.ts';

const ROOT = join(import.meta.dirname, '../../..');
const SENTENCE = /[^'"`\n]{0,200}--(?:config|tz)\b[^'"`\n]{0,200}/g;
// The stages that write sentences of a report, and the rules.
const WRITERS = ['src/report-notes.ts', 'src/report-diagnosis.ts', 'src/findings.ts'];
const RULES = readdirSync(join(ROOT, 'rules')).map((file) => `rules/${file}`);
const sentences = [...WRITERS, ...RULES].flatMap((file) =>
  [...readFileSync(join(ROOT, file), 'utf8').matchAll(SENTENCE)].map(([sentence]) => sentence),
);

test('sentences of a report with an option of the command line were found', () => {
  expect(sentences.length).toBeGreaterThan(2);
});

test.each(sentences)('a reader of Slack is given no option: %s', (sentence) => {
  expect(chatWords(sentence)).not.toMatch(/--(?:config|tz)/);
});
