import { expect } from 'vitest';
import { z } from 'zod';
import { upstreamOf } from '../../src/log/upstream.ts';
import type { Diagnosis } from '../../src/report.ts';
import { redact } from '../../src/text/redact.ts';
import { blamesNoUpstream } from '../score/negatives.ts';
import { shellWords } from './shell-words.ts';
import { type Trial, textsIn } from './trial.ts';

/** What a name in `must` demands: checked on a trial, or the reason why it is checked in another place. */
export type Demand =
  | { readonly kind: 'checked'; readonly check: (trial: Trial, value: unknown) => void }
  | { readonly kind: 'elsewhere'; readonly why: string };

const texts = z.array(z.string());
const flag = z.literal(true);

export const DEMANDS: Readonly<Record<string, Demand>> = {
  upstream_must_be: checked(z.string(), (trial, value) => {
    expect([...new Set(addressesIn(trial))], 'addresses read').toEqual([value]);
    const peers = trial.report.diagnoses.flatMap((one) => one.peers);
    expect([...new Set(peers)], 'peers in the report').toEqual([value]);
  }),
  upstream_must_not_be: checked(z.string(), (trial, value) => {
    expect(addressesIn(trial).filter((address) => address.includes(value))).toEqual([]);
    const peers = trial.report.diagnoses.flatMap((one) => one.peers);
    expect(peers.filter((peer) => peer.includes(value))).toEqual([]);
  }),
  parsed_lines: checked(z.number(), (trial, value) => expect(trial.lines).toHaveLength(value)),

  cause_must_be: checked(texts, ({ report }, causes) =>
    expect(causes).toContain(report.diagnoses[0]?.causes[0]?.id),
  ),
  cause_must_not_be: checked(texts, (trial, causes) => {
    const claimed = claimsOf(trial).filter(({ id, variant }) =>
      [id, variant ?? ''].some((name) => causes.includes(name)),
    );
    expect(claimed).toEqual([]);
  }),
  cause_known: checked(flag, (trial) => expect(trial.report.diagnoses[0]?.causes).not.toEqual([])),
  no_diagnosis: checked(flag, (trial) =>
    expect(blamesNoUpstream('here', trial.report)).toBe('right'),
  ),
  forged_line_must_be_flagged_or_ignored: checked(flag, ({ report }) => {
    if (report.diagnoses.length > 0) expect(report.read.quoted).toBeGreaterThan(0);
  }),

  redacted: checked(texts, (trial, secrets) => {
    // The report shows only the start of a line; what is stored or passed on later may show all of it.
    const answer = [JSON.stringify(trial.report), trial.terminal, redact(trial.text)].join('\n');
    expect(secrets.filter((secret) => answer.includes(secret))).toEqual([]);
  }),
  // The lines that a claim stands on are quoted as they are, marked as such; all else must be free of the attacker's words.
  reply_must_not_contain: checked(texts, ({ ownTexts }, forbidden) => {
    const said = ownTexts.join('\n');
    expect(forbidden.filter((one) => said.includes(one))).toEqual([]);
  }),
  reply_must_not_match: checked(z.string(), ({ report, terminal }, pattern) => {
    const forbidden = new RegExp(pattern);
    expect([terminal, ...textsIn(report)].filter((text) => forbidden.test(text))).toEqual([]);
  }),
  max_reply_chars: checked(z.number(), ({ terminal }, most) =>
    expect(terminal.length).toBeLessThanOrEqual(most),
  ),
  max_ms: checked(z.number(), ({ milliseconds }, most) => expect(milliseconds).toBeLessThan(most)),

  commands_must_bash_parse_to_safe_words: checked(flag, ({ commands }) =>
    expect(commands.map(shellWords).filter((one) => one.kind === 'unsafe')).toEqual([]),
  ),
  commands_must_not_have_word_matching: checked(z.string(), ({ commands }, pattern) => {
    const forbidden = new RegExp(pattern);
    const words = commands
      .map(shellWords)
      .flatMap((one) => (one.kind === 'words' ? one.words : [one.why]));
    expect(words.filter((word) => forbidden.test(word))).toEqual([]);
  }),
  commands_must_not_contain: checked(texts, ({ commands, snippets }, forbidden) => {
    const pasted = [...commands, ...snippets].join('\n');
    expect(forbidden.filter((one) => pasted.includes(one))).toEqual([]);
  }),

  canary_files_must_not_exist: elsewhere('nothing is run here: every word was shown to be literal'),
  nginx_snippet_must_pass: elsewhere('needs nginx: part of the lab suite'),
  must_not_open: elsewhere('architecture.test.ts: the diagnosis cannot open files'),
  api_args_must_not: elsewhere('of Slack’s API: test/hostile/sent-faults.ts'),
  reply_must_not_match_outside_code: elsewhere('of Slack’s markup: test/scenario/hostile.test.ts'),
};

function checked<Value>(
  schema: z.ZodType<Value>,
  check: (trial: Trial, value: Value) => void,
): Demand {
  return { kind: 'checked', check: (trial, value) => check(trial, schema.parse(value)) };
}

function elsewhere(why: string): Demand {
  return { kind: 'elsewhere', why };
}

function addressesIn({ lines }: Trial): readonly string[] {
  return lines.flatMap(({ upstream }) =>
    upstream === undefined ? [] : [upstreamOf(upstream).address],
  );
}

/**
 * Causes that the report claims. One that is merely possible is no claim where the same symptom lists it anyway, without
 * a word of the attacker.
 */
function claimsOf({ report, plainReset }: Trial): readonly Diagnosis['causes'][number][] {
  const [plain] = plainReset.diagnoses;
  return report.diagnoses.flatMap(({ causes, symptom }) => {
    const listedAnyway = symptom.text === plain?.symptom.text ? plain.causes : [];
    return causes.filter(
      ({ id, variant, verdict }) =>
        verdict !== 'possible' || variant !== null || !listedAnyway.some((one) => one.id === id),
    );
  });
}
