import type { LinesFound } from '../bot/alert-lines.ts';
import { isAlertUpdate, isFiringByTitle } from '../bot/alert-status.ts';
import { isDailyWork, isDiagnosis } from '../bot/alert-talk.ts';
import { type Alert, alertOf } from '../bot/alert-text.ts';
import type { Message } from './message-reading.ts';

/** Why a message is not answered. */
export type Silence =
  | 'own-message'
  | 'no-message'
  | 'not-asked'
  | 'externally-shared'
  | 'bot-in-thread'
  | 'diagnosis-bot'
  | 'daily-work'
  | 'resolved'
  | 'alert-update'
  | 'client-only'
  | 'not-about-nginx'
  | 'no-log-line'
  | 'edit-adds-nothing';

export type Answer =
  | { readonly kind: 'answer'; readonly alert: Alert | undefined }
  | { readonly kind: 'silence'; readonly reason: Silence };

/** Whether a message that nobody asked about is for us. */
export function unaskedAnswer(message: Message): Answer {
  return message.from.kind === 'bot' ? answerToBot(message) : answerToPerson(message);
}

/** People talk about errors all day: only lines, or a file that may hold some, are for us. */
function answerToPerson({ lines, files, shownInFiles }: Message): Answer {
  if (hasLines(lines) || hasLines(shownInFiles)) return ANSWER;
  if (isOfClient(lines) || isOfClient(shownInFiles)) return silence('client-only');
  return files.length > 0 ? ANSWER : silence('no-log-line');
}

/** Tools post alerts, and bots talk about them: only the first are answered, and only once for each that fires. */
function answerToBot(message: Message): Answer {
  const { lines, words, status, threadTs } = message;
  if (threadTs !== undefined) return silence('bot-in-thread');
  const prose = [...words.titles, lines.prose].join('\n');
  if (isDailyWork(prose)) return silence('daily-work');
  if (status === 'resolved') return silence('resolved');
  if (isAlertUpdate(words)) return silence('alert-update');
  if (isTalk(message)) return silence('diagnosis-bot');
  const alert = alertOf(words);
  const isOfNginx = lines.nginx.length > 0 || message.shownInFiles.nginx.length > 0;
  if (isOfNginx || alert.says !== undefined) return { kind: 'answer', alert };
  return silence(isOfClient(lines) ? 'client-only' : 'not-about-nginx');
}

const ANSWER: Answer = { kind: 'answer', alert: undefined };

function silence(reason: Silence): Answer {
  return { kind: 'silence', reason };
}

function hasLines({ nginx, witness }: LinesFound): boolean {
  return nginx.length + witness.length > 0;
}

function isOfClient({ client }: LinesFound): boolean {
  return client.length > 0;
}

/** A bot that explains, or that writes far more than the line it quotes. */
function isTalk({ lines, words, status, isPosted }: Message): boolean {
  if (isDiagnosis(lines.prose, isFiringByTitle(words))) return true;
  const isFromTool = isPosted || status === 'firing' || words.colours.length > 0;
  const quoted = lines.nginx.join('').length;
  return !isFromTool && quoted > 0 && lines.prose.length > Math.max(LONG_PROSE, quoted);
}

const LONG_PROSE = 600;
