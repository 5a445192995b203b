import { halfTerms } from './lexicon.js';
import type { RowText } from './row-text.js';
import { TermFinder } from './term-finder.js';

export interface TimeMatch {
  end: number;
  /** `HH:MM`; null where there is no such time. */
  value: string | null;
  cost: number;
}

const clockHere = /(\d{1,3})( ?: ?|[.h時시]) ?(\d\d)(?:[:.](\d\d)(?!\d))?/y;
const halves = new TermFinder(halfTerms);

/** The times that begin at a place, longest first: `01:40`, `1: 40`, `4:27pm`, `오후 2:30`, `03h15`, `18.40`. */
export function timesAt({ folded }: RowText, start: number): TimeMatch[] {
  const found: TimeMatch[] = [];
  const before = halves.at(folded, start);
  for (const half of before.length > 0 ? before : [null]) {
    let place = start;
    if (half) {
      place += half.folded.length;
      while (folded[place] === ' ') place++;
    }
    clockHere.lastIndex = place;
    const match = clockHere.exec(folded);
    if (!match) continue;
    const [all, hours, separator, minutes, seconds] = match;
    const end = place + all.length;
    const cost = separator === '.' ? 1 : 0;
    const ends = seconds === undefined ? [end] : [end, end - 3];
    for (const stop of ends) {
      if (half) {
        found.push({ end: stop, value: clock(hours!, minutes!, half.meaning), cost });
        continue;
      }
      let blank = stop;
      while (folded[blank] === ' ') blank++;
      for (const after of halves.at(folded, blank)) {
        // A single letter means a.m. or p.m. only if no other letter follows.
        if (after.folded.length === 1 && /[\p{L}\d]/u.test(folded[blank + 1] ?? '')) continue;
        found.push({ end: blank + after.folded.length, value: clock(hours!, minutes!, after.meaning), cost });
      }
      found.push({ end: stop, value: clock(hours!, minutes!, null), cost: cost + (stop === end ? 0 : 1) });
    }
  }
  return found.sort((a, b) => b.end - a.end);
}

function clock(hours: string, minutes: string, half: 'am' | 'pm' | null): string | null {
  let hour = Number(hours);
  if (half !== null && hour > 12 && half === 'am') return null;
  if (half === 'am' && hour === 12) hour = 0;
  if (half === 'pm' && hour < 12) hour += 12;
  if (hours.length > 2 || hour > 23 || Number(minutes) > 59) return null;
  return `${String(hour).padStart(2, '0')}:${minutes}`;
}
