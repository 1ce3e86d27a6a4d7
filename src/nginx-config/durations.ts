const PART = /(\d{1,9})(ms|[smhdwMy])? ?/gy;
// Milliseconds, in the order in which nginx wants the units (ngx_parse_time); months have 30 days.
const MILLISECONDS: ReadonlyMap<string, number> = new Map([
  ['y', 31_536_000_000],
  ['M', 2_592_000_000],
  ['w', 604_800_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
]);
const ORDER = [...MILLISECONDS.keys()];

/** An nginx time such as `1m30s`, `500ms` or `60`, in seconds; undefined for what nginx refuses. */
export function secondsOf(text: string): number | undefined {
  let milliseconds = 0;
  let end = 0;
  let last = -1;
  PART.lastIndex = 0;
  for (let part = PART.exec(text); part !== null; part = PART.exec(text)) {
    const unit = part[2] ?? 's';
    if (ORDER.indexOf(unit) <= last) return undefined;
    last = ORDER.indexOf(unit);
    milliseconds += Number(part[1]) * (MILLISECONDS.get(unit) ?? 0);
    end = PART.lastIndex;
  }
  return end === text.length && end > 0 ? milliseconds / 1000 : undefined;
}
