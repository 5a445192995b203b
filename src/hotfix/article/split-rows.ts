import type { ColumnKind } from './lexicon.js';
import { datesAt } from './read-date.js';
import { timesAt } from './read-time.js';
import { rowText } from './row-text.js';

const none = new Set<string>();
/** Characters from the beginning of a date to the time behind it. */
const longestDate = 200;

/**
 * The rows of a text that lost its line breaks. Where date and time open a row, each place that has both opens one; any
 * other order keeps the text whole.
 */
export function splitRows(text: string, columns: readonly ColumnKind[]): string[] {
  if (columns[0] !== 'date' || columns[1] !== 'time') return [text];
  const row = rowText(text);
  const starts: number[] = [];
  // Where no time of day is near no row begins; that is soon seen, and a date is not.
  const clocks = [...row.folded.matchAll(/\d(?: ?: ?|[.h時시]) ?\d\d/g)].map(({ index }) => index);
  let clock = 0;
  for (let place = 0; place < row.text.length; ) {
    if (!/[\p{L}\d]/u.test(row.text[place]!)) {
      place++;
      continue;
    }
    while (clock < clocks.length && clocks[clock]! < place) clock++;
    const isNear = clock < clocks.length && clocks[clock]! - place <= longestDate;
    const end = isNear ? dateAndTime(row, place) : null;
    if (end !== null) starts.push(place);
    place = end ?? place + 1;
  }
  if (starts.length === 0) return [text];
  return starts.map((start, i) => row.text.slice(i === 0 ? 0 : start, starts[i + 1] ?? row.text.length));
}

function dateAndTime(row: ReturnType<typeof rowText>, place: number): number | null {
  for (const { end, value } of datesAt(row, place, none)) {
    if (value.iso === null) continue;
    let at = end;
    while (/[\s|]/.test(row.text[at] ?? '')) at++;
    const time = timesAt(row, at).find(({ value: clock, cost }) => clock !== null && cost === 0);
    if (time !== undefined) return time.end;
  }
  return null;
}
