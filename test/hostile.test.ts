import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { loadRuleBook } from '../src/diagnosis/load-rules.ts';
import { diagnoseFiles } from './diagnose-text.ts';
import { casesOf, demandsOf, type HostileCase } from './hostile/cases.ts';
import { DEMANDS } from './hostile/demands.ts';
import { bytesOf, resetOf } from './hostile/expand.ts';
import { shellWords } from './hostile/shell-words.ts';
import { type Trial, trialOf } from './hostile/trial.ts';

const SLOWEST_CASE_MS = 30_000;
const BOOK = loadRuleBook(fileURLToPath(new URL('../rules', import.meta.url)));

// Slack's own events go through the bot itself: test/scenario/hostile-events.test.ts, and the texts once more in
// test/scenario/hostile.test.ts. Webhooks arrive through an adapter that brings its tests along.
const CASES = casesOf('paste', 'slash', 'config-paste');

function trial(hostile: HostileCase): Promise<Trial> {
  const as = hostile.channel === 'config-paste' ? 'config' : 'text';
  return trialOf(bytesOf(hostile), as, BOOK);
}

describe('hostile input', () => {
  test('every demand of a case has a check, or a reason why it is checked elsewhere', () => {
    const names = CASES.flatMap(demandsOf).map(([name]) => name);
    expect([...new Set(names)].filter((name) => DEMANDS[name] === undefined)).toEqual([]);
  });

  test.each(CASES)(
    '$title is read without harm',
    async (hostile) => {
      const result = await trial(hostile);
      for (const [name, value] of demandsOf(hostile)) {
        const demand = DEMANDS[name];
        if (demand?.kind === 'checked') demand.check(result, value);
      }
      const unsafe = result.commands.map(shellWords).filter((one) => one.kind === 'unsafe');
      expect(unsafe, 'commands').toEqual([]);
    },
    SLOWEST_CASE_MS,
  );

  test('an ordinary line gets commands, so that the checks of commands have something to check', async () => {
    const { commands, snippets } = await trialOf(Buffer.from('http { }'), 'config', BOOK);
    expect(commands.length).toBeGreaterThan(0);
    expect(snippets.length).toBeGreaterThan(0);
  });
});

describe('what costs time', () => {
  const SOON_MS = 10_000;
  const at = (day: number): string => `2026-11-${String(day).padStart(2, '0')} 09:14:03`;
  const errors = Array.from({ length: 2000 }, (_, server) =>
    resetOf(server, { server: `s${server}.example` }),
  ).join('\n');

  test.each([
    ['in the second of the failures', () => 22],
    ['on other days', (line: number) => 1 + (line % 28)],
  ])(
    'two thousand servers and thousands of deaths %s',
    async (_, day) => {
      const deaths = Array.from({ length: 4000 }, (_, line) => {
        const name = `node-${line % 100}`;
        return `${at(day(line))},123 INFO exited: ${name} (terminated by SIGKILL; not expected)`;
      }).join('\n');
      const start = performance.now();
      await diagnoseFiles([
        { name: 'error.log', text: errors },
        { name: 'supervisord.log', text: deaths },
      ]);
      expect(performance.now() - start).toBeLessThan(SOON_MS);
    },
    SLOWEST_CASE_MS,
  );
});

test.each([
  ['many lines', ' x\n'.repeat(200)],
  ['many closing words', 'y" failed (2: No such file or directory), client: 1.2.3.4\n'.repeat(30)],
])(
  'a record that is open costs no more for %s',
  async (_, rest) => {
    const record = `2026/11/22 09:14:03 [error] 7#7: *5 open() "/x\n${rest}`;
    const start = performance.now();
    await diagnoseFiles([{ name: 'error.log', text: record.repeat(1000) }]);
    expect(performance.now() - start).toBeLessThan(SLOWEST_CASE_MS / 10);
  },
  SLOWEST_CASE_MS,
);

describe('shellWords', () => {
  test.each([
    ['ss -ltn', ['ss', '-ltn']],
    ["grep -c 'upstream timed out' /var/log/nginx/error.log | head -n 5", undefined],
    ["curl -sS -o /dev/null 'http://<your-backend>/$(id)!!' 2>/dev/null", undefined],
  ])('takes %j', (command, words) => {
    const read = shellWords(command);
    expect(read.kind).toBe('words');
    if (words !== undefined) expect(read).toEqual({ kind: 'words', words });
  });

  test.each([
    'curl http://$(id)/',
    'curl `id`',
    'dig shop.example; id',
    'dig shop.example & id',
    'dig "shop.example"',
    'ls ~root',
    'ls *.log',
    'echo {a,b}',
    'echo !!',
    'cat <your-log>',
    'tail -f log > /etc/passwd',
    'grep "$HOME"',
    "grep 'open",
    'ss -ltn\nid',
    'ss -ltn\u001b[201~',
    'ss -ltn \u202eid',
    'ss | | id',
    '|',
    '',
  ])('refuses %j', (command) => {
    expect(shellWords(command).kind).toBe('unsafe');
  });
});

describe('bytesOf', () => {
  test('repeats a unit between a prefix and a suffix', () => {
    const gen = { type: 'repeat', unit: 'ab', count: 3, prefix: '<', suffix: '>' };
    expect(bytesOf({ gen }).toString()).toBe('<ababab>');
  });

  test('gives every line an upstream of its own', () => {
    const gen = { type: 'lines', template: 'reset-distinct-upstream', count: 70_000 };
    const peers = bytesOf({ gen })
      .toString()
      .matchAll(/upstream: "http:\/\/([^/]+)/g);
    expect(new Set([...peers].map((match) => match[1])).size).toBe(70_000);
  });

  test('refuses a recipe that it does not know', () => {
    expect(() => bytesOf({ gen: { type: 'am-batch', count: 1 } })).toThrow();
  });
});
