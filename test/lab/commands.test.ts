import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allPrograms, changesSomething, foreignPrograms, runsOn } from './harmless.ts';
import { interactiveShell, type Shell } from './pasted-commands.ts';
import { commandsOf, shippedRules } from './rule-texts.ts';
import { type Call, callsOf, wordFaults } from './shell-command.ts';

const commands = commandsOf(shippedRules());

test('the rules hold commands', () => {
  expect(commands.length).toBeGreaterThan(0);
});

describe.each(commands)('$name: $text', ({ text }) => {
  test('has only words that no shell reads anything into', () => {
    expect(wordFaults(text)).toEqual([]);
  });

  test('calls only programs of the list', () => {
    expect(callsOf(text).flatMap(foreignPrograms)).toEqual([]);
  });
});

test.each(commands.filter(({ changes }) => !changes))(
  '$name changes nothing and ends by itself: $text',
  ({ text }) => {
    expect(callsOf(text).filter(changesSomething)).toEqual([]);
    expect(callsOf(text).filter(runsOn)).toEqual([]);
  },
);

describe('these tests can fail', () => {
  test.each([
    'grep a$(id) x',
    'cat /a;id',
    'cat "/a"',
    'ls >x',
    'ss  -t',
    'ss | | wc',
    "cat '\u200b'",
  ])('the word rule refuses %s', (text) => expect(wordFaults(text)).not.toEqual([]));

  test.each([
    'rm /a',
    'sudo -u app sh',
    'timeout -k 5 60 bash',
    "watch -n 1 'ss -t | tee x'",
    'kubectl exec web-1 -c app -- python3',
    'docker exec web perl',
  ])('%s calls a program that is not on the list', (text) => {
    expect(callsOf(text).flatMap(foreignPrograms)).not.toEqual([]);
  });

  test.each([
    'sudo systemctl restart app',
    'kubectl -n shop rollout restart deployment/web',
    'docker exec web nginx -s reload',
    'sudo sysctl -w net.core.somaxconn=1',
    'timeout 60 tcpdump -w /tmp/x',
    'awk \'{ print > "/tmp/x" }\' /a',
    'curl -o /tmp/x http://a/',
    'sudo dmesg -c',
  ])('%s changes something', (text) => {
    expect(callsOf(text).some(changesSomething)).toBe(true);
  });

  test.each(['sudo tail -F /a', 'journalctl -fu app', 'sudo tcpdump -c 9', 'kubectl logs -f web'])(
    '%s does not end by itself',
    (text) => expect(callsOf(text).some(runsOn)).toBe(true),
  );

  test.each([
    'sudo timeout 60 tcpdump -ni any port 8080',
    'kubectl -n shop get pods',
    'kubectl rollout history deployment/web',
    'docker inspect web',
    'systemctl show -p NRestarts app',
    "curl -sS -o /dev/null -w '%{http_code}' http://a/",
    'sysctl net.core.somaxconn',
  ])('%s is harmless', (text) => {
    expect(callsOf(text).flatMap(foreignPrograms)).toEqual([]);
    expect(callsOf(text).filter((call) => changesSomething(call) || runsOn(call))).toEqual([]);
  });
});

test('shellcheck finds nothing in any command', () => {
  const script = commands.map(({ text }) => text).join('\n');
  const run = spawnSync('shellcheck', ['-s', 'bash', '-f', 'json', '-'], {
    input: `${script}\n`,
    encoding: 'utf8',
  });
  expect(run.error).toBeUndefined();
  const found: readonly { line: number; code: number; message: string }[] = JSON.parse(run.stdout);
  expect(
    found.map(({ line, code, message }) => `SC${code} ${message}: ${commands[line - 1]?.text}`),
  ).toEqual([]);
});

describe('in a shell on a terminal', () => {
  let shell: Shell;
  beforeAll(() => {
    shell = interactiveShell(allPrograms());
  });
  afterAll(() => shell[Symbol.asyncDispose]());

  // Nothing is typed that the word rule refuses: it could do anything.
  const fit = commands.filter(({ text }) => wordFaults(text).length === 0);

  test.each(fit)('typed, "$text" calls what it says and leaves no file', async ({ text }) => {
    const { calls, files } = await shell.type(text);
    expect(sorted(calls)).toEqual(sorted(callsOf(text)));
    expect(files).toEqual([]);
  });

  test.each(fit)('pasted, "$text" does the same', async ({ text }) => {
    const { calls, files } = await shell.paste(text);
    expect(sorted(calls)).toEqual(sorted(callsOf(text)));
    expect(files).toEqual([]);
  });

  test('a command is caught that says one thing and does another', async () => {
    await using own = interactiveShell(['grep']);
    const { calls, files } = await own.type('grep a$((1+1)) error.log >stolen');
    expect(calls).toEqual([['grep', 'a2', 'error.log']]);
    expect(files).toEqual(['stolen']);
  });
});

/** Programs of a pipe start in any order. */
function sorted(calls: readonly Call[]): readonly string[] {
  return calls.map((call) => JSON.stringify(call)).sort();
}
