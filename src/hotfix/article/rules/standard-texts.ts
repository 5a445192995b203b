import texts from '../lexicon/standard-texts.json' with { type: 'json' };
import { isNameOfProduct } from '../product-names.js';
import { fold, normaliseText } from '../row-text.js';
import { hasStem, type Parts, partsOf, stemOf, Vocabulary } from '../vocabulary.js';
import { isAgainst } from './plain-forms.js';
import { type RuleConcept, type RuleWords, ruleWordsOf } from './rule-words.js';

/**
 * Whether sentences say what support articles print around file tables (`lexicon/standard-texts.json`). Translations and editions word
 * these texts in many ways, so that a sentence may leave words of a standard one out, and have words that any sentence may have. All others
 * must stand in one standard sentence, in its order. A sentence that denies or limits something must be covered by one that does so too.
 */
export class StandardTexts {
  readonly #words: RuleWords;
  readonly #shelves: readonly Shelf[];

  /** @param language of the headings of the tables */
  constructor(words: RuleWords, language: string) {
    this.#words = words;
    this.#shelves = shelvesOf([words.language, language.split('-')[0]!]);
  }

  /** Whether a sentence, which is folded and names no file of a table, is a standard one. */
  has(folded: string): boolean {
    const parts = partsOf(folded);
    const all = partsOutside(parts, names);
    if (!this.#isLimiting(folded)) {
      return this.#shelvesFor(folded).some((shelf) => {
        if (!isOfWords(parts, shelf)) return false;
        const own = partsOutside(parts, shelf.common);
        const isCommon = own.long.length + own.dense.length === 0;
        return isCommon || shelf.sentences.some((one) => one.isMostly(all) && one.covers(own, shelf.common));
      });
    }
    // "This hotfix", "this update": each is what the article is about.
    const long = parts.long.filter((word) => this.#words.lengthAt(word, 'hotfix', 0) === 0);
    const rest = partsOutside({ ...parts, long }, names);
    return this.#shelvesFor(folded).some(
      (shelf) =>
        isOfWords(parts, shelf) &&
        shelf.limiting.some((sentence) => sentence.isMostly(all) && sentence.covers(rest, names)),
    );
  }

  /** Whether a heading, which is folded, is a whole standard one: some words of a sentence are none. */
  hasTitle(folded: string): boolean {
    if (this.#isLimiting(folded)) return this.has(folded);
    const parts = partsOf(folded);
    const own = partsOutside(parts, names);
    return this.#shelvesFor(folded).some(
      (shelf) =>
        isOfWords(parts, shelf) &&
        shelf.sentences.some((sentence) => sentence.isMostly(own) && sentence.covers(own, names)),
    );
  }

  /** By the words of the article, and of the language that a script tells. */
  #isLimiting(folded: string): boolean {
    const [language] = languageOfScript(folded);
    return (
      isLimiting(this.#words, folded) || (language !== undefined && isLimiting(ruleWordsOf(language), folded))
    );
  }

  /** Those of the article, and those of the language that a script tells. */
  #shelvesFor(folded: string): readonly Shelf[] {
    return [...new Set([...this.#shelves, ...languageOfScript(folded).map(shelfOf)])];
  }

  /**
   * The words of a text that may not stand in any sentence, or that stand in none; pairs of characters of scripts without blanks.
   *
   * @param of `common`, or `every` for the words of all texts
   */
  strangeWordsIn(folded: string, of: 'common' | 'every'): string[] {
    const { long, short, dense } = partsOf(folded);
    const known = this.#shelvesFor(folded);
    const has = (part: string): boolean => known.some((shelf) => shelf[of].has(part));
    return [
      ...long.filter((word) => !has(word)),
      ...short.filter((word) => !known.some(({ every }) => every.has(word))),
      // Pairs at the edge of two words differ by their order.
      ...dense.filter((pair) => !has(pair) && ![...pair].every(has)),
    ];
  }
}

/** The texts of a language. */
interface Shelf {
  /** Those that deny and limit nothing. */
  sentences: readonly StandardSentence[];
  /** Those that deny or limit something. */
  limiting: readonly StandardSentence[];
  /** Words of all texts, and names of products. */
  every: WordList;
  /** Words that may stand in any sentence, and names of products. */
  common: WordList;
}

type WordList = Pick<Vocabulary, 'has'>;

const names: WordList = { has: isNameOfProduct };
const withNames = (text: string): WordList => {
  const vocabulary = new Vocabulary(text);
  return { has: (part) => isNameOfProduct(part) || vocabulary.has(part) };
};

const LIMITS = ['onlyFor', 'differs', 'earlier', 'wrong'] as const satisfies readonly RuleConcept[];
/** "are not", "only for", "are different from" */
export const isLimiting = (words: RuleWords, folded: string): boolean =>
  isAgainst(words, folded) || LIMITS.some((concept) => words.has(folded, concept));

/** Some words of a sentence may say something else: "the files may change" of "the dates may change when …". */
const LEAST = 2;
/** One of so many words may be unknown, or stand elsewhere. */
const EDGES = 5;

/** Particles may be those of any text. */
const isOfWords = ({ short }: Parts, { every }: Shelf): boolean => short.every((word) => every.has(word));

const partsOutside = (parts: Parts, aside: WordList): Parts => ({
  ...parts,
  long: parts.long.filter((word) => !aside.has(word)),
  dense: parts.dense.filter((pair) => !aside.has(pair)),
});

class StandardSentence {
  readonly #vocabulary: Vocabulary;
  readonly #stems: readonly string[];
  /** Parts that are no names of products. */
  readonly #size: number;

  constructor(folded: string) {
    this.#vocabulary = new Vocabulary(folded);
    const parts = partsOf(folded);
    this.#stems = [...parts.long, ...parts.dense].map(stemOf);
    const { long, dense } = partsOutside(parts, names);
    this.#size = long.length + dense.length;
  }

  /** Whether parts are enough to say what it says: some words of it say something else. */
  isMostly({ long, dense }: Parts): boolean {
    return (long.length + dense.length) * LEAST >= this.#size;
  }

  /**
   * @param parts those of a sentence that may not stand in any one
   * @param aside those that may
   */
  covers({ long, dense }: Parts, aside: WordList): boolean {
    const has = (part: string): boolean => this.#vocabulary.has(part);
    if (!long.every(has)) return false;
    // Pairs at the edge of two words differ by their order.
    const strange = dense.filter((pair) => !has(pair));
    return (
      strange.length * EDGES <= dense.length &&
      strange.every((pair) => [...pair].every((one) => has(one) || aside.has(one))) &&
      this.#isInOrder([...long, ...dense])
    );
  }

  #isInOrder(parts: readonly string[]): boolean {
    return (parts.length - longestInOrder(parts, this.#stems)) * EDGES <= parts.length;
  }
}

/** How many parts stand in a sentence in its order, at most. */
function longestInOrder(parts: readonly string[], stems: readonly string[]): number {
  let above = new Array<number>(stems.length + 1).fill(0);
  for (const part of parts) {
    const row = [0];
    for (const [i, stem] of stems.entries()) {
      row.push(hasStem(stem, part) ? above[i]! + 1 : Math.max(above[i + 1]!, row[i]!));
    }
    above = row;
  }
  return above.at(-1)!;
}

/** A text in English headings may be in another script. */
const languagesOfScripts: readonly (readonly [language: string, letters: RegExp])[] = [
  ['ja', /[\u3041-\u30ff]/],
  ['ko', /[\uac00-\ud7af]/],
  ['zh', /[\u3400-\u9fff]/],
  ['ru', /\p{Script=Cyrillic}/u],
  ['el', /\p{Script=Greek}/u],
];

/** At most one. */
const languageOfScript = (folded: string): string[] =>
  languagesOfScripts.flatMap(([language, letters]) => (letters.test(folded) ? [language] : [])).slice(0, 1);

const foldText = (text: string): string => fold(normaliseText(text));

const byLanguage: Readonly<Record<string, readonly string[]>> = texts.languages;
const shelves = new Map<string, Shelf>();

/** The shelves of the languages of an article, and of English, of which translations leave parts. */
function shelvesOf(languages: readonly string[]): Shelf[] {
  const close = languages.some((one) => one === 'da' || one === 'nb') ? ['da', 'nb'] : [];
  const known = [...languages, ...close].filter((one) => Object.hasOwn(byLanguage, one));
  return [...new Set([...(known.length > 0 ? known : Object.keys(byLanguage)), 'en'])].map(shelfOf);
}

function shelfOf(language: string): Shelf {
  let shelf = shelves.get(language);
  if (shelf === undefined) {
    const [common = '', ...list] = byLanguage[language]!;
    const all = [common, ...list].flatMap((text) => text.split(/(?<=\.)\s|(?<=。)/)).map(foldText);
    const words = ruleWordsOf(language);
    const limiting = all.filter((sentence) => isLimiting(words, ` ${sentence} `));
    shelf = {
      sentences: all.filter((one) => !limiting.includes(one)).map((one) => new StandardSentence(one)),
      limiting: limiting.map((one) => new StandardSentence(one)),
      every: withNames(foldText([common, ...list].join(' '))),
      common: withNames(foldText(common)),
    };
    shelves.set(language, shelf);
  }
  return shelf;
}
