import { nameKey } from '../../../core/name-key.js';
import { groupDigits, listed, plural } from '../../../core/plural.js';
import type { ManifestFile, ManifestSection } from '../../manifest/manifest.js';
import { fileNameOfRow } from '../../manifest/row-name.js';
import { canonicalPlatform } from '../../verify/platform.js';
import { areSameProcessor, type Processor, processorsIn, processorsOf } from '../../verify/table-heading.js';
import { namesIn, withoutNames } from '../row-facts.js';
import { normaliseText, rowText } from '../row-text.js';
import type { RuleConcept, RuleWords } from './rule-words.js';

/** What a sentence states of the files of tables, in numbers. */
export interface FileClaims {
  /** What contradicts the tables, in words; null where nothing does. */
  contradiction: string | null;
  /** It states a version, a size, a hash or a processor that no table has, or of which it is not clear what it is of. */
  hasOther: boolean;
  /** A size among these is in a larger unit than bytes. */
  hasRoundSize: boolean;
  /** It has a number that is the version or size of a row. */
  hasValue: boolean;
  /** It counts rows that no table has: "24 more rows". Elsewhere, rows may be of anything. */
  countsOtherRows: boolean;
  /** Files of the tables that it names. */
  names: readonly string[];
}

const version = /(?<![\d.])\d{1,5}(?:\.\d{1,5}){3}(?![\d.]*\d)/g;
const size =
  /(?<![\p{L}\d.,-])(\d{1,3}(?:[,.\u00a0 ']\d{3}){1,4}|\d{1,12}) ?(?:bytes?|octets?|байт\p{L}{0,2}|バイト|字节|位元組|바이트)(?![\p{L}\d])/giu;
/** A size in a larger unit, which no table of bytes has. */
const roundSize = /(?<![\p{L}\d.,-])\d{1,6}(?:[.,]\d{1,3})? ?(?:[kmg]i?b|[kmg]o|[кмг]б)(?![\p{L}\d])/iu;
const hash = /(?<![\p{L}\d])(?:[\da-f]{32}|[\da-f]{40}|[\da-f]{64})(?![\p{L}\d])/iu;

/** A number as tables have sizes. */
const number = /(?<![\p{L}\d.,-])(?:\d{1,3}(?:[,.\u00a0 ']\d{3}){1,4}|\d{4,12})(?![\p{L}\d.,]*\d)/gu;

/** Compares what sentences state of files with the rows of the tables. */
export class ClaimReader {
  readonly #words: RuleWords;
  readonly #rows = new Map<string, ManifestFile[]>();
  readonly #versions = new Set<string>();
  readonly #sizes = new Set<number>();
  /** Sums of the sizes of a table, or of all. */
  readonly #totals: ReadonlySet<number>;
  /** Numbers of files that a table, or all of them, may be said to have. */
  readonly #counts: ReadonlySet<number>;
  readonly #sections: readonly ManifestSection[];

  constructor(sections: readonly ManifestSection[], words: RuleWords) {
    this.#words = words;
    this.#sections = sections;
    const all = sections.flatMap(({ files }) => files);
    for (const row of all) {
      const key = keyOf(row);
      const same = this.#rows.get(key);
      if (same) same.push(row);
      else this.#rows.set(key, [row]);
      if (row.version !== null) this.#versions.add(plainVersion(row.version));
      if (row.size !== null) this.#sizes.add(row.size);
    }
    this.#totals = new Set([all, ...sections.map(({ files }) => files)].map(sumOf));
    this.#counts = new Set([
      all.length,
      this.#rows.size,
      ...sections.map(({ files }) => files.length),
      ...sections.map(({ files }) => new Set(files.map(keyOf)).size),
    ]);
  }

  /** @param isTitle it is a heading, which names what tables are for */
  read(sentence: string, isTitle = false): FileClaims {
    const text = normaliseText(sentence);
    const names = [...new Set(namesIn(text).map(({ name }) => name))].filter((name) =>
      this.#rows.has(nameKey(name)),
    );
    const none = { contradiction: null, hasOther: false, hasRoundSize: false, hasValue: false };
    const rest = withoutNames(text, namesIn(text));
    const folded = ` ${rowText(rest).folded} `;
    const isOfOtherProcessor = !isTitle && this.#hasOtherProcessor(rest, folded);
    if (!/\d/.test(text)) return { ...none, hasOther: isOfOtherProcessor, countsOtherRows: false, names };
    const versions = [...rest.matchAll(version)].map(([found]) => plainVersion(found));
    const sizes = [...rest.matchAll(size)].map(([, digits]) => numberOf(digits!));
    const isTotal = names.length === 0 && this.#words.has(folded, 'total');
    const contradiction =
      this.#wrongVersion(versions, folded, names) ??
      this.#wrongSize(sizes, names) ??
      this.#wrongCount(rest) ??
      (isTotal ? this.#wrongTotal(sizes, folded) : null);
    const hasOther =
      versions.some((one) => !this.#versions.has(one)) ||
      sizes.some((one) => (isTotal ? !this.#totals.has(one) : !this.#sizes.has(one) || names.length === 0)) ||
      hash.test(rest) ||
      isOfOtherProcessor;
    const hasRoundSize = roundSize.test(rest);
    const hasValue =
      versions.some((one) => this.#versions.has(one)) ||
      [...rest.matchAll(number)].some(([digits]) => this.#sizes.has(numberOf(digits)));
    const countsOtherRows = this.#countOf('rowWord', text) !== null;
    return {
      contradiction,
      hasOther: hasOther || hasRoundSize,
      hasRoundSize: hasRoundSize && !hasOther,
      hasValue,
      countsOtherRows,
      names,
    };
  }

  /** "Both files are 64-bit", "the files for Itanium" */
  #hasOtherProcessor(text: string, folded: string): boolean {
    if (!this.#words.has(folded, 'fileWord')) return false;
    const isOfAll = this.#words.has(folded, 'every');
    const tables = this.#sections.map(rowsByProcessor);
    return [...processorsIn(text)].some((named) => {
      const isFor = (one: ReadonlySet<Processor>) => [...one].some((own) => areSameProcessor(own, named));
      return !tables.some((rows) => (isOfAll ? rows.every(isFor) : rows.some(isFor)));
    });
  }

  /** "Total: 4 files, 190,976 bytes". That of the download is of what is packed. */
  #wrongTotal(sizes: readonly number[], folded: string): string | null {
    const other = sizes.find((one) => !this.#totals.has(one));
    if (other === undefined || this.#words.has(folded, 'packageWord')) return null;
    const known = listed([...this.#totals].map(groupDigits));
    return `it gives all files a size of ${groupDigits(other)} bytes, and the rows of the tables ${known}`;
  }

  /** "All files have version 1.0.0.2" */
  #wrongVersion(
    [first, another]: readonly string[],
    folded: string,
    names: readonly string[],
  ): string | null {
    if (first === undefined || another !== undefined) return null;
    if (names.length === 0 && this.#words.has(folded, 'every') && this.#words.has(folded, 'fileWord')) {
      const isTrue = this.#sections.some(({ files }) =>
        files.every((row) => row.version === null || plainVersion(row.version) === first),
      );
      return isTrue ? null : `it gives all files the version ${first}, and no table does`;
    }
    return null;
  }

  /** "The size of a.dll is 4,100 bytes" */
  #wrongSize(sizes: readonly number[], [name, another]: readonly string[]): string | null {
    if (name === undefined || another !== undefined) return null;
    const known = this.#rows.get(nameKey(name))!.flatMap((row) => (row.size === null ? [] : [row.size]));
    const other = sizes.find((one) => !known.includes(one));
    if (other === undefined || known.length === 0) return null;
    const listed = [...new Set(known)].slice(0, 3).map(groupDigits).join(' or ');
    return `it gives ${name} a size of ${groupDigits(other)} bytes, and the table ${listed}`;
  }

  /** "The package contains 5 files", "5 個のファイル" */
  #wrongCount(text: string): string | null {
    const label = /^([^:：]{1,40})[:：] ?(\d{1,3})\.?$/u.exec(text.trim());
    if (label !== null && this.#words.has(` ${rowText(label[1]!).folded} `, 'fileWord')) {
      return this.#counts.has(Number(label[2])) ? null : this.#counted(Number(label[2]));
    }
    // "If a folder has 500 files" tells of the problem.
    const folded = ` ${rowText(text).folded} `;
    const has = (concept: RuleConcept): boolean => this.#words.has(folded, concept);
    if (has('if') && !has('thisHotfix') && !has('thePackage')) return null;
    const number = this.#countOf('fileWord', text);
    return number === null ? null : this.#counted(number);
  }

  /** A number of files or rows that no table has: "24 more rows" */
  #countOf(concept: 'fileWord' | 'rowWord', text: string): number | null {
    for (const match of text.matchAll(concept === 'rowWord' ? countOfRows : count)) {
      const counted = Number(match[1]);
      const behind = rowText(text.slice(match.index + match[0].length)).folded;
      const [word = ''] = /^\p{L}{1,12} /u.exec(behind) ?? [];
      const isOfThem = [0, word.length].some((at) => this.#words.lengthAt(behind, concept, at) > 0);
      if (isOfThem && !this.#counts.has(counted)) return counted;
    }
    return null;
  }

  #counted(number: number): string {
    const known = [...this.#counts].sort((a, b) => a - b);
    return `it speaks of ${plural(number, 'file')}, and the tables have ${listed(known.map(String))}`;
  }
}

/** A number and a counter of East Asian languages. What has a name and a number is a product: "Windows 7 files". */
const count = /(?<![\p{L}\d.,/:-]|\p{Lu}\p{L}{0,30} )(\d{1,3})(?!\d|[.,]\d) ?(?:[個个]の?|つの|개의? ?)?/gu;
/** "Show 24 more rows" begins with no product. */
const countOfRows = /(?<![\p{L}\d.,/:-])(\d{1,3})(?!\d|[.,]\d) ?/gu;

const numberOf = (digits: string): number => Number(digits.replace(/\D/g, ''));

const sumOf = (files: readonly ManifestFile[]): number =>
  files.reduce((sum, { size: bytes }) => sum + (bytes ?? 0), 0);

/** The processors that each row of a table, or else its heading, is for. */
const rowsByProcessor = (section: ManifestSection): ReadonlySet<Processor>[] =>
  section.files.map(({ platform }) => {
    const own = canonicalPlatform(platform);
    return own === null ? processorsOf(section) : new Set([own]);
  });

const keyOf = ({ name }: ManifestFile): string => nameKey(fileNameOfRow(name));

/** A version without leading zeros and with full stops. */
const plainVersion = (text: string): string =>
  text
    .split(/[.,] ?/)
    .map((part) => part.replace(/^0+(?=\d)/, ''))
    .join('.');
