import type { Incident } from '../../incident/incident.ts';
import type { Content, Inline } from '../block-kit.ts';
import { headlineOf, surestFirst } from '../report-words.ts';
import { bold, fallback, line, link, person, said } from './rich-text.ts';

/** One plain sentence of ours. */
export function noteContent(text: string): Content {
  return oneLine(text, [said(text, LONGEST)]);
}

const LONGEST = 1000;

function oneLine(text: string, pieces: readonly Inline[]): Content {
  const { elements } = line(...pieces);
  const shown = elements.length === 0 ? [said('…')] : elements;
  return { text: fallback(text), blocks: [{ type: 'rich_text', elements: [line(...shown)] }] };
}

/** What is left of an answer once the message it answered was deleted. */
export function erasedContent(): Content {
  return noteContent('The message this answered was deleted, so its lines are no longer shown.');
}

/** One line in another alert's thread: the problem has an answer already, and where. */
export function pointerContent({
  incident,
  link: url,
}: {
  readonly incident: Incident;
  readonly link: string | undefined;
}): Content {
  const title = titleOf(incident);
  const alerts = incident.alerts === 1 ? '1 alert' : `${incident.alerts} alerts`;
  return oneLine(`Same problem as one that is answered: ${title}; now ${alerts}.`, [
    said('Same problem as '),
    url === undefined ? said('one that is answered') : link(url, 'this answer'),
    said(': '),
    bold(title, 300),
    said(`; now ${alerts}.`),
  ]);
}

/** What an incident is about, in one line. */
export function titleOf({ report, labels, isErased }: Incident): string {
  if (isErased) return 'its message was deleted';
  const [root] = surestFirst(report?.diagnoses ?? []);
  return root === undefined ? (labels?.title ?? 'no upstream error') : headlineOf(root);
}

/** For somebody who asked about a message that has its answer. */
export function answeredAlreadyContent(url: string | undefined): Content {
  return oneLine('This message has its answer already.', [
    said('This message has its answer already'),
    ...(url === undefined ? [] : [said(': '), link(url, 'this thread')]),
    said('.'),
  ]);
}

/** A sentence for the person who clicked; about another person where one is named, who then stands before it. */
export function toldContent({
  text,
  about,
}: {
  readonly text: string;
  readonly about?: string | undefined;
}): Content {
  return about === undefined
    ? noteContent(text)
    : oneLine(`Somebody ${text}`, [person(about), said(` ${text}`, LONGEST)]);
}

/** For somebody whose answer could not be shared, since the bot is not in the channel. */
export function inviteContent(): Content {
  return noteContent(
    'I cannot post here, since I am not in this channel. Write /invite @nginx-diagnose, then share it again.',
  );
}
