import { gzipSync } from 'node:zlib';
import { redact } from '../../src/text/redact.ts';
import type { NewFile } from '../fake-slack/file-methods.ts';
import type { HostileCase } from './cases.ts';
import { bytesOf } from './expand.ts';
import { channelAt, type HostileStage } from './hostile-stage.ts';
import type { Shown } from './slack-trial.ts';

/** One of the ways in which Slack takes a case, made ready: the fake Slack must not stand still while it is being asked. */
export type HandedIn = {
  readonly key: string;
  readonly title: string;
  readonly hostile: HostileCase;
  readonly way: Way;
  /** What it says, as it may be kept. */
  readonly text: string;
  /** What Slack is given. */
  readonly content: string | NewFile;
};

type Way = 'message' | 'command' | 'file';

/** Slack cuts a message there (docs.slack.dev, chat.postMessage); of longer pastes its clients make a file. */
const LONGEST_MESSAGE = 40_000;
const LONGEST_COMMAND = 3_000;
const LARGEST_FILE = 20 * 1024 * 1024;

/** The ways in which Slack would take this case. */
export function waysOf(hostile: HostileCase): readonly HandedIn[] {
  const bytes = bytesOf(hostile);
  const text = bytes.toString();
  if (text.trim() === '') return [];
  const isSaid = hostile.channel === 'paste';
  const isExact = bytes.equals(Buffer.from(text)) && text.length <= LONGEST_MESSAGE;
  const made = (way: Way, said: string, content: HandedIn['content']): HandedIn => ({
    key: `${hostile.id}:${way}`,
    title: `${hostile.title}, as a ${way}`,
    hostile,
    way,
    text: redact(said),
    content,
  });
  const cut = text.slice(0, LONGEST_MESSAGE);
  return [
    ...(isSaid ? [made('message', cut.trim(), asDelivered(cut))] : []),
    ...(text.length <= LONGEST_COMMAND ? [made('command', text.trim(), text)] : []),
    ...(isSaid && !isExact ? [made('file', textOf(bytes), fileOf(bytes))] : []),
  ];
}

const textOf = (bytes: Buffer): string =>
  bytes.readUInt16LE() === 0xfeff ? bytes.toString('utf16le') : bytes.toString();

const fileOf = (bytes: Buffer): NewFile =>
  bytes.length > LARGEST_FILE
    ? { name: 'error.log.gz', content: gzipSync(bytes) }
    : { name: 'error.log', content: bytes };

/** Text as Slack passes it on. */
const asDelivered = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Hands a case in, `at` in a row of others; returns what looks for its answers. */
export async function deliver(
  stage: HostileStage,
  { content, way }: HandedIn,
  at: number,
): Promise<() => readonly Shown[]> {
  const { slack, answers } = stage;
  const channel = channelAt(at);
  if (typeof content !== 'string') {
    const { ts } = await slack.say({ channel, files: [slack.addFile(content)] });
    return () => answers(ts, channel).map(shownOf);
  }
  if (way === 'message') {
    const { ts } = await slack.say({ channel, text: content });
    return () => answers(ts, channel).map(shownOf);
  }
  const user = `U0HOSTILE${String(at).padStart(3, '0')}`;
  await slack.command({ channel, user, text: content });
  return () => slack.ephemerals.filter((one) => one.user === user).map(shownOf);
}

const shownOf = ({ text, blocks = [] }: Partial<Shown>): Shown => ({ text: text ?? '', blocks });
