import { closeDots, isKnownExtension } from './read-name.js';
import {
  type Facts,
  type FoundName,
  factsIn,
  namesIn,
  noFacts,
  strangeWords,
  withoutNames,
} from './row-facts.js';
import { type RowText, rowText } from './row-text.js';

/** A line of an article; the cells of a row apart. */
export type Passage = readonly string[];

/** Most passages below or above a name that may hold its version. */
const NEAR = 8;
/** Longest passage that is judged as a whole; parts of longer ones are judged around each name. */
export const LONGEST_WHOLE = 400;

export interface Seen {
  row: RowText;
  cells: Passage;
  names: FoundName[];
  /** Of a passage that names no file. */
  facts: Facts;
  isNameAlone: boolean;
}

export function look(cells: Passage): Seen | null {
  const source = cells.join(' | ');
  if (!/[\p{L}\d]/u.test(source)) return null;
  const plain = source.includes('://') ? source.replace(/\bhttps?:\/\/[^\s|)"'<>]+/gi, ' ') : source;
  const row = rowText(withoutBlanks(plain));
  const names = namesIn(row.text);
  const facts = names.length === 0 ? factsIn(row.text) : noFacts;
  const rest = names.length === 0 ? '' : withoutNames(row.text, names);
  const isNameAlone = names.length > 0 && !/\d/.test(rest) && strangeWords(rest, 1) <= 1;
  return { row, cells, names, facts, isNameAlone };
}

/** `b. dll` and `b .dll` to `b.dll`. */
function withoutBlanks(text: string): string {
  const closed = closeDots(text);
  if (!closed.includes(' .')) return closed;
  return closed.replace(/(?<=[\p{L}\d_]) \.([a-z\d]{2,4})(?![\p{L}\d])/giu, (all, extension: string) =>
    isKnownExtension(extension) ? `.${extension}` : all,
  );
}

/** Whether a passage without a name can be what belongs to the name above it. */
const isFact = ({ names, facts, row }: Seen): boolean =>
  names.length === 0 &&
  (facts.version !== null || facts.others >= 2) &&
  row.text.length <= LONGEST_WHOLE &&
  strangeWords(row.text, 3) <= 3;

/** A file that a passage names, and the parts of the passage that may be its row, the largest first. */
export interface Candidate {
  name: string;
  facts: Facts;
  texts: string[];
}

/** Brings together names and versions that stand in lines of their own, whichever comes first. */
export class NearPassages {
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
    else if (seen.names.length > 0) this.pass();
    else if (isFact(seen)) this.#fact(seen);
    else if (this.#owed !== null) this.#wait(seen);
  }

  /** A row stands here: nothing above belongs to what is below. */
  pass(): void {
    this.#version = null;
    this.#close();
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
