import { HotfixkitError } from '../../core/errors.js';
import type { ColumnKind } from './lexicon.js';
import { noneTerms } from './lexicon.js';
import { type DateValue, datesAt } from './read-date.js';
import { namesAt } from './read-name.js';
import { sizesAt, versionsAt } from './read-number.js';
import { timesAt } from './read-time.js';
import type { RowText } from './row-text.js';
import { TermFinder } from './term-finder.js';

/** One way to read a row. Null for a column that is absent, blank or not applicable. */
export interface Reading {
  name: string;
  version: string | null;
  size: number | null;
  /** Mark between the groups of the size; null where there is no size. */
  grouping: string | null;
  date: DateValue | null;
  /** Digits of the day and of the year, as a habit that rows of a table share. */
  dateShape: string | null;
  time: string | null;
  /** There is a date or time that cannot be. */
  impossible: boolean;
  platform: string | null;
  folder: string | null;
  /** What the column for the service pack says; absent without one. */
  level?: string;
  /** The text that follows the version without a blank; a digit there may belong to the version. */
  next: string;
  /**
   * The separators between the fields, another habit of a table: a blank, `+` for nothing, `#` for nothing between
   * digits.
   */
  spacing: string;
  /** The lower, the more usual. */
  cost: number;
}

export interface SegmentOptions {
  /** Languages whose words count where a word means several things. */
  languages: ReadonlySet<string>;
  /** Texts that stand for "not applicable" in this table though no lexicon has them, folded. */
  alsoNone?: readonly string[];
  /** The remaining budget for all rows of the article. */
  budget?: RowsBudget;
}

interface Field {
  end: number;
  set: Partial<Reading>;
  cost: number;
}

const none = new TermFinder(
  noneTerms.filter(({ folded }) => /[\p{L}\p{N}]/u.test(folded) || folded.length > 1),
);
const platform =
  /\(?(?:(?:x ?-?86|x ?-?64|ia ?-? ?64|i64|i[3-6]86|amd ?-?64|arm64|x32)(?:\)|-based|(?!\d))|(?:arm|alpha|intel|itanium(?:-based)?|em64t|msil|neutral|ppc|mips|axp|win32|win64)(?:\)|(?![a-z]{2})))/y;
const branch =
  /\(?(?:(?:rtm|sp\d|sp\d\+?)?_?(?:gdr|qfe|ldr|wow|rtm)|sp\d|pre-sp\d|with sp\d|rtmrtm|common|update|wow64|not sp\d)\)?(?:\\+[a-z\d_.-]+){0,20}(?![a-z])/y;
const level = /(?:(?:pre-?|with |not )?(?:sp ?\d|rtm)|service pack \d)(?![a-z\d])/y;
/** Columns that must not be empty. */
const neverEmpty: ReadonlySet<ColumnKind> = new Set(['name', 'size', 'date', 'time']);
/** What the resource of a file says of its build, behind the version: `(longhorn_rtm.080118-1840)`. */
const build = / ?\([a-z][a-z\d]{0,30}_[a-z\d_]{1,40}\.[\d-]{1,20}\)/y;
const hash = /(?:(?:md5|sha-?1|sha-?256|crc32?) ?: ?)?[0-9a-f]{24,64}(?![0-9a-z])/y;

const remarkOfDate = / ?\([^)]{1,30}\)/y;
const remarkOfTime = / ?\([^)]{1,40}\)/y;
const wordHere = /[^\s\d]{1,30}/y;
const dashes = /-{1,3}(?=\s|$)/y;

/** Most steps for one row. A row that needs more is not a row. */
const budgetOfRow = 6000;
const maxReadings = 200;
/** Longest row, in characters. */
const longestRow = 4000;

/** Longest values of a manifest, in characters, by field. */
export const longest = { version: 100, platform: 100, folder: 260, level: 100 } as const;

/** Work on all rows of an article, and readings that are kept of them. */
export interface RowsBudget {
  steps: number;
  readings: number;
}

/** Far more than twenty thousand readable rows need. */
export const budgetOfRows = (): RowsBudget => ({ steps: 1_000_000, readings: 200_000 });

/**
 * Every way to read a row whose columns come in this order, blanks between them or not. Version, platform and folder
 * may be missing. Pure; the work is bounded.
 */
export function segmentRow(row: RowText, columns: readonly ColumnKind[], options: SegmentOptions): Reading[] {
  if (row.text.length > longestRow) return [];
  const kinds: ColumnKind[] = [...columns];
  // A column that the heading does not name is at the end, the processor before the folder.
  if (!kinds.includes('platform')) {
    if (kinds.at(-1) === 'folder') kinds.splice(-1, 0, 'platform');
    else kinds.push('platform');
  }
  if (!kinds.includes('folder')) kinds.push('folder');
  const implied = (index: number) => !columns.includes(kinds[index]!);
  const readings: Reading[] = [];
  const known = new Map<number, Field[]>();
  /** Places that are known as dead ends, by column. The way to a place does not matter, because each row has a name. */
  const dead = new Set<number>();
  /** The fields so far, one for each column before the current one, and the separator before each. */
  const way: Field[] = [];
  const blanks: string[] = [];
  let budget = budgetOfRow;
  /** Whether numbers that touch may be two. */
  let mayTouch = false;
  const visit = (index: number, place: number, cost: number): boolean => {
    if (budget-- <= 0 || readings.length >= maxReadings) return false;
    let at = place;
    while (row.text[at] === ' ' || row.text[at] === '\t' || row.text[at] === '|') at++;
    if (index === kinds.length) {
      if (!/^[\s|.;*`]*$/.test(row.text.slice(at))) return false;
      const reading = readingOf(way, blanks, cost);
      if (reading.name === '') return false;
      readings.push(reading);
      return true;
    }
    // Many ways lead to one place; the fields that can begin there are found once.
    const key = index * 1_000_000 + at;
    if (dead.has(key)) return false;
    const kind = kinds[index]!;
    const isGlued =
      at === place && place > 0 && /[\d.,]/.test(row.text[at] ?? '') && /\d/.test(row.text[at - 1]!);
    const touches = isGlued && !mayTouch;
    if (touches && neverEmpty.has(kind)) return false;
    let fields = known.get(key);
    if (fields === undefined) {
      const rest = kinds.slice(index + 1);
      const last = kind === columns.at(-1);
      fields = fieldsAt(kind, row, at, options, { last, implied: implied(index), rest });
      known.set(key, fields);
    }
    const isBlank = /[ \t|]/.test(row.text[at - 1] ?? '');
    const mark = isBlank ? ' ' : isGlued ? '#' : '+';
    let isAlive = false;
    for (const field of fields) {
      if (touches && field.end > at) continue;
      const blank = field.end > at && place > 0 ? mark : '';
      way[index] = field;
      blanks[index] = blank;
      const more = cost + field.cost + (blank === '#' ? 0.25 : 0);
      if (visit(index + 1, field.end, more)) isAlive = true;
    }
    if (!isAlive && budget > 0 && readings.length < maxReadings) dead.add(key);
    return isAlive;
  };
  visit(0, 0, 0);
  let steps = budgetOfRow - Math.max(0, budget);
  // If blanks can separate all columns of a row, no two of its numbers touch.
  if (!readings.some(({ spacing }) => /^ {3,}$/.test(spacing))) {
    readings.length = 0;
    dead.clear();
    budget = budgetOfRow;
    mayTouch = true;
    visit(0, 0, 0);
    steps += budgetOfRow - Math.max(0, budget);
  }
  if (options.budget) {
    options.budget.steps -= steps;
    options.budget.readings -= readings.length;
    if (options.budget.steps < 0 || options.budget.readings < 0) {
      throw new HotfixkitError(
        'ARTICLE_TOO_LARGE',
        'too many rows of the article can be read in too many ways',
      );
    }
  }
  return readings.sort((a, b) => a.cost - b.cost);
}

function readingOf(way: readonly Field[], blanks: readonly string[], cost: number): Reading {
  const reading: Reading = {
    name: '',
    version: null,
    size: null,
    grouping: null,
    date: null,
    dateShape: null,
    time: null,
    impossible: false,
    platform: null,
    folder: null,
    next: '',
    spacing: blanks.join(''),
    cost,
  };
  let impossible = false;
  for (const { set } of way) {
    Object.assign(reading, set);
    if (set.impossible === true) impossible = true;
  }
  reading.impossible = impossible;
  return reading;
}

interface Where {
  last: boolean;
  implied: boolean;
  rest: readonly ColumnKind[];
}

function fieldsAt(
  kind: ColumnKind,
  row: RowText,
  at: number,
  options: SegmentOptions,
  where: Where,
): Field[] {
  switch (kind) {
    case 'name':
      return namesAt(row, at).map(({ end, value, cost }) => ({ end, set: { name: value }, cost }));
    case 'version':
      return [
        ...versionsAt(row, at).map(({ end, value, cost }) => ({
          end: tail(build, row.folded, end),
          set: { version: value, next: row.text[end] ?? '' },
          cost,
        })),
        ...absent(row, at, options),
        { end: at, set: {}, cost: 2 },
      ];
    case 'size':
      return [
        ...sizesAt(row, at).map(({ end, value, grouping, cost }) => ({
          end,
          set: { size: value, grouping },
          cost,
        })),
        ...absent(row, at, options).map((field) => ({ ...field, cost: field.cost + 2 })),
      ];
    case 'date':
      return [
        ...datesAt(row, at, options.languages).flatMap(({ end, value, cost }) => {
          const after = tail(remarkOfDate, row.text, end);
          const set = {
            date: value,
            dateShape: row.text
              .slice(at, end)
              .replace(/\d/g, '9')
              .replace(/\p{L}+/gu, 'a'),
            impossible: value.iso === null,
          };
          const valid = value.iso === null && value.monthFirst == null ? 4 : 0;
          return [{ end: after, set, cost: cost + valid }];
        }),
        ...absent(row, at, options).map((field) => ({ ...field, cost: field.cost + 3 })),
      ];
    case 'time':
      return [
        ...timesAt(row, at).map(({ end, value, cost }) => ({
          end: tail(remarkOfTime, row.text, end),
          set: { time: value, impossible: value === null },
          cost: cost + (value === null ? 4 : 0),
        })),
        ...absent(row, at, options).map((field) => ({ ...field, cost: field.cost + 3 })),
      ];
    case 'platform':
      return [
        ...(where.implied ? [] : absent(row, at, options)),
        ...matched(platform, row, at).map(({ end, value }) => ({ end, set: { platform: value }, cost: 0 })),
        { end: at, set: {}, cost: where.implied ? 0 : 1 },
        ...(where.last && !where.implied ? remainder(row, at, 'platform') : []),
      ];
    case 'folder':
      return [
        ...(where.implied ? [] : absent(row, at, options)),
        ...matched(branch, row, at)
          .filter(({ value }) => value.length <= longest.folder)
          .map(({ end, value }) => ({ end, set: { folder: value }, cost: 0 })),
        { end: at, set: {}, cost: where.implied ? 0 : 1 },
        ...(where.last && !where.implied ? remainder(row, at, 'folder') : []),
      ];
    default:
      return [
        ...absent(row, at, options),
        ...(kind === 'level'
          ? matched(level, row, at).map(({ end, value }) => ({ end, set: { level: value }, cost: 0 }))
          : []),
        ...matched(hash, row, at).map(({ end }) => ({ end, set: {}, cost: 0 })),
        { end: at, set: {}, cost: 1 },
        ...(where.last
          ? remainder(row, at, null)
          : matched(wordHere, row, at).map(({ end }) => ({ end, set: {}, cost: 3 }))),
      ];
  }
}

/** What stands for "not applicable". */
function absent(row: RowText, at: number, { alsoNone = [] }: SegmentOptions): Field[] {
  const ends = new Set<number>();
  for (const { folded } of none.at(row.folded, at)) ends.add(at + folded.length);
  for (const word of alsoNone) if (row.folded.startsWith(word, at)) ends.add(at + word.length);
  const dash = tail(dashes, row.text, at);
  if (dash > at) ends.add(dash);
  if (ends.size === 0) return [];
  // A word that is followed by letters of its own alphabet is not complete.
  const whole = [...ends].filter(
    (end) =>
      !/[\p{Ll}]/u.test(row.text[end] ?? '') ||
      !/[\p{L}]/u.test(row.text[end - 1]!) ||
      !sameScript(row.text, end),
  );
  return whole.sort((a, b) => b - a).map((end) => ({ end, set: {}, cost: 0 }));
}

function sameScript(text: string, place: number): boolean {
  const latin = /\p{Script=Latin}/u;
  if (/^x(?:86|64)/i.test(text.slice(place, place + 3))) return false;
  return latin.test(text[place - 1]!) === latin.test(text[place]!);
}

/** Free text to the end of the row, in the last column only. */
function remainder(row: RowText, at: number, field: 'platform' | 'folder' | null): Field[] {
  const text = row.text.slice(at).trim();
  // Digits after a number belong to it, and text that begins with a processor names one.
  if (/^\d/.test(text) && /\d ?$/.test(row.text.slice(0, at))) return [];
  if (field === 'folder' && tail(platform, row.folded, at) > at) return [];
  if (text === '' || text.length > longest[field ?? 'folder'] || /\d:\d\d|\.(?:exe|dll|sys)\b/i.test(text))
    return [];
  const cost = at > 0 && row.text[at - 1] !== ' ' ? 5 : 3;
  return [{ end: row.text.length, set: field === null ? {} : { [field]: text }, cost }];
}

function matched(sticky: RegExp, row: RowText, at: number): { end: number; value: string }[] {
  const end = tail(sticky, row.folded, at);
  return end > at ? [{ end, value: row.text.slice(at, end) }] : [];
}

function tail(sticky: RegExp, text: string, place: number): number {
  sticky.lastIndex = place;
  return place + (sticky.exec(text)?.[0].length ?? 0);
}
