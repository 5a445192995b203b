import texts from '../lexicon/standard-texts.json' with { type: 'json' };
import { fold, normaliseText } from '../row-text.js';
import { isAgainst } from './plain-forms.js';
import { type RuleConcept, type RuleWords, ruleWordsOf } from './rule-words.js';

/**
 * Whether sentences say what support articles print around file tables (`lexicon/standard-texts.json`). Translations and editions word
 * these texts in many ways, so that words are compared and not sentences: one text must have all of a sentence. A sentence that denies or
 * limits something must be covered by a standard sentence that does so too.
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
    if (!this.#isLimiting(folded)) {
      const parts = partsOf(folded);
      return this.#shelvesFor(folded).some(({ texts: all, every, common }) =>
        all.some((text) => covers([text, common], every, parts)),
      );
    }
    const parts = partsOf(folded);
    // "This hotfix", "this update": each is what the article is about.
    const rest = {
      ...parts,
      long: parts.long.filter((word) => this.#words.lengthAt(word, 'hotfix', 0) === 0),
    };
    return this.#shelvesFor(folded).some(({ limiting, every, names: ofProducts }) =>
      limiting.some((text) => isMostOf(text, parts) && covers([text, ofProducts], every, rest)),
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

  /** The words of a text that no standard text has; pairs of characters of scripts without blanks. */
  strangeWordsIn(folded: string): string[] {
    const { long, short, dense } = partsOf(folded);
    const [fewest] = this.#shelvesFor(folded)
      .map(({ every }) => [...long, ...short, ...dense].filter((part) => !every.has(part)))
      .sort((a, b) => a.length - b.length);
    return fewest!;
  }
}

/** The texts of a language. */
interface Shelf {
  texts: readonly Vocabulary[];
  /** Sentences that deny or limit something, each by itself. */
  limiting: readonly Vocabulary[];
  /** Words of all texts. */
  every: Vocabulary;
  /** Words that belong to any text. */
  common: Vocabulary;
  /** Names of products alone. */
  names: Vocabulary;
}

/** The words of a text in parts that can be compared. */
interface Parts {
  long: readonly string[];
  /** Particles and articles, and numbers in letters. */
  short: readonly string[];
  /** Pairs of characters of scripts without blanks; Hiragana and the Chinese particle U+7684, which join words, are left out. */
  dense: readonly string[];
}

const SHORT = 3;
const DENSE = /[\u3005\u3400-\u7683\u7685-\u9fff]+|[\u30a1-\u30ff]+/g;
const WORD = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hangul}]+/gu;
const isHangul = (word: string): boolean => /[\uac00-\ud7af]/.test(word);
/** Addresses, which say nothing by themselves, and values. */
const ASIDE = /\b(?:https?:\/\/|www\.)\S+|\b[\da-f]{32,128}\b|\d+/g;

function partsOf(folded: string): Parts {
  const text = folded.replace(ASIDE, ' ');
  const words = text.match(WORD) ?? [];
  const isShort = (word: string): boolean => word.length <= SHORT && !isHangul(word);
  const runs = text.match(DENSE) ?? [];
  return {
    long: words.filter((word) => !isShort(word)),
    short: words.filter((word) => isShort(word) && word.length > 1),
    dense: runs.flatMap((run) =>
      run.length === 1 ? [run] : Array.from({ length: run.length - 1 }, (_, i) => run.slice(i, i + 2)),
    ),
  };
}

/** The beginning of a word that its forms have in common. */
function stemOf(word: string): string {
  if (isHangul(word)) return word.slice(0, Math.max(2, word.length - 2));
  return word.slice(0, Math.max(word.length > 5 ? 5 : 4, word.length - 3));
}

class Vocabulary {
  readonly #stems = new Map<string, string[]>();
  readonly #others: ReadonlySet<string>;
  /** How many words it has, short ones left out. */
  readonly size: number;

  constructor(text: string) {
    const { long, short, dense } = partsOf(text);
    this.size = long.length + dense.length;
    for (const word of new Set(long.map(stemOf))) {
      const key = keyOf(word);
      const list = this.#stems.get(key);
      if (list) list.push(word);
      else this.#stems.set(key, [word]);
    }
    this.#others = new Set([...short, ...dense, ...dense.flatMap((pair) => [...pair])]);
  }

  has(part: string): boolean {
    if (this.#others.has(part)) return true;
    return this.#stems.get(keyOf(part))?.some((stem) => isFormOf(stem, part)) ?? false;
  }
}

/** Short words have a letter more in other forms: "Pack" is none of "packed". */
const isFormOf = (stem: string, word: string): boolean =>
  word.startsWith(stem) && (stem.length > 4 || isHangul(stem) || word.length - stem.length <= 1);

/** Stems are at least this long, in letters and in syllables. */
const keyOf = (word: string): string => word.slice(0, isHangul(word) ? 2 : 4);

const LIMITS = ['onlyFor', 'differs', 'earlier', 'wrong'] as const satisfies readonly RuleConcept[];
/** "are not", "only for", "are different from" */
export const isLimiting = (words: RuleWords, folded: string): boolean =>
  isAgainst(words, folded) || LIMITS.some((concept) => words.has(folded, concept));

/** Some words of a sentence that denies may deny something else. */
const isMostOf = (text: Vocabulary, { long, dense }: Parts): boolean =>
  (long.length + dense.length) * LEAST >= text.size;
const LEAST = 2;

/** One of so many pairs may be unknown. */
const EDGES = 5;

function covers(texts: readonly Vocabulary[], every: Vocabulary, parts: Parts): boolean {
  const has = (part: string): boolean => texts.some((text) => text.has(part));
  // Pairs at the edge of two words differ by their order.
  const strange = parts.dense.filter((pair) => !has(pair));
  return (
    strange.length * EDGES <= parts.dense.length &&
    strange.every((pair) => [...pair].every(has)) &&
    parts.long.every(has) &&
    parts.short.every((word) => every.has(word))
  );
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
const names = texts.names.join(' ');
let products: Vocabulary | null = null;

/** Whether a word, which is folded, is one of the names of products, their releases and processors. */
export function isNameOfProduct(word: string): boolean {
  products ??= new Vocabulary(foldText(names));
  return products.has(word);
}

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
    const [common = '', ...list] = byLanguage[language]!.map(foldText);
    const sentences = [common, ...list].flatMap((text) => text.split(/(?<=[.。])(?=\s|$|[^\d\sa-z])/));
    const words = ruleWordsOf(language);
    const limiting = sentences.filter((sentence) => isLimiting(words, ` ${sentence} `));
    shelf = {
      texts: list.map((text) => new Vocabulary(text)),
      limiting: limiting.map((sentence) => new Vocabulary(sentence)),
      every: new Vocabulary([common, foldText(names), ...list].join(' ')),
      common: new Vocabulary(`${common} ${foldText(names)}`),
      names: new Vocabulary(foldText(names)),
    };
    shelves.set(language, shelf);
  }
  return shelf;
}
