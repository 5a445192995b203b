import lexicon from './lexicon/product-names.json' with { type: 'json' };
import { fold, normaliseText } from './row-text.js';
import { Vocabulary } from './vocabulary.js';

const foldedOf = (names: readonly string[]): string => fold(normaliseText(names.join(' ')));

/** The names of products, and of their releases, parts and processors, folded. */
export const productNames: string = foldedOf([...lexicon.products, ...lexicon.parts]);

const products = new Vocabulary(foldedOf(lexicon.products));
const all = new Vocabulary(productNames);

/** Whether a word, which is folded, is one of the names of products, of their releases, parts and processors. */
export const isNameOfProduct = (word: string): boolean => all.has(word);

/** Whether a word, which is folded, names a product by itself: "Windows", and not "Server". */
export const isProduct = (word: string): boolean => products.has(word);
