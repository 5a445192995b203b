import { TermFinder } from '../term-finder.js';

/** A word, folded, and the lists that have it. */
interface ListedWord<List> {
  folded: string;
  lists: List[];
  /** It counts only where a word begins. */
  isStart: boolean;
}

/** Texts whose words are remembered: the sentences and clauses of a long article. */
const MOST_REMEMBERED = 100_000;
/** A place of a list whose words are only inside of other words. */
const INSIDE = -1;

/** East Asian scripts have no blanks between words, and long words may end a compound (`Hotfixersetzung`). */
const LONG_WORD = 6;
const letter = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u;

/** Where the words of lists stand in texts. One walk over a text finds those of all lists, and is remembered. */
export class WordPlaces<List> {
  readonly #finder: TermFinder<ListedWord<List>>;
  readonly #remembered = new Map<string, ReadonlyMap<List, number>>();
  /** That of the text that was asked for last: a text is asked for many lists in a row. */
  #last: { text: string; places: ReadonlyMap<List, number> } = { text: '', places: new Map() };

  /** @param lists the lists with their words, or what another one was made of */
  constructor(
    lists: Iterable<readonly [list: List, words: readonly string[]]> | TermFinder<ListedWord<List>>,
  ) {
    if (lists instanceof TermFinder) {
      this.#finder = lists;
      return;
    }
    const known = new Map<string, ListedWord<List>>();
    for (const [list, words] of lists) {
      for (const folded of words) {
        const word = known.get(folded);
        if (word) word.lists.push(list);
        else known.set(folded, { folded, lists: [list], isStart: mustBeStart(folded) });
      }
    }
    this.#finder = new TermFinder([...known.values()]);
  }

  /** The same words, and no text that is remembered. */
  anew(): WordPlaces<List> {
    return new WordPlaces(this.#finder);
  }

  /** Where the first of the words stands in a text, which is folded; -1 where none does. */
  first(text: string, list: List): number {
    return this.#in(text).get(list) ?? -1;
  }

  /** Whether one of the words stands in a text, if only inside of another word. */
  isInside(text: string, list: List): boolean {
    return this.#in(text).has(list);
  }

  /** The lists that have a word in a text, which is not remembered. */
  listsIn(text: string): List[] {
    return [...this.#walk(text)].filter(([, place]) => place !== INSIDE).map(([list]) => list);
  }

  /** How long the longest of the words is that stands at a place of a text. */
  lengthAt(text: string, list: List, place: number): number {
    let longest = 0;
    for (const { folded, lists } of this.#finder.at(text, place)) {
      if (folded.length > longest && lists.includes(list)) longest = folded.length;
    }
    return longest;
  }

  #in(text: string): ReadonlyMap<List, number> {
    if (text === this.#last.text) return this.#last.places;
    let places = this.#remembered.get(text);
    if (places === undefined) {
      if (this.#remembered.size >= MOST_REMEMBERED) this.#remembered.clear();
      places = this.#walk(text);
      this.#remembered.set(text, places);
    }
    this.#last = { text, places };
    return places;
  }

  #walk(text: string): ReadonlyMap<List, number> {
    const places = new Map<List, number>();
    for (let place = 0; place < text.length; place++) {
      for (const { lists, isStart } of this.#finder.at(text, place)) {
        const found = isStart && !isStartAt(text, place) ? INSIDE : place;
        for (const list of lists) if ((places.get(list) ?? INSIDE) === INSIDE) places.set(list, found);
      }
    }
    return places;
  }
}

const mustBeStart = (word: string): boolean => word.length < LONG_WORD && letter.test(word[0]!);

const isStartAt = (text: string, place: number): boolean => place === 0 || !letter.test(text[place - 1]!);
