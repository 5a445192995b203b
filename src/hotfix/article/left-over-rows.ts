import { KnownRows, type TakenRow } from './known-rows.js';
import {
  type Candidate,
  LONGEST_WHOLE,
  look,
  NearPassages,
  type Passage,
  type Seen,
} from './near-passages.js';
import { isKnownExtension } from './read-name.js';
import {
  type Facts,
  type FoundName,
  factsIn,
  hasFacts,
  isTerse,
  LONGEST_PART,
  namesIn,
  withoutNames,
} from './row-facts.js';
import { rowText } from './row-text.js';

/** Text that looks like a row of a file table and is in no table that was read. */
export interface LeftOverRow {
  /** The file that it names. */
  name: string;
  /** The fact beside the name by which its place can be found in the article. */
  fact: string;
  text: string;
}

/** What was found, and whether that is all. */
export interface LeftOver {
  rows: LeftOverRow[];
  /** Beginning of the first text that was not looked at, because the article has too much; null if there is none. */
  unsearched: string | null;
}

/** Characters beside a name in a long passage that are judged alone. */
const NEXT = 40;
/** Longest row of cells that is judged as a whole. */
const LONGEST_CELLS = 4000;
/** Left-over rows that are looked for; a reader has long stopped by then. */
const MOST_FOUND = 1000;
/** Work on all texts, in characters that are looked at: some hundred times those of a long article; rows that are known cell by cell cost none. */
const MOST_WORK = 8_000_000;
/** Texts that are remembered as judged, and lines with what was seen in them. */
const MOST_REMEMBERED = 50_000;
const MOST_LOOKED = 2000;

/**
 * Finds text that looks like rows of a file table though no row of a table says the same: a file name beside a version, a size or a
 * date. It looks at what the text says, not at how tables are found, so that it sees what they leave out, for whatever reason. The
 * work is bounded; what is beyond the bound is named.
 *
 * @param rows the rows that were read
 * @param said texts that warnings name already
 */
export function leftOverRows(
  passages: Iterable<Passage>,
  rows: Iterable<TakenRow>,
  said: Iterable<string>,
): LeftOver {
  return new LeftOverSearch(new KnownRows(rows, said)).read(passages);
}

class LeftOverSearch {
  readonly #known: KnownRows;
  readonly #found: LeftOverRow[] = [];
  readonly #judged = new Set<string>();
  readonly #near = new NearPassages(
    (candidate) => this.#report(candidate),
    (name, text) => this.#isKnown(name, text),
  );
  #work = 0;
  readonly #looked = new Map<string, Seen | null>();

  constructor(known: KnownRows) {
    this.#known = known;
  }

  read(passages: Iterable<Passage>): LeftOver {
    let unsearched: string | null = null;
    for (const passage of passages) {
      if (this.#found.length >= MOST_FOUND) break;
      if (this.#known.hasCells(passage)) {
        this.#near.pass();
        continue;
      }
      const seen = this.#look(passage);
      if (seen === null) continue;
      unsearched = this.#search(seen);
      if (unsearched !== null) break;
    }
    this.#near.end();
    return { rows: this.#found, unsearched };
  }

  /** Lines that are repeated are looked at once. */
  #look(passage: Passage): Seen | null {
    const key = passage.length === 1 ? passage[0]! : passage.join('\t');
    let seen = this.#looked.get(key);
    if (seen === undefined) {
      seen = look(passage);
      if (key.length <= LONGEST_WHOLE && this.#looked.size < MOST_LOOKED) this.#looked.set(key, seen);
    }
    return seen;
  }

  /** The text that was not looked at, if there is any. */
  #search(seen: Seen): string | null {
    const { text } = seen.row;
    const key = seen.cells.length === 1 ? text : `${seen.cells.length}\0${text}`;
    if (text.length <= LONGEST_WHOLE && !this.#isNew(key)) {
      this.#near.add(seen);
      return null;
    }
    const whole = wholeRow(seen);
    if (whole !== 'none') {
      for (const place of seen.names.keys()) {
        if (this.#found.length >= MOST_FOUND) return null;
        if (this.#work > MOST_WORK) return text.slice(Math.max(0, seen.names[place]!.start - NEXT));
        this.#judge(partsAround(seen, place), text, whole);
      }
    }
    if (this.#work > MOST_WORK) return text;
    this.#near.add(seen);
    return null;
  }

  #judge(around: Around, text: string, whole: WholeRow | null): void {
    const { name, above, after } = around;
    if (whole === null && !this.#isNew(`${above}|${name}|${after}`)) return;
    // Most rows of an article are known as they stand.
    if (whole !== null && this.#isKnown(name, text, whole)) return;
    this.#work += above.length + after.length + COST_OF_NAME;
    const candidate = whole === null ? candidateIn(around) : candidateOf(around, text, whole.facts);
    if (candidate !== null) this.#report(candidate);
  }

  #isNew(key: string): boolean {
    if (this.#judged.has(key)) return false;
    if (this.#judged.size < MOST_REMEMBERED) this.#judged.add(key);
    return true;
  }

  #isKnown(name: string, text: string, whole?: WholeRow): boolean {
    this.#work += text.length + COST_OF_NAME;
    return this.#known.has(name, text, whole?.rest, whole?.facts);
  }

  #report({ name, facts, texts }: Candidate): void {
    const text = texts[0]!;
    if (this.#found.length >= MOST_FOUND || !this.#isNew(`${name}|${text}`)) return;
    if (texts.some((one) => this.#isKnown(name, one))) return;
    const shown = text.replace(/\s+/g, ' ').trim();
    this.#known.say(shown);
    this.#found.push({ name, fact: facts.version ?? facts.number ?? '', text: shown });
  }
}

/** Work on a name besides that on the characters around it. */
const COST_OF_NAME = 100;

/** A passage that is judged as a whole: its text without names, and the facts in it. */
interface WholeRow {
  rest: string;
  facts: Facts;
}

/** Null for a passage that is too long to be judged as a whole, `none` for one that is no row. */
function wholeRow({ row: { text }, cells, names }: Seen): WholeRow | 'none' | null {
  if (names.length === 0 || !/\d/.test(text) || isCrash(text, names)) return 'none';
  if (text.length > (cells.length > 1 ? LONGEST_CELLS : LONGEST_WHOLE)) return null;
  const rest = withoutNames(text, names);
  const facts = factsIn(rest);
  if (!isEnough(facts, names[0]!.name)) return 'none';
  const isRow = isTerse(rest, names.length) || (cells.length > 1 && hasWholeCells(cells));
  return isRow ? { rest, facts } : 'none';
}

/** A name and what is near it, up to the names before and behind it. */
interface Around {
  name: string;
  above: string;
  after: string;
  /** What stands above it is of the name before it, since the passage begins with a name. */
  isBehindName: boolean;
}

function partsAround({ row: { text }, names }: Seen, i: number): Around {
  const { name, start, end } = names[i]!;
  return {
    name,
    above: text.slice(Math.max(names[i - 1]?.end ?? 0, start - LONGEST_PART), start),
    after: text.slice(end, Math.min(names[i + 1]?.start ?? Infinity, end + LONGEST_PART)),
    isBehindName: i > 0 && !/\d/.test(text.slice(0, names[0]!.start)),
  };
}

/** The texts around a name that have facts, the longest first. */
function textsAround({ name, above, after, isBehindName }: Around): string[] {
  const has = (part: string): boolean => hasFacts(factsIn(withoutNames(part, namesIn(part))));
  const texts = [`${above}${name}${after}`, `${name}${after}`, `${above}${name}`];
  return isBehindName && has(texts[1]!) ? [texts[1]!] : texts.filter(has);
}

const candidateOf = (around: Around, text: string, facts: Facts): Candidate => ({
  name: around.name,
  facts,
  texts: [text, ...textsAround(around)],
});

/** Of a passage that is not judged as a whole. */
function candidateIn(around: Around): Candidate | null {
  const { name, above, after } = around;
  if (!/\d/.test(above) && !/\d/.test(after)) return null;
  const near = [after, above, after.slice(0, NEXT), above.slice(-NEXT)].find((part, k) => {
    const facts = factsIn(part);
    return isEnough(facts, name) && isTerse(part, 1) && (k < 2 || facts.version !== null);
  });
  if (near === undefined) return null;
  const texts = textsAround(around);
  return texts.length === 0 ? null : { name, facts: factsIn(near), texts };
}

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

/** What names the place of a crash: a program and one of its modules with their versions, and an offset. */
export function isCrash(text: string, names: readonly FoundName[]): boolean {
  return (
    names.length === 2 &&
    /\.(?:exe|com|scr)$/i.test(names[0]!.name) &&
    /(?:^|[\s|,:])(?:0x)?[0-9a-f]{5,16}(?:$|[\s|,.])/i.test(text) &&
    (text.match(/\d\.\d{1,5}\.\d{1,5}/g)?.length ?? 0) >= 2
  );
}
