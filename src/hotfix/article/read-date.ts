import { monthTerms } from './lexicon.js';
import type { RowText } from './row-text.js';
import { TermFinder } from './term-finder.js';

/**
 * A date as written. `iso` is `YYYY-MM-DD`, null where there is no such day. A date in numbers that fits both orders
 * carries the other reading: the other dates of the article decide which it is, then its language.
 */
export interface DateValue {
  iso: string | null;
  /** The same numbers read month first, where `iso` reads them day first. */
  monthFirst?: string | null;
  /** Which order the numbers themselves prove. */
  proves?: 'dmy' | 'mdy' | 'ymd';
  /** The same numbers with the year first, where the year has two digits; null where that is no day. */
  yearFirst?: string | null;
  /** The mark between the numbers, where day and month may be meant either way round. */
  mark?: string;
}

export interface DateMatch {
  end: number;
  value: DateValue;
  /** 0: complete and usual. */
  cost: number;
}

const finder = new TermFinder(monthTerms);

/** Words and marks between the parts of a date. */
const glue = /[ ]*[-.,/]?[ ]*(?:(?:de|del|di|d'|do|of|den|nam|gada|ta'|anul|g)(?=[ \d])[ .]*)?(?:m\.[ ]+)?/y;
const dayMark = /(?:st|nd|rd|th|er|re|\.|-(?:go|ta|an|en)(?![a-z]))?(?![a-z]{3})/y;
const eastAsianDate = /(\d{4}) ?[年년]? ?(\d{1,2}) ?[月월] ?(\d{1,2})( ?[日일号])?/y;
const yearBefore = /(\d{4})(\. ?|-|\/)(\d{1,2})\2(\d{1,2})/y;
const yearBeforeStops = /(\d{4})\. ?(\d{1,2})\. ?(\d{1,2})\.?/y;
const twoDigitsBefore = /(\d\d)( ?[-./] ?)(\d{1,2})\2/y;
const oneDigitBefore = /(\d)( ?[-./] ?)(\d{1,2})\2/y;
const dayDigits = /\d{1,2}/y;
const dayEnd = / ?d\.|\./y;
/** Vietnamese, folded. */
const monthWord = /thang /y;
const longYear = /(?:19|20|25)\d\d/y;
const shortYear = /\d\d/y;
/** After a year: full stops, "year" in several languages. */
const yearMark = /[ ]?(?:г\.?(?![\p{L}])|року|р\.(?!\p{L})|года|года\.|r\.(?!\p{L}))/uy;

/** The dates that begin at a place, longest first. `languages` decides where a word means different months. */
export function datesAt(row: RowText, start: number, languages: ReadonlySet<string>): DateMatch[] {
  const found: DateMatch[] = [];
  const scan = new Scan(row.folded, languages);
  const add = (end: number, value: DateValue, cost: number) => {
    if (!found.some((match) => match.end === end && match.value.iso === value.iso))
      found.push({ end, value, cost });
  };
  eastAsian(scan, start, add);
  numeric(scan, start, add);
  withMonth(scan, start, add);
  return found.sort((a, b) => b.end - a.end);
}

type Add = (end: number, value: DateValue, cost: number) => void;

/** `2008 年 12 月 1 日`, `2008년 12월 1일`; a unit may be missing. */
function eastAsian(scan: Scan, start: number, add: Add): void {
  const match = scan.match(eastAsianDate, start);
  if (!match) return;
  const [all, year, month, day, unit] = match;
  if (unit !== undefined) {
    add(start + all.length, { iso: iso(+year!, +month!, +day!) }, 0);
    return;
  }
  // Without its unit, the day may include a digit of the next field.
  for (const digits of [day!, ...(day!.length === 2 ? [day![0]!] : [])]) {
    add(start + all.length - (day!.length - digits.length), { iso: iso(+year!, +month!, +digits) }, 1);
  }
}

function numeric(scan: Scan, start: number, add: Add): void {
  const yearFirst = scan.match(yearBefore, start);
  if (yearFirst) {
    const [all, year, separator, month, day] = yearFirst;
    for (const digits of [day!, ...(day!.length === 2 ? [day![0]!] : [])]) {
      const end = start + all.length - (day!.length - digits.length);
      const dotted = separator!.startsWith('.') && scan.folded[end] === '.' ? 1 : 0;
      const usual = digits.length === month!.length || digits.length === 2 ? 0 : 1;
      const value = { iso: iso(+year!, +month!, +digits), proves: 'ymd', mark: separator!.trim() } as const;
      add(end + dotted, value, usual);
    }
  }
  const loose = scan.match(yearBeforeStops, start);
  if (loose) {
    const value = { iso: iso(+loose[1]!, +loose[2]!, +loose[3]!), proves: 'ymd', mark: '.' } as const;
    add(start + loose[0].length, value, 0);
  }
  for (const digits of [2, 1]) {
    const head = scan.match(digits === 2 ? twoDigitsBefore : oneDigitBefore, start);
    if (!head) continue;
    for (const year of scan.years(start + head[0].length)) {
      // A year of two digits with full stops looks like a version.
      const dotted = head[2]!.includes('.') && year.end - start - head[0].length === 2;
      if (dotted && /^\.?\d|^\.\./.test(scan.folded.slice(year.end, year.end + 2))) continue;
      const value = inNumbers(+head[1]!, +head[3]!, year.value, head[2]!.trim());
      const isShort = year.end - start - head[0].length === 2;
      const dated =
        isShort && digits === 2
          ? withYearFirst({ mark: head[2]!.trim(), ...value }, +head[1]!, +head[3]!, year.value)
          : value;
      add(year.end, dated, year.cost + (dotted ? 2 : 0));
    }
  }
}

function inNumbers(a: number, b: number, year: number, mark: string): DateValue {
  if (a > 12 && b > 12) return { iso: null };
  if (a > 12) return { iso: iso(year, b, a), proves: 'dmy', mark };
  if (b > 12) return { iso: iso(year, a, b), proves: 'mdy', mark };
  if (a === b) return { iso: iso(year, a, b) };
  return { iso: iso(year, b, a), monthFirst: iso(year, a, b), mark };
}

/** Adds the reading with the year first to a date of three numbers below a hundred. */
function withYearFirst(value: DateValue, a: number, b: number, year: number): DateValue {
  const yearFirst = iso(fullYear(a), b, year % 100);
  const isOnly = value.iso === null && value.monthFirst == null && yearFirst !== null;
  return isOnly ? { iso: yearFirst, proves: 'ymd' } : { ...value, yearFirst };
}

const fullYear = (digits: number): number => (digits < 70 ? 2000 + digits : 1900 + digits);

/** Languages whose readers put the year first in dates of numbers, by their tags without a region. */
const yearFirstLanguages = new Set('eu hu ja ko lt mn sv zh'.split(' '));

/** Whether a language (BCP 47 tag) writes the year first in dates of numbers. */
export function isYearFirst(language: string): boolean {
  return yearFirstLanguages.has(language.toLowerCase().split('-')[0]!);
}

/** Languages whose readers put the day first, by their tags without a region. */
const dayFirstLanguages = new Set(
  (
    'ar bg ca cs da de el es et fi fr he hi hr id it ms nb nl no pl pt ro ru sk sl sr th tr uk vi en-au en-gb en-ie ' +
    'en-in en-nz en-za'
  ).split(' '),
);

/** Whether a language (BCP 47 tag) writes the day before the month in dates of numbers. */
export function isDayFirst(language: string): boolean {
  const tag = language.toLowerCase();
  return dayFirstLanguages.has(tag) || dayFirstLanguages.has(tag.split('-')[0]!);
}

function withMonth(scan: Scan, start: number, add: Add): void {
  // Day, month, year.
  for (const day of scan.days(start)) {
    for (const month of scan.months(scan.skip(glue, day.end))) {
      for (const year of scan.years(scan.skip(glue, scan.stop(month.end)))) {
        add(year.end, { iso: iso(year.value, month.value, day.value) }, day.cost + year.cost + month.cost);
      }
    }
  }
  // Year, month, day: Hungarian, Lithuanian; year, day, month: Latvian.
  for (const year of scan.years(start)) {
    if (year.end - start !== 4) continue;
    const afterYear = scan.skip(glue, year.end);
    for (const month of scan.months(afterYear)) {
      for (const day of scan.days(scan.skip(glue, scan.stop(month.end)))) {
        const end = scan.skip(dayEnd, day.end);
        add(end, { iso: iso(year.value, month.value, day.value) }, day.cost);
      }
    }
    for (const day of scan.days(afterYear)) {
      for (const month of scan.months(scan.skip(glue, day.end))) {
        add(scan.stop(month.end), { iso: iso(year.value, month.value, day.value) }, 1 + day.cost);
      }
    }
  }
  // Month, day, year. Some translations have the day as a month too: "Tháng mười hai tháng 10 năm 2009".
  for (const month of scan.months(start)) {
    const afterMonth = scan.skip(glue, scan.stop(month.end));
    const days = [...scan.days(afterMonth), ...scan.days(scan.skip(monthWord, afterMonth))];
    for (const day of days) {
      for (const year of scan.years(scan.skip(glue, scan.skip(glue, day.end)))) {
        add(year.end, { iso: iso(year.value, month.value, day.value) }, day.cost + year.cost + month.cost);
      }
    }
  }
}

/** Places and numbers in a text. */
class Scan {
  readonly folded: string;
  readonly #languages: ReadonlySet<string>;

  constructor(folded: string, languages: ReadonlySet<string>) {
    this.folded = folded;
    this.#languages = languages;
  }

  match(sticky: RegExp, place: number): RegExpExecArray | null {
    sticky.lastIndex = place;
    return sticky.exec(this.folded);
  }

  skip(sticky: RegExp, place: number): number {
    return place + (this.match(sticky, place)?.[0].length ?? 0);
  }

  /** A full stop behind an abbreviation, or what stands for it in Hebrew. */
  stop(place: number): number {
    return /[.'\u05f3]/.test(this.folded[place] ?? '') ? place + 1 : place;
  }

  days(place: number): { value: number; end: number; cost: number }[] {
    const digits = this.match(dayDigits, place)?.[0];
    if (digits === undefined) return [];
    const lengths = digits.length === 2 ? [2, 1] : [1];
    return lengths.flatMap((length) => {
      const value = Number(digits.slice(0, length));
      const end = this.skip(dayMark, place + length);
      return value >= 1 && value <= 31 ? [{ value, end, cost: 0 }] : [];
    });
  }

  months(place: number): { value: number; end: number; cost: number }[] {
    const all = finder.at(this.folded, place);
    const longest = all[0]?.folded.length ?? 0;
    const words = all.filter((term) => term.folded.length === longest);
    const meant = words.filter((term) => term.languages.some((language) => this.#languages.has(language)));
    const used = words.length > 1 && meant.length > 0 ? meant : words;
    const tied = new Set(used.map((term) => term.meaning)).size > 1 ? 1 : 0;
    return used.map((term) => ({ value: term.meaning, end: place + longest, cost: tied }));
  }

  years(place: number): { value: number; end: number; cost: number }[] {
    const result: { value: number; end: number; cost: number }[] = [];
    const four = this.match(longYear, place)?.[0];
    if (four !== undefined) {
      const value = Number(four);
      // The Buddhist era is 543 years ahead.
      const christian = value >= 2500 ? value - 543 : value;
      result.push({ value: christian, end: this.#yearEnd(place + 4), cost: 0 });
    }
    const two = this.match(shortYear, place)?.[0];
    if (two !== undefined) {
      const value = Number(two);
      result.push({
        value: fullYear(value),
        end: this.#yearEnd(place + 2),
        cost: 1,
      });
    }
    return result;
  }

  #yearEnd(place: number): number {
    return this.skip(yearMark, place);
  }
}

function iso(year: number, month: number, day: number): string | null {
  if (month < 1 || month > 12 || day < 1 || year < 1985 || year > 2049) return null;
  // In these years every fourth year is a leap year.
  const days = month === 2 && year % 4 === 0 ? 29 : daysOf[month - 1]!;
  if (day > days) return null;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

const daysOf = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
