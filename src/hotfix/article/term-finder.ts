import type { Term } from './lexicon.js';

/** Finds which terms of a list begin at a place. */
export class TermFinder<T> {
  readonly #byStart = new Map<string, Term<T>[]>();

  constructor(terms: readonly Term<T>[]) {
    for (const term of terms) {
      const start = term.folded[0]!;
      const list = this.#byStart.get(start);
      if (list) list.push(term);
      else this.#byStart.set(start, [term]);
    }
  }

  /** Longest first. */
  at(folded: string, place: number): Term<T>[] {
    const start = folded[place];
    if (start === undefined) return [];
    return this.#byStart.get(start)?.filter((term) => folded.startsWith(term.folded, place)) ?? [];
  }
}
