import { z } from 'zod';
import type { FileRef, PasteBody, Submission } from '../bot/submission.ts';
import { redact } from '../text/redact.ts';
import { shownText } from '../text/shown.ts';
import { filesOfMessage } from './message-files.ts';
import { isOfSlack } from './slack-hosts.ts';

const id = z.string().min(1).max(255);
const text = z.string();
const field = z.object({
  value: text.nullish(),
  files: z.array(z.unknown()).nullish(),
  selected_option: z.object({ value: text }).nullish(),
  selected_conversation: id.nullish(),
});
const viewSubmission = z.object({
  type: z.literal('view_submission'),
  user: z.object({ id }),
  view: z.object({
    id,
    callback_id: text,
    hash: text.default(''),
    private_metadata: text.default(''),
    state: z.object({ values: z.record(text, z.record(text, field)) }),
  }),
  response_urls: z.array(z.object({ response_url: text, channel_id: id.optional() })).default([]),
});
type PasteView = z.infer<typeof viewSubmission>;

const knownAbout = z.object({
  incident: z
    .string()
    .regex(/^i[0-9a-f]{12}$/)
    .optional()
    .catch(undefined),
  channel: id.optional().catch(undefined),
  responseUrl: text.optional().catch(undefined),
});
type KnownAbout = z.infer<typeof knownAbout>;

export type ReadPaste =
  | { readonly kind: 'paste'; readonly submission: Submission }
  /** Sentences to show under the fields, by block id; the window stays open. */
  | { readonly kind: 'faults'; readonly faults: Readonly<Record<string, string>> };

const VERSION = /(?<![\d.])\d{1,2}\.\d{1,3}(?:\.\d{1,3})?(?![\d.])/;

/** Reads the window `paste` as it was sent; undefined when it is another one. */
export function pasteInView(
  body: unknown,
  at: { readonly receivedAt: number; readonly apiUrl: string },
): ReadPaste | undefined {
  const read = viewSubmission.safeParse(body);
  if (!read.success || read.data.view.callback_id !== 'paste') return undefined;
  const faults = faultsIn(read.data);
  if (Object.keys(faults).length > 0) return { kind: 'faults', faults };
  const { view } = read.data;
  const key = `view:${view.id}:${view.hash}`;
  const submission = { key, receivedAt: at.receivedAt, body: pasteOf(read.data, at.apiUrl) };
  return { kind: 'paste', submission };
}

function faultsIn(view: PasteView): Readonly<Record<string, string>> {
  const version = written(view, 'version');
  const hasLines = written(view, 'text') !== '' || filesIn(view).length > 0;
  const hasOther = ['config', 'backend', 'version'].some((block) => written(view, block) !== '');
  // Added to an answer, anything helps; a new question needs lines.
  const isAdded = aboutOf(view).incident !== undefined && hasOther;
  return {
    ...(hasLines || isAdded ? {} : { text: 'Paste log lines here, or add a file below.' }),
    ...(version === '' || VERSION.test(version) ? {} : { version: 'Write it like 1.25.3' }),
  };
}

function pasteOf(view: PasteView, apiUrl: string): PasteBody {
  const about = aboutOf(view);
  const [response] = view.response_urls;
  const responseUrl = response?.response_url ?? about.responseUrl;
  const pasted = written(view, 'text');
  const config = written(view, 'config');
  return {
    kind: 'paste',
    user: view.user.id,
    channel:
      about.channel ?? fieldOf(view, 'channel')?.selected_conversation ?? response?.channel_id,
    responseUrl:
      responseUrl !== undefined && isOfSlack(responseUrl, apiUrl) ? responseUrl : undefined,
    texts: pasted === '' ? [] : [{ name: 'pasted text', text: redact(pasted) }],
    files: filesIn(view),
    told: {
      nginxVersion: VERSION.exec(written(view, 'version'))?.[0],
      backend: shownText(written(view, 'backend'), 60) || undefined,
    },
    config: config === '' ? undefined : redact(config),
    incident: about.incident,
  };
}

function aboutOf(view: PasteView): KnownAbout {
  try {
    return knownAbout.parse(JSON.parse(view.view.private_metadata || '{}'));
  } catch {
    // Only we write it, but a window opened by an older version may still be on a screen.
    return {};
  }
}

function filesIn(view: PasteView): FileRef[] {
  return [...filesOfMessage({ files: fieldOf(view, 'files')?.files })];
}

function written(view: PasteView, blockId: string): string {
  const field = fieldOf(view, blockId);
  return (field?.selected_option?.value ?? field?.value ?? '').trim();
}

function fieldOf(view: PasteView, blockId: string): z.infer<typeof field> | undefined {
  return view.view.state.values[blockId]?.value;
}
