import type { Witness } from './facts/collect.ts';
import { evidenceId } from './facts/evidence-id.ts';
import { isYearLent } from './facts/nginx-clock.ts';
import type { Findings } from './findings.ts';
import { LONGEST_LINE_BYTES } from './log/physical-lines.ts';
import { isCrash } from './log/witness-kinds.ts';
import { configNotes } from './nginx-config/notes.ts';

/** What the reader must know about the reading itself: assumed, left out, not understood. */
export function notesOf(findings: Findings, shown: number): string[] {
  return [
    ...textNotes(findings),
    ...lineNotes(findings),
    ...zoneNotes(findings),
    ...applicationNotes(findings),
    ...witnessNotes(findings),
    ...limitNotes(findings, shown),
    ...notesOfConfig(findings),
  ];
}

function textNotes({ collected: { counts, sources } }: Findings): readonly string[] {
  const clipped = sources.reduce((sum, source) => sum + source.oddities.clipped, 0);
  const isUtf16 = sources.some(({ oddities }) => oddities.isUtf16);
  const hasNul = sources.some(({ oddities }) => oddities.withNul > 0 && !oddities.isUtf16);
  return [
    ...(counts.lines === 0 ? ['there was no text to read'] : []),
    ...(isUtf16 ? ['the text was UTF-16 and was decoded'] : []),
    ...(hasNul ? ['the input holds NUL bytes, so it may not be a text'] : []),
    ...(clipped > 0
      ? [
          `${clipped} lines were longer than ${LONGEST_LINE_BYTES} bytes; only their beginning was read`,
        ]
      : []),
  ];
}

function lineNotes({ collected }: Findings): readonly string[] {
  const { counts, refusedStart, sources } = collected;
  const { answeredWithError, bodiesRefused, unwritable } = collected;
  const place =
    refusedStart !== undefined && sources.length > 1 ? ` of source ${refusedStart.source}` : '';
  return [
    ...(counts.quoted > 0
      ? [
          `${counts.quoted} lines stand inside a quoted text of another line, where clients can write; they were not used`,
        ]
      : []),
    ...(answeredWithError > 0
      ? [
          `the upstream itself answered ${answeredWithError} requests of the access log with 502, 503 or 504: the reason is in its own log, and nginx has none`,
        ]
      : []),
    ...(unwritable !== undefined
      ? [
          `line ${unwritable.number}: nginx could not write a temporary file, so answers or bodies larger than its buffers were cut; look at the owner and the space of that folder`,
        ]
      : []),
    ...(bodiesRefused > 0
      ? [
          `nginx itself turned ${bodiesRefused} request bodies away with 413, by client_max_body_size of that location`,
        ]
      : []),
    ...(refusedStart !== undefined
      ? [
          `line ${refusedStart.number}${place}: nginx refused its configuration at start or reload and goes on with the old one, if it was running; nginx -t names the fault`,
        ]
      : []),
  ];
}

/** Lines of other programs that were read and are tied to nothing: people paste two attempts, and clocks differ. */
const MOST_WITNESS_NOTES = 3;

function witnessNotes({ collected, diagnosed }: Findings): readonly string[] {
  const { groups, sources, witnesses } = collected;
  const used = new Set(
    diagnosed.flatMap(({ verdicts }) =>
      [...verdicts.causes, ...verdicts.ruledOut].flatMap(({ because }) =>
        because.flatMap(({ evidence }) => evidence),
      ),
    ),
  );
  // Of many alike only the first few are evidence.
  const told = new Set(witnesses.filter(({ at }) => used.has(evidenceId(at))).flatMap(nameOfDeath));
  const unused = witnesses.filter((one) => !nameOfDeath(one).some((name) => told.has(name)));
  return unused.slice(0, MOST_WITNESS_NOTES).map(({ about, program, at }) => {
    const place =
      sources.length > 1 ? `source ${at.source}, line ${at.number}` : `line ${at.number}`;
    if (groups.length === 0)
      return `${place} is of ${program} (${about.replaceAll('-', ' ')}); what it did to requests stands in nginx’s error log of the same moment`;
    return `${place}, of ${program} (${about.replaceAll('-', ' ')}), was tied to no failure: its time, its program or its peer does not fit`;
  });
}

/** Under which names a line counts as mentioned: its kind, and the process that several lines speak of. */
function nameOfDeath({ about, pid, program }: Witness): readonly string[] {
  // Of what one program says of an end only what tells the most is evidence.
  const topic = `${program} ${isCrash(about) ? 'end' : about}`;
  return pid === undefined ? [topic] : [topic, `process ${pid}`];
}

/** What a PHP script wrote as it failed: the answer, mostly a 500 or a 404, is the application's, and nginx passed it on. */
function applicationNotes({ diagnosed }: Findings): readonly string[] {
  return diagnosed
    .filter(({ group: { line } }) => line.message === 'fastcgi-stderr' && ENDS.has(line.reason))
    .slice(0, MOST_WITNESS_NOTES)
    .map(({ group, symptom }) => {
      const times = group.count === 1 ? 'once' : `${group.count} times`;
      return `${symptom.text} (${times}, on FastCGI's stderr): that is the application's failure and not nginx's`;
    });
}

const ENDS: ReadonlySet<string | undefined> = new Set([
  'php-fatal',
  'php-memory-limit',
  'php-time-limit',
  'php-script-unknown',
  'php-script-denied',
]);

/** What is taken for nginx’s time zone, where its own lines name none and those of other programs do. */
function zoneNotes({ collected, isZoneTold }: Findings): readonly string[] {
  const { accessOffsetSeconds: offset, groups, witnesses } = collected;
  const lent = isYearLent(collected)
    ? ['syslog writes no year; its lines were taken to be of the year of nginx’s']
    : [];
  const isAsked = groups.length > 0 && witnesses.some(({ time }) => time?.isZoned === true);
  if (isZoneTold || !isAsked) return lent;
  return offset === undefined
    ? [
        ...lent,
        'other programs name their time zone and nginx’s error log names none: --tz makes their times comparable',
      ]
    : [
        ...lent,
        `nginx’s clock is taken to be ${hours(offset)} UTC, as the access log says; --tz overrides it`,
      ];
}

function hours(offsetSeconds: number): string {
  const sign = offsetSeconds < 0 ? 'behind' : 'ahead of';
  return offsetSeconds === 0 ? 'at' : `${Math.abs(offsetSeconds) / 3600} h ${sign}`;
}

function limitNotes({ collected, diagnosed }: Findings, shown: number): readonly string[] {
  const left = diagnosed.length - shown;
  return [
    ...(collected.leftOut > 0 ? [`${collected.leftOut} lines of rare symptoms were left out`] : []),
    ...(left > 0 && shown >= 1000 ? [`${left} more symptoms were found and are not listed`] : []),
  ];
}

/** Beside a diagnosis these are its surroundings; more than a few would drown it. */
const MOST_CONFIG_NOTES = 5;

function notesOfConfig({ config }: Findings): readonly string[] {
  if (config === undefined) return [];
  return [
    ...(config.places.length === 0
      ? ['the configuration holds no proxy_pass or the like, so nothing was taken from it']
      : []),
    ...config.faults.map((fault) => `configuration: ${fault}`),
    ...configNotes(config)
      .slice(0, MOST_CONFIG_NOTES)
      .map(({ line, file, text }) => `configuration, ${file ?? `line ${line}`}: ${text}`),
  ];
}
