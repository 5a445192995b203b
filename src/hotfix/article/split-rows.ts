import type { ColumnKind } from './lexicon.js';
import { datesAt } from './read-date.js';
import { timesAt } from './read-time.js';
import { rowText } from './row-text.js';

const none = new Set<string>();
/** Most characters from the beginning of a date to the time after it. */
const longestDate = 200;

/**
 * The rows of a text that lost its line breaks. If rows begin with date and time, each place with both begins a row.
 * With any other order the text is not split.
 */
export function splitRows(text: string, columns: readonly ColumnKind[]): string[] {
  if (columns[0] !== 'date' || columns[1] !== 'time') return [text];
  const row = rowText(text);
  const starts: number[] = [];
  // A row begins only near a time of day, which is checked first because it is faster than a date.
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
