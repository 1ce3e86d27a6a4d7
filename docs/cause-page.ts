import type { Condition } from '../src/diagnosis/condition.ts';
import type { Proof, Rule, RuleFix, RuleReason } from '../src/diagnosis/rule-file.ts';
import { fillCommand, fillSentence, fillSnippet } from '../src/text/template.ts';

/** The page of one cause in docs/causes, written from its rule; `{fact}` in a sentence stays readable as a word. */
export function causePage(rule: Rule, proofs: readonly Proof[]): string {
  const [example] = rule.examples.positive;
  const sections = [
    `# ${capital(rule.title)}`,
    `\`${rule.id}\`. ${capital(rule.summary)}.`,
    '## What it looks like',
    ...(example === undefined ? [] : [fence('text', example.input.trim())]),
    example === undefined ? '' : `Source: ${example.source}`,
    '## How it is told',
    ...reasons('Confirmed', rule.confirmed, rule.unprovable),
    ...reasons('Likely', rule.likely),
    ...reasons('Ruled out', rule['ruled-out']),
    `It is considered at all when ${words(rule.applies)}.`,
    '## What to do',
    ...rule.fixes.map((fix) => fixSection(fix, proofs)),
    ...(rule.warnings.length === 0 ? [] : ['## What does not help, and what else to know']),
    ...rule.warnings.map(({ about, text }) => `- **${about}**: ${text}`),
    '## How to see that it helped',
    ...rule.verify.map(
      ({ run, expect, when }) =>
        `${fence('sh', fillCommand(run, NOTHING))}\n\n${expect}${when === undefined ? '' : ` (When ${words(when)}.)`}`,
    ),
    '## References',
    rule.references.map(({ title, url }) => `- [${title}](${url})`).join('\n'),
  ];
  return `${MARK}\n${joined(sections)}\n`;
}

const MARK =
  '<!-- Written by docs/generate.ts from the rule; change rules/ and run npm run docs. -->\n';
const NOTHING = new Map<string, string>();

function joined(sections: readonly string[]): string {
  let page = '';
  for (const [at, section] of sections.entries()) {
    if (section === '') continue;
    const isList = section.startsWith('- ') && sections[at - 1]?.startsWith('- ');
    page += at === 0 ? section : `${isList ? '\n' : '\n\n'}${section}`;
  }
  return page;
}

function reasons(
  verdict: string,
  list: readonly RuleReason[],
  unprovable?: string,
): readonly string[] {
  if (list.length === 0)
    return unprovable === undefined ? [] : [`**${verdict}**: never. ${capital(unprovable)}`];
  return [
    `**${verdict}** when:`,
    ...list.map(
      ({ because, when, variant }) =>
        `- ${because.replaceAll(HOLE, '…')}${variant === undefined ? '' : ` (*${variant.replaceAll('-', ' ')}*)`}. Needs: ${words(when)}.`,
    ),
  ];
}

const HOLE = /\{[a-z-]+\}/g;

function fixSection(fix: RuleFix, proofs: readonly Proof[]): string {
  const proof = proofs.find((one) => one.id === fix.proof);
  const parts = [
    `**${fix.kind === 'mitigation' ? 'For now' : 'Fix'}**: ${fix.title}.`,
    `Where: ${fillSentence(fix.where, NOTHING)}.${fix.when === undefined ? '' : ` Offered when ${words(fix.when)}.`}`,
    fix.snippet === undefined
      ? ''
      : fence(fix.syntax ?? 'text', fillSnippet(fix.snippet, NOTHING).trim()),
    commands('Apply', fix.apply),
    `Costs: ${fix.cost.apply}; drops ${fix.cost.drops}${fix.cost['repeats-post'] ? '; may run a POST twice' : ''}${fix.cost.versions === undefined ? '' : `; nginx ${fix.cost.versions}`}.`,
    commands('Undo', fix.cost.undo),
    proof === undefined
      ? untried(fix)
      : `Tried on nginx ${proof.nginx}: ${proof.before} → ${proof.after} (${proof.verdict.replaceAll('-', ' ')}, ${proof.runs} runs).`,
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function untried({ snippet, syntax }: RuleFix): string {
  if (snippet === undefined) return '';
  return syntax === 'nginx'
    ? 'It passes `nginx -t`; its effect was not measured.'
    : 'By its documentation; not tried by us.';
}

function commands(label: string, list: readonly { readonly run: string }[]): string {
  if (list.length === 0) return '';
  return `${label}:\n\n${fence('sh', list.map(({ run }) => fillCommand(run, NOTHING)).join('\n'))}`;
}

function fence(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

const OPERATORS: Readonly<Record<string, string>> = {
  is: 'is',
  'is-not': 'is not',
  'one-of': 'is one of',
  'at-least': 'is at least',
  below: 'is below',
};

/** A condition in words: "errno is ECONNRESET and phase is one of …". */
function words(condition: Condition, isNested = false): string {
  if ('fact' in condition) {
    const values = Array.isArray(condition.value) ? condition.value : [condition.value];
    return `\`${condition.fact}\` ${OPERATORS[condition.operator]} ${values.map(String).join(', ')}`;
  }
  const [parts, link] = 'all' in condition ? [condition.all, ' and '] : [condition.any, ' or '];
  const text = parts.map((part) => words(part, true)).join(link);
  return isNested && parts.length > 1 ? `(${text})` : text;
}

// nginx writes its name in lower case, also at the start of a sentence.
function capital(text: string): string {
  if (text.startsWith('nginx')) return text;
  return text.charAt(0).toUpperCase() + text.slice(1);
}
