/** Finds which terms of a list begin at a place. */
export class TermFinder<T extends { folded: string }> {
  /** Terms by their first two UTF-16 units, which few terms share. */
  readonly #byStart = new Map<number, T[]>();
  /** Terms of one unit, by that unit. */
  readonly #single = new Map<number, T[]>();

  constructor(terms: readonly T[]) {
    for (const term of terms) {
      const isSingle = term.folded.length === 1;
      const map = isSingle ? this.#single : this.#byStart;
      const start = isSingle ? term.folded.charCodeAt(0) : startAt(term.folded, 0);
      const list = map.get(start);
      if (list) list.push(term);
      else map.set(start, [term]);
    }
  }

  /** In the order of the list, those of one unit last. */
  at(folded: string, place: number): readonly T[] {
    const single = this.#single.get(folded.charCodeAt(place));
    const near = this.#byStart.get(startAt(folded, place));
    if (near === undefined) return single ?? none;
    const found: T[] = [];
    for (const term of near) if (folded.startsWith(term.folded, place)) found.push(term);
    return single === undefined ? found : [...found, ...single];
  }
}

const none: readonly never[] = [];

/** The two units at a place of a text as one number; behind its end, a unit is 0. */
const startAt = (text: string, place: number): number =>
  (text.charCodeAt(place) << 16) | text.charCodeAt(place + 1);
