import type { Diagnosis } from '../report.ts';
import {
  firstFixes,
  fixHead,
  fixOfEachCause,
  ifCause,
  placeAndCost,
  undoOf,
} from './report-words.ts';
import { block, LABEL_WIDTH, verbatim, wrapped } from './terminal-layout.ts';

type Look = {
  readonly paint: (style: 'bold' | 'dim' | 'green' | 'cyan', text: string) => string;
  readonly options: { readonly isEverything?: boolean };
};

const FIXES_SHOWN = 2;
const WARNINGS_SHOWN = 2;

/** What to do: the check that decides, the mitigation, the fix, what not to do, and how to see whether it helped. */
export function treatmentLines(diagnosis: Diagnosis, look: Look): readonly string[] {
  return [
    ...checkLines(diagnosis, look),
    ...fixLines(diagnosis, look),
    ...warningLines(diagnosis, look),
    ...verifyLines(diagnosis, look),
    ...pageLines(diagnosis, look),
  ];
}

function checkLines({ checks, nextCheck }: Diagnosis, { paint, options }: Look): readonly string[] {
  const shown = checks.filter((check) => options.isEverything === true || check.id === nextCheck);
  return shown.flatMap((check, at) => [
    '',
    paint(
      'bold',
      at === 0 ? `Next check (read-only, on the ${check.where})` : `Or, on the ${check.where}`,
    ),
    ...prepareLines(check, paint),
    ...verbatim(check.run, 2).map((line) => paint('cyan', line)),
    ...wrapped(check.why, 2),
  ]);
}

function prepareLines(
  { prepare }: Diagnosis['checks'][number],
  paint: Look['paint'],
): readonly string[] {
  if (prepare === null) return [];
  return [
    ...wrapped('It needs a log that nginx does not write yet; this only adds one:', 2),
    ...verbatim(prepare.snippet, 4).map((line) => paint('green', line)),
    ...prepare.apply
      .flatMap((command) => verbatim(command.run, 2))
      .map((line) => paint('cyan', line)),
  ];
}

/** Of a sure cause the steps; while the cause is open, one line for each, so that nobody applies what may not help. */
function fixLines(diagnosis: Diagnosis, look: Look): readonly string[] {
  const isOpen = diagnosis.causes[0]?.verdict === 'possible' && look.options.isEverything !== true;
  return isOpen ? openFixLines(diagnosis, look) : sureFixLines(diagnosis, look);
}

function openFixLines(diagnosis: Diagnosis, { paint }: Look): readonly string[] {
  const lines = fixOfEachCause(diagnosis).flatMap((fix) =>
    block('', [`${paint('bold', ifCause(fix, diagnosis.causes))} ${fix.title}`]),
  );
  const [first, ...rest] = lines;
  if (first === undefined) return [];
  return [
    '',
    `Then${first.slice('Then'.length)}`,
    ...rest,
    ...block('', [paint('dim', 'snippets, costs and how to see that it helped: --all')]),
  ];
}

function sureFixLines({ fixes, causes }: Diagnosis, { paint, options }: Look): readonly string[] {
  const shown = options.isEverything === true ? fixes : firstFixes(fixes, FIXES_SHOWN);
  const hidden = fixes.length - shown.length;
  return [
    ...(shown.length > 0 ? [''] : []),
    ...shown.flatMap((fix) => {
      const label = fix.kind === 'mitigation' ? 'Until then' : 'Fix';
      return [
        ...block(label, [paint('bold', fixHead(fix, causes))]),
        ...wrapped(placeAndCost(fix), LABEL_WIDTH),
        ...(fix.snippet === null
          ? []
          : verbatim(fix.snippet, LABEL_WIDTH + 2).map((line) => paint('green', line))),
        ...fix.apply
          .flatMap((command) => verbatim(command.run, LABEL_WIDTH))
          .map((line) => paint('cyan', line)),
        ...undoOf(fix)
          .flatMap((command) =>
            verbatim(`undo, once the change is taken back: ${command.run}`, LABEL_WIDTH),
          )
          .map((line) => paint('dim', line)),
      ];
    }),
    ...(hidden > 0
      ? block('', [paint('dim', `and ${hidden} more ${hidden === 1 ? 'way' : 'ways'} (--all)`)])
      : []),
  ];
}

function warningLines({ warnings }: Diagnosis, { options }: Look): readonly string[] {
  const shown = options.isEverything === true ? warnings : warnings.slice(0, WARNINGS_SHOWN);
  return shown.flatMap((warning, at) =>
    block(at === 0 ? 'Not this' : '', [`${warning.about}: ${warning.text}`]),
  );
}

/** Of an open cause none: what to watch depends on which of them it turns out to be. */
function verifyLines({ verify, causes }: Diagnosis, { paint, options }: Look): readonly string[] {
  const most = causes[0]?.verdict === 'possible' ? 0 : 1;
  const shown = options.isEverything === true ? verify : verify.slice(0, most);
  return shown.flatMap((one, at) => [
    ...(at === 0 ? ['', paint('bold', 'To see that it helped')] : []),
    ...verbatim(one.run, 2).map((line) => paint('cyan', line)),
    ...wrapped(one.expect, 2),
  ]);
}

/** The page on the first cause: all its fixes, what tells it from others, and the sources. */
function pageLines({ causes }: Diagnosis, { paint }: Look): readonly string[] {
  const [first] = causes;
  return first === undefined ? [] : ['', paint('dim', `More on this cause: ${first.page}`)];
}
