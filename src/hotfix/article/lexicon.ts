import { remembered } from '../../core/remembered.js';
import months from './lexicon/months.json' with { type: 'json' };
import words from './lexicon/words.json' with { type: 'json' };
import { fold, isPlainText, normaliseText, rowText } from './row-text.js';
import { TermFinder } from './term-finder.js';

/** What a column of a file table holds; `level` is the service pack that a row is for, `other` is anything that a manifest has no place for. */
export type ColumnKind =
  | 'name'
  | 'version'
  | 'size'
  | 'date'
  | 'time'
  | 'platform'
  | 'folder'
  | 'level'
  | 'other';

interface Words {
  name: string[];
  version: string[];
  size: string[];
  date: string[];
  time: string[];
  platform: string[];
  folder: string[];
  none: string[];
  am?: string[];
  pm?: string[];
}

/** A term of the lexicon: what it means, in which languages. */
export interface Term<T> {
  folded: string;
  meaning: T;
  languages: string[];
  /** It has letters beyond ASCII, which distinguish encodings. */
  wide: boolean;
}

const columnKinds = ['name', 'version', 'size', 'date', 'time', 'platform', 'folder'] as const;
const languages = Object.entries(words.languages) as [string, Words][];

/** Headings of other columns, in English only, because unknown headings count as other columns anyway. */
const otherColumns = [
  'Hash',
  'Hashes',
  'SHA1',
  'SHA-1',
  'SHA256',
  'SHA-256',
  'SHA1 hash',
  'SHA256 hash',
  'MD5',
  'Locale',
  'Language',
  'Checksum',
  'Description',
  'Comment',
  'Comments',
  'Notes',
  'File hash',
  'Product',
  'Requirement',
];

/** Headings of columns for the service pack that a row is for, as other languages leave them too. */
const levelColumns = [
  'SP requirement',
  'SP requirements',
  'SP level',
  'SP',
  'Service pack',
  'Service packs',
  'Service pack requirement',
  'Service pack level',
  'Required service pack',
  'SP-Anforderung',
  'Requisito de SP',
  'Exigence SP',
  'SP 要件',
  'SP 要求',
];

/** Headings of columns, longest first. */
export const columnTerms: readonly Term<ColumnKind>[] = terms<ColumnKind>((add) => {
  for (const [language, entry] of languages) {
    for (const kind of columnKinds) for (const word of entry[kind]) add(word, kind, language);
  }
  for (const word of levelColumns) add(word, 'level', 'en');
  for (const word of otherColumns) add(word, 'other', 'en');
});

/** Texts that mean "not applicable", longest first. */
export const noneTerms: readonly Term<null>[] = terms<null>((add) => {
  for (const [language, entry] of languages) for (const word of entry.none) add(word, null, language);
});

/** Halves of the day, longest first. */
export const halfTerms: readonly Term<'am' | 'pm'>[] = terms<'am' | 'pm'>((add) => {
  for (const [language, entry] of languages) {
    for (const word of entry.am ?? []) add(word, 'am', language);
    for (const word of entry.pm ?? []) add(word, 'pm', language);
  }
});

/** Months by name, longest first; a word that means different months in two languages is there twice. */
export const monthTerms: readonly Term<number>[] = terms<number>((add) => {
  for (const [language, list] of Object.entries(months.months)) {
    list.forEach((names, month) => {
      for (const word of names) add(word, month + 1, language);
    });
  }
});

const columns = index(columnTerms);
const none = index(noneTerms);

/**
 * Longest heading, in characters. The longest known one has about forty, and blanks, marks and a remark in brackets may
 * surround it.
 */
const LONGEST_HEADING = 1000;

/** `size (bytes)` to `size`. */
function withoutBrackets(folded: string): string {
  const open = folded.endsWith(')') ? folded.indexOf('(') : -1;
  return open < 0 ? folded : folded.slice(0, open).trimEnd();
}

/** `x64 file version` and `64-bit file version` to `file version`. */
function withoutProcessor(folded: string): string {
  const plain = folded.replace(
    /(?<![\p{L}\d])(?:x86|x64|ia-?64|i386|amd64|arm64|arm|itanium|(?:32|64)[- ]?bit)(?:-based)?(?![\p{L}\d])/gu,
    ' ',
  );
  return plain === folded ? folded : squeeze(plain);
}

/** Versions, sizes and times of day: headings have letters. */
const isNumber = /^[\d., :;/()-]*$/;

/** The column that a heading names, if it is a known one. */
export function columnOf(heading: string): Term<ColumnKind> | null {
  if (heading.length > LONGEST_HEADING || isNumber.test(heading)) return null;
  if (!isPlainText(heading) || processorNear.test(heading)) return knownColumn(heading);
  // Nearly all lines and cells are no headings, and of those that are, nothing has to be taken out but brackets.
  if (!mayBeHeading(heading)) return null;
  const folded = squeeze(heading.toLowerCase());
  return columnNamed(folded) ?? columnNamed(withoutBrackets(folded)) ?? null;
}

const starts = new TermFinder(columnTerms);
/** What {@link squeeze} takes out or makes a blank. */
const mark = /[*_[\]:|\s]/;
/** What {@link withoutProcessor} takes out, wherever it stands. */
const processorNear = /x86|i386|arm|itanium|(?:x|ia-?|amd)64|(?:32|64)[- ]?bit/i;

/** Whether a plain text begins as a heading does. */
function mayBeHeading(text: string): boolean {
  let place = 0;
  while (place < text.length && mark.test(text[place]!)) place++;
  const start = text.slice(place, place + 3).toLowerCase();
  return mark.test(start) || starts.mayBegin(start, 0);
}

/** The same headings are asked for many times; longer texts are sentences. */
const knownColumn = remembered(readColumn, { most: 10_000, longest: 60 });

function readColumn(heading: string): Term<ColumnKind> | null {
  const folded = squeeze(rowText(heading).folded);
  return (
    columnNamed(folded) ??
    columnNamed(withoutBrackets(folded)) ??
    columnNamed(withoutBrackets(withoutProcessor(folded))) ??
    null
  );
}

const LONGEST_COLUMN = columnTerms[0]!.folded.length;

const columnNamed = (folded: string): Term<ColumnKind> | undefined =>
  folded.length > LONGEST_COLUMN ? undefined : columns.get(folded);

/** Whether a text says "not applicable", is a dash or nothing. */
export function isNone(text: string): boolean {
  // Most cells are values.
  if (/^\d/.test(text)) return false;
  const folded = squeeze(fold(text));
  return (
    folded === '' || /^[-.*?\s]+$/.test(folded) || none.has(folded) || none.has(folded.replace(/\.$/, ''))
  );
}

function squeeze(folded: string): string {
  const isPlain = !/[*_[\]:|]|\s\s|[^\S ]/.test(folded);
  return (isPlain ? folded : folded.replace(/[*_[\]:|\s]+/g, ' ')).trim();
}

function index<T>(list: readonly Term<T>[]): Map<string, Term<T>> {
  const map = new Map<string, Term<T>>();
  for (const term of list) if (!map.has(term.folded)) map.set(term.folded, term);
  return map;
}

function terms<T>(fill: (add: (word: string, meaning: T, language: string) => void) => void): Term<T>[] {
  const found = new Map<string, Term<T>>();
  fill((word, meaning, language) => {
    const folded = squeeze(fold(normaliseText(word))) || word;
    const key = `${folded}\u0000${String(meaning)}`;
    const known = found.get(key);
    if (known === undefined)
      found.set(key, {
        folded,
        meaning,
        languages: [language],
        wide: /[^\x00-\x7f]/.test(word),
      });
    else if (!known.languages.includes(language)) known.languages.push(language);
  });
  return [...found.values()].sort((a, b) => b.folded.length - a.folded.length);
}
