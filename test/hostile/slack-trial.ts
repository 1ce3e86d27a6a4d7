import { parseText } from '../../src/log/parse-text.ts';
import { ASK_COMMAND } from '../../src/reply/report-words.ts';
import type { Report } from '../../src/report.ts';
import { asJson, type Json, textOf } from '../fake-slack/json.ts';
import { type Trial, textsIn } from './trial.ts';

/** What a person sees of an answer. */
export type Shown = { readonly text: string; readonly blocks: readonly Json[] };

/** Answers in Slack as a trial: what is said is what Slack was given, the report is the one that the store kept. */
export function slackTrial(
  shown: readonly Shown[],
  about: { readonly text: string; readonly report: Report; readonly plainReset: Report },
): Trial {
  const { text, report, plainReset } = about;
  const copies = shown.flatMap(({ blocks }) => copiesIn(blocks));
  const snippets = textsIn(report, ['snippet', 'diff']);
  return {
    text,
    report,
    plainReset,
    lines: parseText(text),
    terminal: shown.flatMap((one) => [one.text, ...textsIn(one.blocks, ['text'])]).join('\n'),
    milliseconds: 0,
    commands: copies.filter((copy) => !snippets.includes(copy)).flatMap((copy) => copy.split('\n')),
    snippets: copies.filter((copy) => snippets.includes(copy)),
    // What Slack reads markup and mentions in, and what it may open.
    ownTexts: shown.flatMap((one) => [one.text, ...textsIn(one.blocks, ['url'])]),
  };
}

/** Texts offered for copying, at any depth. */
export function copiesIn(node: unknown): readonly string[] {
  if (Array.isArray(node)) return node.flatMap(copiesIn);
  const element = asJson(node);
  if (element.type === 'rich_text_preformatted') return [textsIn(element, ['text']).join('')];
  return Object.values(element).flatMap((one) =>
    typeof one === 'object' && one !== null ? copiesIn(one) : [],
  );
}

/** Copies that the report does not give: every one is a snippet of it, or its commands line by line. */
export function foreignCopies(copies: readonly string[], report: Report): readonly string[] {
  const snippets = new Set(textsIn(report, ['snippet']));
  const commands = new Set([...textsIn(report, ['run']), ASK_COMMAND]);
  return copies.filter(
    (copy) => !snippets.has(copy) && !copy.split('\n').every((line) => commands.has(line)),
  );
}

const ANSWER = /^answer-(i[0-9a-f]{12})$/;

/** The incident that an answer is about. */
export function incidentOf({ blocks }: Shown): string | undefined {
  return blocks.map(({ block_id: id }) => ANSWER.exec(textOf(id) ?? '')?.[1]).find(Boolean);
}
