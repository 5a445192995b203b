/** Units of a term by which it is found; shorter terms are found by their first unit. */
const UNITS = 3;

/** Finds which terms of a list begin at a place. */
export class TermFinder<T extends { folded: string }> {
  /** Lists by a number made of the first units of their terms; several starts may have one number. */
  readonly #long: readonly (readonly T[] | undefined)[];
  readonly #short: readonly (readonly T[] | undefined)[];
  readonly #mask: number;
  /** By the same numbers: whether there is a list of long terms ({@link LONG}), or of short ones ({@link SHORT}). */
  readonly #kinds: Uint8Array;

  constructor(terms: readonly T[]) {
    // Four places for each term keep most of them apart.
    this.#mask = 2 ** Math.ceil(Math.log2(terms.length * 4 + 1)) - 1;
    const isLong = ({ folded }: T): boolean => folded.length >= UNITS;
    this.#long = this.#table(terms.filter(isLong), startAt);
    this.#short = this.#table(
      terms.filter((term) => !isLong(term)),
      unitAt,
    );
    this.#kinds = Uint8Array.from(
      this.#long,
      (list, number) => (list ? LONG : 0) | (this.#short[number] ? SHORT : 0),
    );
  }

  /** In the order of the list, those of one or two UTF-16 units last. */
  at(folded: string, place: number): readonly T[] {
    const long = this.#long[startAt(folded, place) & this.#mask];
    const short = this.#short[unitAt(folded, place) & this.#mask];
    const found = long === undefined ? null : withThose(long, folded, place, null);
    return (short === undefined ? found : withThose(short, folded, place, found)) ?? none;
  }

  /** Whether a term may begin at a place: a quick look at its first units. */
  mayBegin(folded: string, place: number): boolean {
    const [kinds, mask] = [this.#kinds, this.#mask];
    return (
      (kinds[startAt(folded, place) & mask]! & LONG) !== 0 ||
      (kinds[unitAt(folded, place) & mask]! & SHORT) !== 0
    );
  }

  /** The first place, from `place` on, where a term may begin; -1 where none may. */
  next(folded: string, place: number): number {
    const [kinds, mask] = [this.#kinds, this.#mask];
    let first = unitAt(folded, place);
    let second = unitAt(folded, place + 1);
    for (let at = place; at < folded.length; at++) {
      const third = unitAt(folded, at + 2);
      const isLong = (kinds[(first * 961 + second * 31 + third) & mask]! & LONG) !== 0;
      if (isLong || (kinds[first & mask]! & SHORT) !== 0) return at;
      first = second;
      second = third;
    }
    return -1;
  }

  #table(terms: readonly T[], numberAt: (text: string, place: number) => number): (T[] | undefined)[] {
    const table = new Array<T[] | undefined>(this.#mask + 1).fill(undefined);
    for (const term of terms) {
      const number = numberAt(term.folded, 0) & this.#mask;
      const list = table[number];
      if (list) list.push(term);
      else table[number] = [term];
    }
    return table;
  }
}

const none: readonly never[] = [];
const LONG = 1;
const SHORT = 2;

/** A list of terms with those of another that begin at a place. Nearly everywhere there is none, and then there is no list. */
function withThose<T extends { folded: string }>(
  terms: readonly T[],
  folded: string,
  place: number,
  found: T[] | null,
): T[] | null {
  let all = found;
  for (const term of terms) {
    if (!folded.startsWith(term.folded, place)) continue;
    if (all === null) all = [term];
    else all.push(term);
  }
  return all;
}

const unitAt = (text: string, place: number): number => (place < text.length ? text.charCodeAt(place) : 0);
const startAt = (text: string, place: number): number =>
  unitAt(text, place) * 961 + unitAt(text, place + 1) * 31 + unitAt(text, place + 2);
