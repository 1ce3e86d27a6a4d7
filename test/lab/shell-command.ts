/** The words of one program call, quotes taken off; redirections are not among them. */
export type Call = readonly string[];

const PLAIN = /^(?:[A-Za-z0-9_@%+=:,./-]|'[^'\p{Cc}\p{Cf}]*')+$/u;
const REDIRECTIONS = new Set(['2>&1', '>/dev/null', '2>/dev/null']);
const BETWEEN = new Set(['|', '&&']);

/** Words and operators as written, quotes left on. */
function wordsOf(command: string): readonly string[] {
  return command.match(/(?:'[^']*'|[^\s'])+/g) ?? [];
}

/** What makes a command unfit to be pasted into a shell; empty for a good one. */
export function wordFaults(command: string): readonly string[] {
  const words = wordsOf(command);
  const odd = words.filter(
    (word) => !REDIRECTIONS.has(word) && !BETWEEN.has(word) && !PLAIN.test(word),
  );
  return [
    ...odd.map((word) => `${word} is neither plain nor in single quotes`),
    ...(words.join(' ') === command ? [] : ['words are parted by more than one blank']),
    ...(callsOf(command).some((call) => call.length === 0) ? ['an operator joins nothing'] : []),
  ];
}

/** The program calls that a shell makes of a command in which every word is plain or in single quotes. */
export function callsOf(command: string): readonly Call[] {
  const calls: string[][] = [[]];
  for (const word of wordsOf(command)) {
    if (BETWEEN.has(word)) calls.push([]);
    else if (!REDIRECTIONS.has(word)) calls.at(-1)?.push(word.replaceAll("'", ''));
  }
  return calls;
}

/** A call and those it makes in turn: sudo, timeout, watch, `kubectl exec` and `docker exec` run another program. */
export function nestedCalls(call: Call): readonly Call[] {
  const [program, ...rest] = call;
  switch (program) {
    case 'sudo':
      return [call, ...nestedCalls(afterOptions(rest, ['-u', '-g', '-p']))];
    case 'timeout':
      return [call, ...nestedCalls(afterOptions(rest, ['-k', '-s']).slice(1))];
    case 'watch': {
      const watched = afterOptions(rest, ['-n', '--interval']).join(' ');
      return [call, ...callsOf(watched).flatMap(nestedCalls)];
    }
    case 'kubectl': {
      const end = rest.indexOf('--');
      return end === -1 ? [call] : [call, ...nestedCalls(rest.slice(end + 1))];
    }
    case 'docker': {
      if (rest[0] !== 'exec') return [call];
      const [, ...inner] = afterOptions(rest.slice(1), ['-u', '-e', '-w']);
      return [call, ...nestedCalls(inner)];
    }
    default:
      return [call];
  }
}

/** The words from the first on that is neither an option nor the value of one. */
export function afterOptions(words: Call, withValue: readonly string[]): Call {
  let at = 0;
  while (words[at]?.startsWith('-') === true) at += withValue.includes(words[at] ?? '') ? 2 : 1;
  return words.slice(at);
}
