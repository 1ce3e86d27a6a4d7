import type { NamedText, Question } from './diagnose.ts';

/** The name of texts that a tool wrote. */
export const ALERT_TEXT = 'alert';

/**
 * What is asked of the pipeline. Configuration is taken for what it is wherever it was pasted. Tools quote what clients wrote,
 * so their texts are one source: a line that one of them carries must not pass for another program's own log.
 */
export function questionOf(
  texts: readonly NamedText[],
  { told, config }: Pick<Question, 'told' | 'config'>,
): Question {
  const logs = texts.filter((one) => !isConfiguration(one.text));
  const configs = texts.filter((one) => isConfiguration(one.text)).map(({ text }) => text);
  const given = [...(config === undefined ? [] : [config]), ...configs];
  const alerts = logs.filter(({ name }) => name === ALERT_TEXT).map(({ text }) => text);
  const others = logs.filter(({ name }) => name !== ALERT_TEXT);
  return {
    texts: [
      ...(alerts.length === 0 ? [] : [{ name: ALERT_TEXT, text: alerts.join('\n') }]),
      ...others.map(({ name, text }) => ({ name, text })),
    ],
    told,
    config: given.length === 0 ? undefined : given.join('\n'),
  };
}

const LOOKED_AT_CHARACTERS = 65_536;
const MOST_OTHER_LINES = 0.2;
const DIRECTIVE =
  /^\s{0,80}(?:http|events|server|upstream|location|server_name|listen|keepalive[a-z_]{0,12}|include|resolver|(?:proxy|fastcgi|uwsgi|scgi|grpc|memcached)_[a-z_]{2,40})(?:\s[^\n]{0,2000})?[;{]\s{0,8}(?:#[^\n]{0,500})?$/;
const OF_CONFIGURATION = /^\s{0,80}(?:#|\}|.{1,2000}[;{}]\s{0,8}(?:#.{0,500})?$)/;

/** Lines that end as nginx's directives do, and at least one directive that nobody else has. */
function isConfiguration(text: string): boolean {
  const lines = text
    .slice(0, LOOKED_AT_CHARACTERS)
    .split('\n')
    .filter((line) => line.trim() !== '');
  const others = lines.filter((line) => !OF_CONFIGURATION.test(line));
  return (
    others.length <= lines.length * MOST_OTHER_LINES && lines.some((line) => DIRECTIVE.test(line))
  );
}
