import type { Incident } from '../../incident/incident.ts';
import type { Block, Content, RichText } from '../block-kit.ts';
import { ASK_COMMAND } from '../report-words.ts';
import { buttonsOf } from './buttons.ts';
import { named } from './named.ts';
import { bold, fallback, line, richText, said, toCopy } from './rich-text.ts';
import { statePart } from './state-part.ts';
import { utc } from './utc.ts';

/** An alert that came without a log line: what it proves, what it cannot say, and the one command that helps. */
export function askContent(incident: Incident): Content {
  const { labels, alerts, lastAlertAt } = incident;
  const title = labels?.title ?? 'an alert';
  const host = labels?.host;
  const where = host === undefined ? '' : ` · ${host}`;
  const says = labels?.says ?? '';
  const blocks: readonly (Block | undefined)[] = [
    richText(
      line(bold('Cannot tell yet why: '), said('no log line came with this alert.')),
      line(bold(title, 250), said(where, 260)),
      line(
        said(says === '' ? '' : `It says: ${says}. `, 250),
        said('It cannot say which upstream failed, while doing what, or why.'),
      ),
      alerts > 1 ? line(said(`${alerts} alerts, the last at ${utc(lastAlertAt)}`)) : undefined,
    ),
    statePart(incident).block,
    richText(...linesToFetch(host ?? 'the nginx host')),
    buttonsOf(incident, incident.live.kind === 'ephemeral' ? 'ephemeral' : 'channel', {
      first: undefined,
      setAside: undefined,
      hasEvidence: false,
    }),
  ];
  return named(incident, {
    text: fallback(`Cannot tell yet why: no log line came with “${title}”.`),
    blocks: blocks.filter((block) => block !== undefined),
  });
}

/** The one command whose output says more, where to run it and where its output goes. */
export function linesToFetch(place: string): RichText['elements'] {
  return [
    line(
      bold(`Run this on ${place} (read-only)`, 300),
      said(' and hand in what it prints under Paste more evidence:'),
    ),
    toCopy(ASK_COMMAND),
  ];
}
