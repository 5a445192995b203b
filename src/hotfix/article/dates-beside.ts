import type { Around } from './find-tables.js';
import { type DateValue, datesAt } from './read-date.js';
import { rowText } from './row-text.js';

/** Lines that are looked at, characters of each, and places in it where a date may begin. */
const MOST_LINES = 2000;
const LONGEST_LINE = 500;
const MOST_PLACES = 20;

const noLanguages: ReadonlySet<string> = new Set();
/** A date in numbers with two marks, at a glance. */
const mayBeDate = /\d[-./]\s?\d{1,2}[-./]\s?\d/;
const start = /(?<![\p{L}\d./-])\d/gu;

/** The dates in numbers that an article has beside its tables: they show whether it writes the day or the month first. */
export function datesBeside(around: readonly Around[]): DateValue[] {
  return around
    .flatMap((one) => (one.kind === 'line' && mayBeDate.test(one.text) ? [one.text] : []))
    .slice(0, MOST_LINES)
    .flatMap(datesInLine);
}

function datesInLine(line: string): DateValue[] {
  const row = rowText(line.slice(0, LONGEST_LINE));
  return [...row.folded.matchAll(start)]
    .slice(0, MOST_PLACES)
    .flatMap(({ index }) => datesAt(row, index, noLanguages).slice(0, 1))
    .map(({ value }) => value);
}
