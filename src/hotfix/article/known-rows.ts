import { canonicalPlatform } from '../verify/platform.js';
import { factsIn, namesIn, withoutNames } from './row-facts.js';
import { fold, rowText } from './row-text.js';

/** What a row of a table says, as far as it tells the row from others. */
export interface TakenRow {
  name: string;
  version: string | null;
  size: number | null;
  platform: string | null;
}

/** Comparisons of names that are divided in the text with those of rows. */
const MOST_COMPARISONS = 200_000;
/** Comparisons of texts with rows of their names. What is not compared counts as left over. */
const MOST_SEARCHES = 300_000;

/** What is known already: rows that were read, and texts that a warning names. */
export class KnownRows {
  readonly #rows = new Map<string, { versions: string; row: TakenRow }[]>();
  readonly #endings = new Map<string, Set<string>>();
  readonly #said = new Map<string, string[]>();
  /** By name and version. */
  readonly #exact = new Map<string, { versions: string; row: TakenRow }[]>();
  #comparisons = 0;
  #searches = 0;

  constructor(rows: Iterable<TakenRow>, said: Iterable<string>) {
    for (const row of rows) {
      this.#take(nameKey(row.name), row);
      // A cell may name several files.
      if (row.name.includes(' ')) for (const { name } of namesIn(row.name)) this.#take(nameKey(name), row);
    }
    for (const text of said) this.say(rowText(text).text);
  }

  #take(name: string, row: TakenRow): void {
    const one = { versions: row.version === null ? '' : compact(row.version), row };
    const key = `${name}|${one.versions}`;
    const same = this.#exact.get(key);
    if (same) same.push(one);
    else this.#exact.set(key, [one]);
    const list = this.#rows.get(name);
    if (list !== undefined) {
      list.push(one);
      return;
    }
    this.#rows.set(name, [one]);
    const ending = name.slice(-ENDING);
    const names = this.#endings.get(ending);
    if (names) names.add(name);
    else this.#endings.set(ending, new Set([name]));
  }

  say(text: string): void {
    for (const { name } of namesIn(text)) {
      const key = nameKey(name);
      const list = this.#said.get(key);
      if (list === undefined) this.#said.set(key, [compact(text)]);
      else if (list.length < 50) list.push(compact(text));
    }
  }

  /**
   * Whether a row says what the text says of the file, or a warning names the text.
   *
   * @param rest the text without the names of files
   */
  has(
    name: string,
    text: string,
    rest = withoutNames(text, namesIn(text)),
    { version } = factsIn(rest),
  ): boolean {
    const key = nameKey(name);
    const facts = compact(text);
    const value = version === null ? '' : compact(version);
    const said: SaidText = {
      text,
      facts,
      value,
      processors: rest.toLowerCase().match(processors) ?? [],
      isStrange: this.#isStrange(text, rest),
    };
    if (this.#said.get(key)?.some((known) => value === '' || hasVersion(known, value, null))) return true;
    const names = this.#rows.has(key) ? [key] : this.#longerNames(key);
    const exact = names.some((one) =>
      this.#exact.get(`${one}|${value}`)?.some((known) => this.#count() && says(said, known)),
    );
    if (exact) return true;
    return names.some((one) => this.#rows.get(one)!.some((known) => this.#count() && says(said, known)));
  }

  /**
   * Whether cells are those of a row, as they stand: its name, version and size, and no further name or version. Quick, for the
   * rows of long tables; others may be known all the same.
   */
  hasCells(cells: readonly string[]): boolean {
    if (cells.length < 3) return false;
    const texts = cells.map((cell) => cell.trim());
    const nameAt = texts.findIndex((text) => /\.[a-z]/i.test(text));
    const versionAt = texts.findIndex((text) => /^\d{1,5}(?:\.\d{1,5}){3}$/.test(text));
    if (nameAt < 0 || versionAt < 0) return false;
    const others = texts.filter((_, i) => i !== nameAt && i !== versionAt);
    if (others.some((text) => text.length > 100 || /\.[\p{L}]|\d[.,] ?\d+[.,] ?\d/u.test(text))) return false;
    const same = this.#exact.get(`${texts[nameAt]!.toLowerCase()}|${texts[versionAt]}`);
    if (same === undefined || same.length > 20) return false;
    const sizes = others.map((text) =>
      /^\d{1,3}(?:,\d{3})*$|^\d+$/.test(text) ? Number(text.replace(/,/g, '')) : null,
    );
    return same.some(
      ({ row }) =>
        row.size !== null &&
        sizes.includes(row.size) &&
        others.every((text) => text === row.platform || canonicalPlatform(text) === null),
    );
  }

  /** Whether a text states a version that no row of the files has that it names: `a.dll 1.0.0.1, later 1.0.0.2`. */
  #isStrange(text: string, rest: string): boolean {
    const versions = rest.length > LONGEST_SENTENCE ? [] : (rest.match(wholeVersion) ?? []);
    if (versions.length < 2) return false;
    const names = namesIn(text).map(({ name }) => nameKey(name));
    return versions.some((version) => !names.some((name) => this.#exact.has(`${name}|${version}`)));
  }

  #count(): boolean {
    return ++this.#searches <= MOST_SEARCHES;
  }

  /** Names of rows that end like this: the text may have the name divided, or with blanks. */
  #longerNames(key: string): string[] {
    const names = this.#endings.get(key.slice(-ENDING)) ?? new Set();
    if (this.#comparisons > MOST_COMPARISONS) return [];
    this.#comparisons += names.size;
    return [...names].filter((name) => name.endsWith(key));
  }
}

/** Characters at the end of names by which longer ones are found. */
const ENDING = 5;

/** Longer texts are rows that run together. */
const LONGEST_SENTENCE = 400;
/** A version that nothing touches but the marks of a sentence. */
const wholeVersion = /(?<![^\s(])\d{1,5}(?:\.\d{1,5}){3}(?=[.,;:)]{0,2}(?:\s|$))/g;

/** A text about a file: in one spelling of versions, its version, and the processors that it names. */
interface SaidText {
  text: string;
  facts: string;
  value: string;
  processors: readonly string[];
  /** It states a version that no row has. Only a row as it stands may do that, in a column of other versions. */
  isStrange: boolean;
}

function says(
  { text, facts, value, processors: named, isStrange }: SaidText,
  known: { versions: string; row: TakenRow },
): boolean {
  const { size, platform } = known.row;
  // A row whose version stands in a cell over several rows has its size alone.
  const isSizeAlone = value === '' && size !== null && aSize.test(text);
  if (known.versions === '' ? value !== '' : !isSizeAlone && !hasVersion(facts, known.versions, size))
    return false;
  if (size !== null && !mayHaveSize(text, size, known.versions)) return false;
  if (isStrange && !(size !== null && text.replace(/\D/g, '').includes(String(size)))) return false;
  const [processor, other] = new Set(named);
  if (processor === undefined || other !== undefined) return true;
  return platform !== null && isSameProcessor(platform.toLowerCase(), processor);
}

/** What may stand before and behind a version: no digit of it, but those of a size, a date or a time that touches it. */
const before = /(?:^|[^\d.]|[:時시h.]\d\d|[-./]\d{4}|[.' ]\d{3})$/;
const behind =
  /^(?!\d|\.\d)|^\d{1,3}\.\d{3}(?!\d)|^\d{1,4}[-/:]|^\d{1,2}\.\d{1,2}\.\d{2,4}|^\d{1,2}[. -]{1,2}(?:de )?\p{L}{3,12}[. -]{0,2}(?:de )?\d{2,4}/u;

function hasVersion(facts: string, version: string, size: number | null): boolean {
  for (let at = facts.indexOf(version); at >= 0; at = facts.indexOf(version, at + 1)) {
    const rest = facts.slice(at + version.length, at + version.length + 40);
    const isSize = size !== null && rest.replace(/[.' ]/g, '').startsWith(String(size));
    if (before.test(facts.slice(Math.max(0, at - 8), at)) && (isSize || behind.test(rest))) return true;
  }
  return false;
}

/** Whether a text that has sizes has this one, with any mark between its groups. */
function mayHaveSize(text: string, size: number, version: string): boolean {
  if (!aSize.test(text)) return true;
  const digits = String(size);
  if (!text.replace(/\D/g, '').includes(digits)) return false;
  for (const [start, end] of placesOf(digits, text)) {
    const above = text.slice(Math.max(0, start - 20), start);
    const below = text.slice(end, end + 20);
    const begins = !/\d[.,']?$/.test(above) || /(?:[:時시h.]\d\d|[-./]\d{4})$/.test(above);
    const isBegun = begins || (version !== '' && compact(above).endsWith(version));
    if (isBegun && (!/^[.,']?\d/.test(below) || /^[.,]00(?!\d)|^\d{1,4}[-./: ]/.test(below))) return true;
  }
  return false;
}

/** Where a number stands, with up to two marks between its groups of three digits: start and end. */
function* placesOf(digits: string, text: string): Generator<[start: number, end: number], void, void> {
  const first = digits.length % 3 || 3;
  const groups = [digits.slice(0, first)];
  for (let at = first; at < digits.length; at += 3) groups.push(digits.slice(at, at + 3));
  for (let start = text.indexOf(groups[0]!); start >= 0; start = text.indexOf(groups[0]!, start + 1)) {
    let end = start + first;
    const rest = groups.slice(1);
    const isWhole = rest.every((group) => {
      const marks = [0, 1, 2].find((count) => text.startsWith(group, end + count)) ?? -1;
      if (marks < 0 || !/^[., ']*$/.test(text.slice(end, end + marks))) return false;
      end += marks + group.length;
      return true;
    });
    if (isWhole) yield [start, end];
  }
}

const aSize = /\d{1,3}(?:[.,' ]\d{3}){1,4}(?!\d|[.,]\d)|(?<![\d.,:/-])\d{5,12}(?![\d.,:/-])/;

const processors = /(?<![\p{L}\d\\_-])(?:x86|x64|ia-?64|i386|amd64|arm64)(?![\p{L}\d\\_-])/gu;
const isSameProcessor = (a: string, b: string): boolean => {
  const key = (text: string) =>
    text
      .replace(/[^a-z\d]/g, '')
      .replace('i386', 'x86')
      .replace('amd64', 'x64');
  return key(a).includes(key(b)) || !/\d\d/.test(a);
};

const nameKey = (name: string): string => {
  const folded = fold(name).replace(/\s+/g, '');
  return folded.slice(Math.max(folded.lastIndexOf('\\'), folded.lastIndexOf('/')) + 1);
};

/** One spelling of versions: `6, 0, 1` and `6.0.1`. */
function compact(text: string): string {
  const folded = fold(text);
  const stopped = folded.includes(',') ? folded.replace(/, ?/g, '.') : folded;
  const joined = stopped.includes('. ') ? stopped.replace(/(?<=\d)\. (?=\d)/g, '.') : stopped;
  return joined.replace(/\s+/g, ' ');
}
