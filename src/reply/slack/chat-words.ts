/** What the report calls by an option of the command line, in the words of Slack. */
const OPTIONS: readonly (readonly [string, string])[] = [
  [
    'Hand the whole configuration in with --config.',
    'Hand the whole configuration in under Paste more evidence.',
  ],
  ['Hand it in with --config.', 'Hand its output in under Paste more evidence.'],
  ['; --tz overrides it', ''],
  [': --tz makes their times comparable', ', so their times were not compared'],
];

/** A sentence of the report without options that a reader of Slack cannot give. */
export function chatWords(sentence: string): string {
  return OPTIONS.reduce((text, [option, words]) => text.replace(option, words), sentence);
}
