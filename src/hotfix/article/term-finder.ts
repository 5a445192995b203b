/** Units of a term by which it is found; shorter terms are found by their first unit. */
const UNITS = 3;

/** Finds which terms of a list begin at a place. */
export class TermFinder<T extends { folded: string }> {
  /** Lists by a number made of the first units of their terms; several starts may have one number. */
  readonly #long: readonly (readonly T[] | undefined)[];
  readonly #short: readonly (readonly T[] | undefined)[];
  readonly #mask: number;

  constructor(terms: readonly T[]) {
    // Four places for each term keep most of them apart.
    this.#mask = 2 ** Math.ceil(Math.log2(terms.length * 4 + 1)) - 1;
    const isLong = ({ folded }: T): boolean => folded.length >= UNITS;
    this.#long = this.#table(terms.filter(isLong), startAt);
    this.#short = this.#table(
      terms.filter((term) => !isLong(term)),
      unitAt,
    );
  }

  /** In the order of the list, those of one or two UTF-16 units last. */
  at(folded: string, place: number): readonly T[] {
    const long = this.#long[startAt(folded, place) & this.#mask];
    const short = this.#short[unitAt(folded, place) & this.#mask];
    if (long === undefined && short === undefined) return none;
    const found: T[] = [];
    for (const list of [long, short]) {
      if (list) for (const term of list) if (folded.startsWith(term.folded, place)) found.push(term);
    }
    return found;
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

const unitAt = (text: string, place: number): number => text.charCodeAt(place);
const startAt = (text: string, place: number): number =>
  text.charCodeAt(place) * 961 + text.charCodeAt(place + 1) * 31 + text.charCodeAt(place + 2);
