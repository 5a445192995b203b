import { remembered } from '../../../core/remembered.js';
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

/** The words of lists, made ready to be found in texts. That takes milliseconds for thousands of words. */
export type WordFinder<List> = TermFinder<ListedWord<List>>;

export function finderOfWords<List>(
  lists: Iterable<readonly [list: List, words: readonly string[]]>,
): WordFinder<List> {
  const known = new Map<string, ListedWord<List>>();
  for (const [list, words] of lists) {
    for (const folded of words) {
      const word = known.get(folded);
      if (word) word.lists.push(list);
      else known.set(folded, { folded, lists: [list], isStart: mustBeStart(folded) });
    }
  }
  return new TermFinder([...known.values()]);
}

/** Where the words of lists stand in texts. One walk over a text finds those of all lists, and is remembered. */
export class WordPlaces<List> {
  readonly #finder: WordFinder<List>;
  /** The places in a text without any of the words, as most are. */
  readonly #nowhere: ReadonlyMap<List, number> = new Map();
  readonly #placesIn = remembered((text) => this.#walk(text), { most: MOST_REMEMBERED });
  /** That of the text that was asked for last: a text is asked for many lists in a row. */
  #last: { text: string; places: ReadonlyMap<List, number> } = { text: '', places: new Map() };

  constructor(finder: WordFinder<List>) {
    this.#finder = finder;
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
    const places = this.#placesIn(text);
    this.#last = { text, places };
    return places;
  }

  #walk(text: string): ReadonlyMap<List, number> {
    let places: Map<List, number> | null = null;
    const finder = this.#finder;
    for (let place = finder.next(text, 0); place >= 0; place = finder.next(text, place + 1)) {
      for (const { lists, isStart } of finder.at(text, place)) {
        const found = isStart && !isStartAt(text, place) ? INSIDE : place;
        places ??= new Map();
        for (const list of lists) if ((places.get(list) ?? INSIDE) === INSIDE) places.set(list, found);
      }
    }
    return places ?? this.#nowhere;
  }
}

const mustBeStart = (word: string): boolean => word.trimEnd().length < LONG_WORD && letter.test(word[0]!);

const isStartAt = (text: string, place: number): boolean => place === 0 || !letter.test(text[place - 1]!);
