import lexicon from './lexicon/product-names.json' with { type: 'json' };
import { fold, normaliseText } from './row-text.js';

const foldedOf = (names: readonly string[]): string => fold(normaliseText(names.join(' ')));
/** With the numbers in them and without, as texts are compared. */
const wordsIn = (folded: string): ReadonlySet<string> =>
  new Set([...(folded.match(/[\p{L}\d]+/gu) ?? []), ...(folded.match(/\p{L}+/gu) ?? [])]);

const products = wordsIn(foldedOf(lexicon.products));
const all = wordsIn(foldedOf([...lexicon.products, ...lexicon.parts]));

/** Letters that languages put behind a name of a length: "clients", "Windowsin", and not "packed". */
const SHORTEST_WITH = [0, 4, 6] as const;

const isOneOf = (names: ReadonlySet<string>, word: string): boolean =>
  SHORTEST_WITH.some(
    (shortest, ending) => word.length - ending >= shortest && names.has(word.slice(0, word.length - ending)),
  );

/** Whether a word, which is folded, is one of the names of products, of their releases, parts and processors. */
export const isNameOfProduct = (word: string): boolean => isOneOf(all, word);

/** Whether a word, which is folded, names a product by itself: "Windows", and not "Server". */
export const isProduct = (word: string): boolean => isOneOf(products, word);
