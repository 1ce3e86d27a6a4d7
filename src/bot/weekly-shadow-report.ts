import { shadowReportContent } from '../reply/slack/shadow-report.ts';
import type { Desk } from './desk.ts';

const WEEK_MS = 7 * 86_400_000;
const MARK = 'shadow-report';

/** Once a week the operators' channel is told what would have been said in the shadow channels. */
export async function reportShadow({
  store,
  chat,
  clock,
  opsChannel,
}: Pick<Desk, 'store' | 'chat' | 'clock' | 'opsChannel'>): Promise<void> {
  const now = clock.now();
  const last = await store.mark(MARK);
  if (last === undefined) return await store.setMark(MARK, String(now));
  const from = Number(last);
  if (opsChannel === undefined || now - from < WEEK_MS) return;
  const notes = (await store.shadowSince(from)).map(({ line, channel, ts }) => ({
    line,
    link: chat.linkTo(channel, ts),
  }));
  const content = shadowReportContent({ from, to: now, notes });
  // The key names the week: killed between the two, the report is not sent twice.
  const key = `shadow-report:${from}`;
  const report = { kind: 'message', key, channel: opsChannel, thread: undefined, content } as const;
  await store.commit({ done: [], deliveries: [report] });
  await store.setMark(MARK, String(now));
}
