import { remembered } from '../../core/remembered.js';
import editions from './lexicon/editions.json' with { type: 'json' };
import { monthTerms } from './lexicon.js';
import { datesAt } from './read-date.js';
import { fold, type RowText, rowText } from './row-text.js';
import { TermFinder } from './term-finder.js';

/** What a heading says of which release of a package its table is about: `Released June 1, 2009`, `Version 2 of the package`. */
export interface Edition {
  /** Dates and numbers, each as a text that is the same for the same date or number. */
  marks: ReadonlySet<string>;
  /** It names a date, a number or a word for a later or an earlier release. */
  isNamed: boolean;
  /** It names a word for an earlier release. */
  isEarlier: boolean;
  /** The heading without them. */
  rest: string;
}

/** What stands behind so many characters of a heading is only a part of the rest. */
const LONGEST_HEADING = 100;
/** Places of a heading at which a date is looked for. */
const MOST_PLACES = 12;

const wordsOf = (lists: Readonly<Record<string, readonly string[]>>): string =>
  [...new Set(Object.values(lists).flat().map(fold))]
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replace(/[-\s]/g, '[-\\s]'))
    .join('|');
/** Words that stand at the start of a word; in scripts without blanks, anywhere. */
const wordOf = (lists: Readonly<Record<string, readonly string[]>>): RegExp =>
  new RegExp(`(?<![\\p{sc=Latin}\\p{sc=Cyrillic}\\p{sc=Greek}])(?:${wordsOf(lists)})`, 'u');

const numbered = new RegExp(
  `(?<![\\p{L}\\d])(?:${wordsOf(editions.numbered)})[ .:]{0,2}(\\d{1,2}(?:\\.\\d{1,2}){0,2})(?![.\\d]*\\d)`,
  'gu',
);
const later = wordOf(editions.later);
const earlier = wordOf(editions.earlier);
const ofPackage = wordOf(editions.package);
const months = new TermFinder(monthTerms);

/**
 * Reads what the heading of a table says of the release of its package. Headings are compared in pairs, so that each is asked for many
 * times.
 */
export const editionOf: (heading: string) => Edition = remembered(readEdition, { most: 5000 });

function readEdition(heading: string): Edition {
  const row = rowText(heading.slice(0, LONGEST_HEADING));
  const marks = new Set<string>();
  let rest = '';
  let from = 0;
  for (const { start, end, mark } of [...datesIn(row), ...numbersIn(row)].sort((a, b) => a.start - b.start)) {
    if (start < from) continue;
    marks.add(mark);
    rest += `${row.text.slice(from, start)} `;
    from = end;
  }
  const isEarlier = earlier.test(row.folded);
  return {
    marks,
    isNamed: marks.size > 0 || later.test(row.folded) || isEarlier,
    isEarlier,
    rest: rest + row.text.slice(from) + heading.slice(LONGEST_HEADING),
  };
}

/** Whether two headings name dates or numbers of releases, and none in common. */
export function areOtherEditions(a: string, b: string): boolean {
  const one = editionOf(a).marks;
  const two = editionOf(b).marks;
  if (one.size === 0 || two.size === 0) return false;
  for (const mark of one) if (two.has(mark)) return false;
  return true;
}

/** Positive where the first heading names a later date or number of the same kind than the second; 0 where that is not known. */
export function compareEditions(a: string, b: string): number {
  const [one] = editionOf(a).marks;
  const [two] = editionOf(b).marks;
  if (one === undefined || two === undefined || one.startsWith('#') !== two.startsWith('#')) return 0;
  const [these, those] = [one, two].map((mark) => mark.match(/\d+/g)!.map(Number)) as [number[], number[]];
  // A day without a year, and one with it.
  if (!one.startsWith('#') && these.length !== those.length) return 0;
  for (let i = 0; i < Math.max(these.length, those.length); i++) {
    const order = (these[i] ?? 0) - (those[i] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}

interface Mark {
  start: number;
  end: number;
  mark: string;
}

const noLanguages: ReadonlySet<string> = new Set();
/** A day beside the name of a month. */
const dayBehind = /[ .]{0,2}(\d{1,2})(?!\d)/y;
const dayBefore = /(?<!\d)(\d{1,2})[. ]{1,2}(?:de )?$/;

/** Dates with a year, and days of a month without one. */
function datesIn(row: RowText): Mark[] {
  const found: Mark[] = [];
  if (!/\d/.test(row.folded)) return found;
  let places = 0;
  for (const { 0: first, index: start } of row.folded.matchAll(/(?<![\p{L}\d.])[\p{L}\d]/gu)) {
    if (start < (found.at(-1)?.end ?? 0)) continue;
    if (!/\d/.test(first) && months.at(row.folded, start).length === 0) continue;
    if (++places > MOST_PLACES) break;
    const [date] = datesAt(row, start, noLanguages).filter(({ value }) => value.iso !== null);
    const mark = date ? { start, end: date.end, mark: date.value.iso! } : dayOfMonth(row, start);
    if (mark !== null) found.push(mark);
  }
  return found;
}

function dayOfMonth({ folded }: RowText, start: number): Mark | null {
  const [month] = months.at(folded, start);
  if (month === undefined) return null;
  const end = start + month.folded.length;
  dayBehind.lastIndex = end;
  const behind = dayBehind.exec(folded);
  const before = dayBefore.exec(folded.slice(Math.max(0, start - 8), start));
  const day = before ?? behind;
  if (day === null) return null;
  const place = {
    start: before ? start - before[0].length : start,
    end: before ? end : end + behind![0].length,
  };
  return { ...place, mark: `${month.meaning}-${Number(day[1])}` };
}

/** Behind the name of a product, a version is that of the product: `Windows Media Player version 9`. */
const productBefore = /\S\s+\p{Lu}[\p{L}.]*\s+$/u;

function numbersIn(row: RowText): Mark[] {
  return [...row.folded.matchAll(numbered)].flatMap(({ 0: whole, 1: number, index: start }) => {
    const isOfProduct = number!.includes('.') && !ofPackage.test(row.folded);
    if (isOfProduct || productBefore.test(row.text.slice(Math.max(0, start - 40), start))) return [];
    return [{ start, end: start + whole.length, mark: `#${number!.replace(/^0+(?=\d)/, '')}` }];
  });
}
