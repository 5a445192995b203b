import { columnTerms, noneTerms } from './lexicon.js';
import { closeDots, isKnownExtension } from './read-name.js';
import { fold, type RowText, rowText } from './row-text.js';
import { TermFinder } from './term-finder.js';

/** A line of an article; the cells of a row apart. */
export type Passage = readonly string[];

/** What a row of a table says, as far as it tells the row from others. */
export interface TakenRow {
  name: string;
  version: string | null;
  size: number | null;
  platform: string | null;
}

/** Text that looks like a row of a file table and is in no table that was read. */
export interface LeftOverRow {
  /** The file that it names. */
  name: string;
  /** The fact beside the name by which its place can be found in the article. */
  fact: string;
  text: string;
}

/** Most passages below or above a name that may hold its version. */
const NEAR = 8;
/** Longest passage that is judged as a whole; parts of longer ones are judged around each name. */
const LONGEST_WHOLE = 400;
const LONGEST_PART = 120;
/** Characters beside a name in a long passage that are judged alone. */
const NEXT = 40;
/** Longest row of cells that is judged as a whole. */
const LONGEST_CELLS = 4000;
/** Comparisons of names that are divided in the text with those of rows. */
const MOST_COMPARISONS = 200_000;
/** Comparisons of texts with rows whose version is not written as the text has it. */
const MOST_SEARCHES = 1_000_000;
/** Left-over rows that are looked for; a reader has long stopped by then. */
const MOST_FOUND = 1000;

/**
 * Finds text that looks like rows of a file table though no row of a table says the same: a file name beside a version, a size or a
 * date. It looks at what the text says, not at how tables are found, so that it sees what they leave out, for whatever reason.
 *
 * @param rows the rows that were read
 * @param said texts that warnings name already
 */
export function leftOverRows(
  passages: Iterable<Passage>,
  rows: Iterable<TakenRow>,
  said: Iterable<string>,
): LeftOverRow[] {
  const known = new KnownRows(rows, said);
  const found: LeftOverRow[] = [];
  const judged = new Set<string>();
  const report = ({ name, facts, texts }: Candidate): void => {
    const text = texts[0]!;
    const key = `${name}|${text}`;
    if (judged.has(key) || found.length >= MOST_FOUND) return;
    if (judged.size < MOST_FOUND * 100) judged.add(key);
    if (texts.some((one) => known.has(name, one))) return;
    const shown = text.replace(/\s+/g, ' ').trim();
    known.say(shown);
    found.push({ name, fact: facts.version ?? facts.number ?? '', text: shown });
  };
  const near = new NearPassages(report, (name, text) => known.has(name, text));
  for (const passage of passages) {
    const seen = look(passage);
    if (seen === null) continue;
    if (found.length >= MOST_FOUND) break;
    for (const candidate of rowsIn(seen)) report(candidate);
    near.add(seen);
  }
  near.end();
  return found;
}

/** Brings together names and versions that stand in lines of their own, whichever comes first. */
class NearPassages {
  readonly #report: (candidate: Candidate) => void;
  readonly #isKnown: (name: string, text: string) => boolean;
  /** The name that has no version yet, and what stands below it. */
  #owed: { seen: Seen; below: string[]; above: Candidate[] } | null = null;
  /** A version above which no name waits for it: names may follow. */
  #version: { seen: Seen; age: number } | null = null;

  constructor(report: (candidate: Candidate) => void, isKnown: (name: string, text: string) => boolean) {
    this.#report = report;
    this.#isKnown = isKnown;
  }

  add(seen: Seen): void {
    if (this.#version !== null && ++this.#version.age > NEAR) this.#version = null;
    if (seen.isNameAlone) this.#name(seen);
    else if (seen.names.length > 0) {
      this.#version = null;
      this.#close();
    } else if (isFact(seen)) this.#fact(seen);
    else if (this.#owed !== null) this.#wait(seen);
  }

  end(): void {
    this.#close();
  }

  #name(seen: Seen): void {
    this.#close();
    const above = this.#version?.seen;
    const candidates = (above === undefined ? [] : seen.names).map(({ name }) => ({
      name,
      facts: above!.facts,
      texts: [`${above!.row.text} ${seen.row.text}`],
    }));
    if (this.#version !== null) this.#version.age = 0;
    const isKnown =
      candidates.length > 0 && candidates.every(({ name, texts }) => this.#isKnown(name, texts[0]!));
    if (!isKnown) this.#owed = { seen, below: [], above: candidates };
  }

  #fact(seen: Seen): void {
    const owed = this.#owed;
    if (owed === null) {
      if (seen.facts.version !== null) this.#version = { seen, age: 0 };
      return;
    }
    const text = [owed.seen.row.text, ...owed.below, seen.row.text].join(' ');
    for (const { name } of owed.seen.names) this.#report({ name, facts: seen.facts, texts: [text] });
    owed.above = [];
    if (seen.facts.version === null) this.#wait(seen);
    else {
      this.#owed = null;
      this.#version = null;
    }
  }

  #wait(seen: Seen): void {
    this.#owed!.below.push(seen.row.text.slice(0, LONGEST_WHOLE));
    if (this.#owed!.below.length >= NEAR) this.#close();
  }

  /** No version follows: the one above, if there is any, is that of the name. */
  #close(): void {
    for (const candidate of this.#owed?.above ?? []) this.#report(candidate);
    this.#owed = null;
  }
}

interface FoundName {
  name: string;
  start: number;
  end: number;
}

/** What stands beside a name. */
interface Facts {
  version: string | null;
  /** A size, a date or a time. */
  number: string | null;
  /** How many of size, date and time there are. */
  others: number;
}

interface Seen {
  row: RowText;
  cells: Passage;
  names: FoundName[];
  /** Of a passage that names no file. */
  facts: Facts;
  isNameAlone: boolean;
}

const noFacts: Facts = { version: null, number: null, others: 0 };

function look(cells: Passage): Seen | null {
  const source = cells.join(' | ');
  if (!/[\p{L}\d]/u.test(source)) return null;
  const plain = source.includes('://') ? source.replace(/\bhttps?:\/\/[^\s|)"'<>]+/gi, ' ') : source;
  const row = rowText(withoutBlanks(plain));
  const names = namesIn(row.text);
  const facts = names.length === 0 ? factsIn(row.text) : noFacts;
  const rest = names.length === 0 ? '' : withoutNames(row.text, names);
  const isNameAlone = names.length > 0 && !/\d/.test(rest) && strangeWords(rest) <= 1;
  return { row, cells, names, facts, isNameAlone };
}

/** `b. dll` and `b .dll` to `b.dll`. */
const withoutBlanks = (text: string): string =>
  closeDots(text).replace(/(?<=[\p{L}\d_]) \.([a-z\d]{2,4})(?![\p{L}\d])/giu, (all, extension: string) =>
    isKnownExtension(extension) ? `.${extension}` : all,
  );

/** Whether a passage without a name can be what belongs to the name above it. */
const isFact = ({ names, facts, row }: Seen): boolean =>
  names.length === 0 &&
  (facts.version !== null || facts.others >= 2) &&
  row.text.length <= LONGEST_WHOLE &&
  strangeWords(row.text) <= 3;

/** A file that a passage names, and the parts of the passage that may be its row, the largest first. */
interface Candidate {
  name: string;
  facts: Facts;
  texts: string[];
}

function rowsIn({ row: { text }, cells, names }: Seen): Candidate[] {
  if (names.length === 0 || !/\d/.test(text) || isCrash(text, names)) return [];
  const isWhole = text.length <= (cells.length > 1 ? LONGEST_CELLS : LONGEST_WHOLE);
  if (isWhole) {
    const rest = withoutNames(text, names);
    if (!isEnough(factsIn(rest), names[0]!.name)) return [];
    if (!(cells.length > 1 && hasWholeCells(cells)) && !isTerse(rest, names.length)) return [];
  }
  return names.flatMap(({ name, start, end }, i): Candidate[] => {
    const after = text.slice(end, Math.min(names[i + 1]?.start ?? Infinity, end + LONGEST_PART));
    const above = text.slice(Math.max(names[i - 1]?.end ?? 0, start - LONGEST_PART), start);
    const parts = [`${above}${name}${after}`, `${name}${after}`, `${above}${name}`].filter((part) =>
      hasFacts(factsIn(withoutNames(part, namesIn(part)))),
    );
    if (isWhole) return [{ name, facts: factsIn(withoutNames(text, names)), texts: [text, ...parts] }];
    const near = [after, above, after.slice(0, NEXT), above.slice(-NEXT)].find(
      (part, k) =>
        isEnough(factsIn(part), name) && isTerse(part, 1) && (k < 2 || factsIn(part).version !== null),
    );
    return near === undefined || parts.length === 0 ? [] : [{ name, facts: factsIn(near), texts: parts }];
  });
}

const hasFacts = ({ version, others }: Facts): boolean => version !== null || others > 0;

/** A version says enough; with a size or a date alone, the name must be one of files, and no package. */
function isEnough({ version, others }: Facts, name: string): boolean {
  if (version !== null || others === 0) return version !== null;
  const extension = name.slice(name.lastIndexOf('.') + 1);
  return isKnownExtension(extension) && !/(?:kb|q)\d{6,7}.{0,100}\.(?:exe|cab|ms[iup]|zip)$/i.test(name);
}

/** Whether one cell is a name and nothing else, and another a version, a size or a date. */
function hasWholeCells(cells: Passage): boolean {
  const texts = cells.map((cell) => rowText(cell.replace(/\s+/g, ' ')).text);
  const isName = (text: string): boolean => {
    const [name, more] = namesIn(text);
    return name !== undefined && more === undefined && isNothing(withoutNames(text, [name]));
  };
  const isValue = (text: string): boolean => {
    const facts = factsIn(text);
    return (facts.version !== null || facts.others > 0) && isTerse(text, 1);
  };
  return texts.some(isName) && texts.some((text) => namesIn(text).length === 0 && isValue(text));
}

const isNothing = (text: string): boolean => !/[\p{L}]|\d\d/u.test(text);

/** What names the place of a crash: two programs with their versions, and an offset. */
function isCrash(text: string, names: readonly FoundName[]): boolean {
  return (
    names.length === 2 &&
    /(?:^|[\s|,:])(?:0x)?[0-9a-f]{5,16}(?:$|[\s|,.])/i.test(text) &&
    (text.match(/\d\.\d{1,5}\.\d{1,5}/g)?.length ?? 0) >= 2
  );
}

/** The file names in a text, with or without a blank behind them. */
function namesIn(text: string): FoundName[] {
  const names: FoundName[] = [];
  if (!text.includes('.')) return names;
  for (const { 0: run, index } of text.matchAll(/[^\s|<>:"*?/\\,;=]{3,260}/g)) {
    const skipped = startOfName(run);
    const end = endOfName(run, skipped);
    if (end !== null) names.push({ name: run.slice(skipped, end), start: index + skipped, end: index + end });
  }
  return names;
}

/** Behind marks and brackets that only open: `("a.dll`. */
function startOfName(run: string): number {
  const quote = Math.max(
    run.lastIndexOf("'"),
    run.lastIndexOf('`'),
    run.lastIndexOf('“'),
    run.lastIndexOf('«'),
  );
  const bracket = run.includes(')') ? -1 : run.lastIndexOf('(');
  const from = Math.max(quote, bracket) + 1;
  const start = from < run.lastIndexOf('.') ? from : 0;
  return start + /^[^\p{L}\d_~$@%]*/u.exec(run.slice(start))![0].length;
}

/** Where the name in a run of characters ends: behind its last extension, before a number that touches it. */
function endOfName(run: string, start: number): number | null {
  let end: number | null = null;
  for (let dot = run.indexOf('.', start + 1); dot > 0; dot = run.indexOf('.', dot + 1)) {
    const word = /^[a-z][a-z\d_-]{0,10}/i.exec(run.slice(dot + 1, dot + 12))?.[0];
    if (word === undefined) continue;
    // Something may touch the extension: `a.dll6.0.6001.18000`, `a.dll_6.0`.
    const parts = [word, /^[a-z\d]+/i.exec(word)![0], /^[a-z]+/i.exec(word)![0]];
    const extension = parts.find(isKnownExtension);
    const stop = dot + 1 + (extension ?? word).length;
    const after = run.slice(stop);
    const isLast = /^[^\p{L}\d]*$|^[([]/u.test(after);
    if (extension !== undefined && (isLast || !/^\.?[a-z]/i.test(after))) return stop;
    if (isLast && isLikeExtension(word)) return stop;
    end = after.startsWith('.') && extension !== undefined ? stop : null;
  }
  return end;
}

/** An extension that no list has, but no domain either: `.NET` and `.com` are names of other things. */
const isLikeExtension = (text: string): boolean =>
  /^[a-z][a-z\d]{1,3}$/i.test(text) && !/^(?:net|org|gov|edu)$/i.test(text);

function withoutNames(text: string, names: readonly FoundName[]): string {
  let rest = '';
  let place = 0;
  for (const { start, end } of names) {
    rest += `${text.slice(place, start)} `;
    place = end;
  }
  return rest + text.slice(place);
}

const dotted = /(?<!\d|\d[.,])\d{1,5}(?:(?:\.\d{1,5}){2,4}|(?:, ?\d{1,5}){3,4}|(?:\. \d{1,5}){3})/g;
/** A version of two numbers, which counts only where nothing else stands. */
const short = /(?<!\d|\d[.,])\d{1,3}\.\d{1,5}(?![\d.,]|\s?[kmg]i?b\b)/i;
const date =
  /\d{1,2}[-./ ]{1,2}\p{L}{3,12}[-./, ]{1,2}\d{2,4}|\p{L}{3,12} \d{1,2}, \d{4}|(?<!\d)\d{1,4}([-./])\d{1,2}\1\d{2,4}(?!\d)|\d{4} ?[年년]/u;
const time = /(?<![\d.])\d{1,2}[:時시]\d\d(?!\d)/;
const size =
  /(?<![\d.,])\d{1,3}(?:[.,' ]\d{3}){1,4}(?![\d.])|(?<![\d.,])\d{1,9}(?:[.,]\d{1,3})? ?(?:bytes?|octets?|[kmg]i?b|[kmg]o|байт\p{L}{0,2}|バイト|字节|位元組|바이트)(?!\p{L})|(?<![\p{L}\d.,:/-])\d{4,9}(?![\p{L}\d.,:/-])/iu;

function factsIn(text: string): Facts {
  if (!/\d/.test(text)) return noFacts;
  const version =
    [...text.matchAll(dotted)].map(([found]) => found).find((found) => !isOther(found)) ??
    (text.length < LONGEST_PART &&
    /^[^\p{L}\d]{0,20}(?:v|build|version)?[^\p{L}\d]{0,20}\d{1,3}\.\d{1,5}[^\p{L}\d]{0,20}$/iu.test(text)
      ? (short.exec(text)?.[0] ?? null)
      : null);
  const others = [size, date, time]
    .map((pattern) => pattern.exec(text)?.[0])
    .filter((found) => found !== undefined);
  return { version, number: others[0] ?? null, others: others.length };
}

/** Three numbers that are a date, or numbers that are groups of a size. */
function isOther(found: string): boolean {
  const parts = found.split(/[.,] ?/);
  if (parts.slice(1).every((part) => part.length === 3) && parts[0]!.length <= 3) return true;
  if (parts.length !== 3) return false;
  const [a, b, c] = parts as [string, string, string];
  const isYear = (part: string) => /^(?:19|20|25)\d\d$/.test(part);
  const isShort = [a, b, c].every((part) => part.length === 2 && Number(part) > 0);
  return (isYear(c) && Number(a) <= 31 && Number(b) <= 31) || (isYear(a) && Number(b) <= 12) || isShort;
}

/** Whether few words but those of file tables stand beside the values. */
function isTerse(text: string, names: number): boolean {
  return strangeWords(text) <= 3 * names + (factsIn(text).version === null ? 0 : 4);
}

const terms = new TermFinder<unknown>(
  [...columnTerms, ...noneTerms].filter(({ folded }) => folded.length > 1),
);
const usual =
  /^(?:x86|x64|ia64|i386|amd64|arm|arm64|itanium|intel|based|bytes?|octets?|[kmg]i?b|[kmg]o|am|pm|utc|gmt|v|ver|gdr|qfe|ldr|rtm|sp|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)$/;

/** Words that are no values, headings of columns or names of processors. Five letters of a script without blanks count as a word. */
function strangeWords(text: string): number {
  const folded = fold(text.replace(date, ' ').replace(/0x[\da-f]+|\b[\da-f]{16,128}\b/gi, ' '));
  let words = 0;
  let wide = 0;
  for (let place = 0; place < folded.length; ) {
    const letter = /^\p{L}/u.test(folded.slice(place, place + 2));
    if (!letter) {
      place++;
      continue;
    }
    const [term] = terms.at(folded, place);
    if (term !== undefined && !/^[a-z]/.test(folded.slice(place + term.folded.length))) {
      place += term.folded.length;
      continue;
    }
    const word = /^[\p{L}\p{M}\d'_-]{1,60}/u.exec(folded.slice(place, place + 60))![0];
    if (/^[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]/.test(word)) {
      wide++;
      place++;
      continue;
    }
    if (!usual.test(word)) words++;
    place += word.length;
  }
  return words + Math.floor(wide / 5);
}

/** What is known already: rows that were read, and texts that a warning names. */
class KnownRows {
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
    const same = this.#exact.get(`${name}|${one.versions}`);
    if (same) same.push(one);
    else this.#exact.set(`${name}|${one.versions}`, [one]);
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

  /** Whether a row says what the text says of the file, or a warning names the text. */
  has(name: string, text: string): boolean {
    const key = nameKey(name);
    const facts = compact(text);
    const { version } = factsIn(withoutNames(text, namesIn(text)));
    const value = version === null ? '' : compact(version);
    if (this.#said.get(key)?.some((known) => value === '' || hasVersion(known, value, null))) return true;
    const names = this.#rows.has(key) ? [key] : this.#longerNames(key);
    const exact = names.some((one) =>
      this.#exact.get(`${one}|${value}`)?.some((known) => this.#count() && says(facts, text, value, known)),
    );
    if (exact) return true;
    return names.some((one) =>
      this.#rows.get(one)!.some((known) => this.#count() && says(facts, text, value, known)),
    );
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

function says(
  facts: string,
  text: string,
  value: string,
  known: { versions: string; row: TakenRow },
): boolean {
  const { size, platform } = known.row;
  if (known.versions === '' ? value !== '' : !hasVersion(facts, known.versions, size)) return false;
  if (size !== null && !mayHaveSize(text, size, known.versions)) return false;
  const [processor, other] = new Set(text.toLowerCase().match(processors) ?? []);
  if (platform === null || processor === undefined || other !== undefined) return true;
  return isSameProcessor(platform.toLowerCase(), processor);
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
  const groups = digits.replace(/\B(?=(?:\d{3})+$)/g, "[., ']{0,2}");
  for (const { 0: found, index } of text.matchAll(new RegExp(groups, 'g'))) {
    const above = text.slice(Math.max(0, index - 20), index);
    const below = text.slice(index + found.length, index + found.length + 20);
    const begins = !/\d[.,']?$/.test(above) || /(?:[:時시h.]\d\d|[-./]\d{4})$/.test(above);
    const isBegun = begins || (version !== '' && compact(above).endsWith(version));
    if (isBegun && (!/^[.,']?\d/.test(below) || /^[.,]00(?!\d)|^\d{1,4}[-./: ]/.test(below))) return true;
  }
  return false;
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
const compact = (text: string): string =>
  fold(text)
    .replace(/, ?/g, '.')
    .replace(/(?<=\d)\. (?=\d)/g, '.')
    .replace(/\s+/g, ' ');

/** Characters around a name in which the fact beside it is looked for. */
const AROUND = 600;

/** Finds the line of an article in which a name stands near a fact; null where neither is written as it was read. */
export function lineFinder(article: string): (name: string, fact: string) => number | null {
  let place = 0;
  let line = 1;
  return (name, fact) => {
    for (
      let at = article.indexOf(name), tries = 0;
      at >= 0 && tries < 200;
      at = article.indexOf(name, at + 1), tries++
    ) {
      if (!article.slice(Math.max(0, at - AROUND), at + AROUND).includes(fact)) continue;
      if (at < place) [place, line] = [0, 1];
      for (let end = article.indexOf('\n', place); end >= 0 && end < at; end = article.indexOf('\n', place)) {
        place = end + 1;
        line++;
      }
      return line;
    }
    return null;
  };
}
