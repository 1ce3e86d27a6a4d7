type NamedText = { readonly name: string; readonly text: string };

/** The texts of a question without the question: the mention of the bot and the word by which it is asked. */
export function askedTexts(texts: readonly NamedText[], botUserId: string): NamedText[] {
  return texts
    .map(({ name, text }) => ({ name, text: withoutQuestion(text, `@${botUserId}`) }))
    .filter(({ text }) => text !== '');
}

function withoutQuestion(text: string, mention: string): string {
  const at = text.indexOf(mention);
  if (at === -1) return text;
  const before = text.slice(0, at);
  const behind = text.slice(at + mention.length).replace(COMMAND, '');
  return `${before}${behind.trimStart()}`.replaceAll(mention, '').trim();
}

const COMMAND =
  /^[\s,:;–—-]{0,20}(?:(?:please|pls|can you|could you)\s{1,3})?(?:diagnose|help)\b(?:\s{1,3}(?:this|that|it|me|us|please))?[\s,:;.!?–—-]{0,20}/i;
