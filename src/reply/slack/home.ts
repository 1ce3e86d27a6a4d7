import type { Incident } from '../../incident/incident.ts';
import type { Block, HomeView } from '../block-kit.ts';
import { causeTitle, surestFirst } from '../report-words.ts';
import { diagnosisNow } from './diagnosis-now.ts';
import { fitted } from './fitted.ts';
import { helpContent } from './help.ts';
import { bold, line, link, person, plain, richText, said } from './rich-text.ts';
import { titleOf } from './sentences.ts';
import { utc } from './utc.ts';

type Open = { readonly incident: Incident; readonly link: string };

const SHOWN = 30;

/** The home tab: problems that are open, and the ways in. */
export function homeView({ open }: { readonly open: readonly Open[] }): HomeView {
  const hidden = open.length - SHOWN;
  const none = open.length === 0 ? 'None.' : '';
  const parts = [
    { rank: 0, block: heading('Open problems') },
    { rank: 0, block: richText(line(said(none))) },
    ...open.slice(0, SHOWN).map((one, at) => ({ rank: at + 1, block: problem(one) })),
    { rank: 1, block: richText(line(said(hidden > 0 ? `and ${hidden} more` : ''))) },
    { rank: 0, block: heading('Ways in') },
    ...helpContent().blocks.map((block) => ({ rank: 0, block })),
  ];
  const room = { characters: 50_000, blocks: 90 };
  return { type: 'home', blocks: fitted(parts, room, SHORTENED) };
}

const SHORTENED: Block = {
  type: 'rich_text',
  elements: [line(said('Not all open problems fit here.'))],
};

function heading(text: string): Block {
  return { type: 'header', text: plain(text, 150) };
}

function problem({ incident, link: url }: Open): ReturnType<typeof richText> {
  const { alerts, lastAlertAt, work } = incident;
  const times = alerts === 1 ? 'seen' : `${alerts} alerts, the last`;
  return richText(
    line(bold(titleOf(incident), 250)),
    line(said(causeNow(incident), 250)),
    line(
      said(`${times} at ${utc(lastAlertAt)} · `),
      ...(work.kind === 'open'
        ? [said('nobody has it yet')]
        : [said('acknowledged by '), person(work.by)]),
      said(' · '),
      link(url, 'open the answer'),
    ),
  );
}

function causeNow({ report, setAside }: Incident): string {
  const [root] = surestFirst(report?.diagnoses ?? []);
  const first = root && diagnosisNow(root, setAside).diagnosis.causes[0];
  return first === undefined ? 'Cannot tell yet why.' : `${first.verdict}: ${causeTitle(first)}`;
}
