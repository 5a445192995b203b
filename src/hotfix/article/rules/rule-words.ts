import { groupBy } from '../../../core/group-by.js';
import { remembered } from '../../../core/remembered.js';
import { withoutTail } from '../../../core/text-scan.js';
import rules from '../lexicon/rules.json' with { type: 'json' };
import { fold, normaliseText } from '../row-text.js';
import type { Sentence } from './article-sentences.js';
import { finderOfWords, type WordFinder, WordPlaces } from './word-places.js';

/** What the words of a list mean: see `lexicon/rules.json`. */
export type RuleConcept = keyof typeof rules;

type ByLanguage = Readonly<Record<string, readonly string[]>>;

const concepts: Readonly<Record<string, ByLanguage>> = Object.fromEntries(
  Object.entries(rules).map(([concept, languages]) => [
    concept,
    Object.fromEntries(
      Object.entries(languages).map(([language, words]) => [
        language,
        words.map((word) => fold(normaliseText(word))),
      ]),
    ),
  ]),
);

/** Concepts whose words are long enough to tell a language. */
const telling = ['thisHotfix', 'prerequisites', 'restart', 'again', 'utility'] as const;

/** Concepts with short words, which mean other things in other languages (Vietnamese has a word `no` without its accent). */
const shortWords: ReadonlySet<RuleConcept> = new Set([
  'not',
  'possible',
  'against',
  'if',
  'whether',
  'loggedOn',
  'replaced',
  'hidden',
  'can',
  'doThis',
  'everywhere',
  'must',
  'onlyThere',
  'wrong',
  'yes',
  'no',
]);

/**
 * Concepts whose words mean the same in every article: a translator may have left a part in any language. Shorter words of other languages
 * than these are words of this one too.
 */
const inAnyLanguage: ReadonlyMap<RuleConcept, number> = new Map([
  ['above', 4],
  ['duty', 4],
  ['earlier', 4],
  ['every', 4],
  ['fileWord', 4],
  ['following', 4],
  ['formerText', 4],
  ['ignoreIt', 4],
  ['instruction', 4],
  ['mistakeTo', 4],
  ['order', 4],
  ['outcome', 6],
  ['placed', 5],
  ['purpose', 4],
  ['remember', 4],
  ['packageWord', 4],
  ['runThis', 4],
  ['problemHeading', 6],
  ['tableWord', 4],
  ['theTable', 5],
  ['toUndo', 4],
  ['total', 6],
  ['workFile', 6],
  ['wrongSteps', 4],
]);

/** The words that articles use for rules, in the languages of one article. Words of other languages would be false friends. */
export class RuleWords {
  readonly #words: ReadonlyMap<RuleConcept, readonly string[]>;
  readonly #places: WordPlaces<RuleConcept | Denial>;
  /** Of each concept, the words that may end a sentence, by their last unit. */
  readonly #endings = new Map<RuleConcept, ReadonlyMap<string, readonly string[]>>();
  /** That of the article, as far as its words tell it. */
  readonly language: string;

  /** @param language of the headings of the tables, which is that of a text that does not tell its own */
  constructor(sentences: readonly Sentence[], language: string) {
    const told = tellingWordsIn(sentences);
    const text = languageOf(told, baseOf(language)) ?? baseOf(language);
    this.language = text;
    const { words, finder } = vocabularyOf([text, ...languagesToldBy(told).sort()].join(' '));
    this.#words = words;
    this.#places = new WordPlaces(finder);
  }

  /** Whether a text, which is folded, has a word of any language that denies or takes back what it says. */
  denies(folded: string): boolean {
    return this.#places.first(folded.replace(DENIES_NOTHING, ' '), 'denying') >= 0;
  }

  /** Whether one of these words says "not": others avoid, remove or except. */
  deniesPlainly(folded: string): boolean {
    return this.#places.first(folded.replace(DENIES_NOTHING, ' '), 'plainly denying') >= 0;
  }

  /** A text, which is folded, without the words. */
  without(folded: string, concept: RuleConcept): string {
    if (!this.hasInside(folded, concept)) return folded;
    return this.#words
      .get(concept)!
      .reduce((text, word) => (text.includes(word) ? text.replaceAll(word, ' ') : text), folded);
  }

  /** Whether one of the words begins a word of a text, which is folded. */
  has(folded: string, concept: RuleConcept): boolean {
    return this.placeOf(folded, concept) >= 0;
  }

  /** Whether one of the words stands in a text, which is folded, if only inside of a word: no part of another text has one. */
  hasInside(folded: string, concept: RuleConcept): boolean {
    return this.#places.isInside(folded, concept);
  }

  /** Whether a text, which is folded, is one of the words, or begins with it and a comma. */
  answers(folded: string, concept: 'yes' | 'no'): boolean {
    const said = folded.trim().replace(/[.。!]$/, '');
    return this.#words
      .get(concept)!
      .some((word) => said === word.trim() || said.startsWith(`${word.trim()},`));
  }

  /** How long the longest of the words is that stands at a place of a text, which is folded. */
  lengthAt(folded: string, concept: RuleConcept, place: number): number {
    return this.#places.lengthAt(folded, concept, place);
  }

  /** Whether a text, which is folded, ends with one of the words, before its stop. Short words do not tell. */
  ends(folded: string, concept: RuleConcept): boolean {
    const said = withoutTail(folded, ' \t\n\r\f\v\u00a0\ufeff.:!');
    let endings = this.#endings.get(concept);
    if (endings === undefined) {
      endings = groupBy(this.#words.get(concept)!.filter(isEnding), (word) => word.at(-1)!);
      this.#endings.set(concept, endings);
    }
    return endings.get(said.at(-1) ?? '')?.some((word) => said.endsWith(word)) ?? false;
  }

  /** Where the first of the words stands in a text, which is folded; -1 where none does. */
  placeOf(folded: string, concept: RuleConcept): number {
    return this.#places.first(folded, concept);
  }
}

interface Vocabulary {
  words: ReadonlyMap<RuleConcept, readonly string[]>;
  finder: WordFinder<RuleConcept | Denial>;
}

/** The words of articles in a language that have parts in others; each is told by its tag. Many articles have the same. */
const vocabularyOf = remembered(readVocabulary, { most: 8 });

function readVocabulary(tags: string): Vocabulary {
  const [text = '', ...others] = tags.split(' ');
  // Danish and Norwegian are too much alike to be told apart by some words.
  const own = new Set(text === 'da' || text === 'nb' ? ['da', 'nb'] : [text]);
  // Translations leave parts in English.
  const spoken = new Set(['en', ...own, ...others]);
  const words = new Map(
    (Object.keys(rules) as RuleConcept[]).map((concept) => [
      concept,
      Object.entries(concepts[concept]!).flatMap(([one, words]) =>
        inAnyLanguage.has(concept)
          ? words.filter(
              (word) =>
                spoken.has(one) || !/[a-z]/.test(word) || word.trim().length >= inAnyLanguage.get(concept)!,
            )
          : (shortWords.has(concept) && concepts[concept]![text] ? own.has(one) : spoken.has(one))
            ? words
            : [],
      ),
    ]),
  );
  const plainly = denyingWords(text, ['not']);
  const finder = finderOfWords<RuleConcept | Denial>([
    ...words,
    ['plainly denying', plainly],
    ['denying', [...plainly, ...denyingWords(text, ['against'])]],
  ]);
  return { words, finder };
}

/** The words of a language, where there is no text that tells one. */
export const ruleWordsOf = (language: string): RuleWords => ruleWordsOfBase(baseOf(language));

// Tags of languages are from the article.
const ruleWordsOfBase = remembered((base) => new RuleWords([], base), { most: 30 });

/** The words of the languages that a sentence tells by itself, beside that of its article. */
export function ruleWordsToldBy(sentence: Sentence, own: string): RuleWords[] {
  return [...new Set(languagesToldBy(tellingWordsIn([sentence])))]
    .filter((language) => language !== own)
    .map(ruleWordsOf);
}

/** A word that may end a sentence, such as a Turkish verb. Scripts of East Asia need fewer characters. */
const LONG_END = /^\S{5,}$/;
const DENSE = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;
const isEnding = (word: string): boolean => (DENSE.test(word) ? word.length >= 2 : LONG_END.test(word));

/** Lists of words that are no concept: see {@link denyingWords}. */
type Denial = 'denying' | 'plainly denying';

/** Compounds with the words of `not` that deny nothing. */
const DENIES_NOTHING = /不[同论論管仅僅断斷]|whether or not/g;

/** Words that begin other words, or mean other things, in most languages but their own. */
const OWN_ONLY: ReadonlySet<string> = new Set([
  ' en ',
  ' emme ',
  ' et ',
  ' ette ',
  ' ni ',
  'exclu',
  'retir',
  'salvo',
]);

/**
 * The words of `not` and `against` in a language, and those of other languages that are not words of it too: the part of an article
 * that tells its language may be the smaller one. English has no short false friends among them.
 */
function denyingWords(own: string, of: readonly ('not' | 'against')[]): string[] {
  const isForeign = (word: string, language: string): boolean => {
    if (/[\u3400-\u9fff]/.test(word)) return !(language === 'zh' && own === 'ja');
    if (!/[a-z]/.test(word)) return true;
    const shortest = own === 'en' ? 2 : own === 'vi' ? 6 : 4;
    return !OWN_ONLY.has(word) && word.trim().length >= shortest;
  };
  return of.flatMap((concept) =>
    Object.entries(concepts[concept]!).flatMap(([language, words]) =>
      language === own ? words : words.filter((word) => isForeign(word, language)),
    ),
  );
}

const baseOf = (language: string): string => language.split('-')[0]!.toLowerCase().replace(/^no$/, 'nb');

/** A word of a language that is none of another one. */
const LONGEST_SHARED = { latin: 8, other: 3 };

/** The words of all languages that tell one and stand in sentences. */
function tellingWordsIn(sentences: readonly Sentence[]): ReadonlySet<string> {
  if (sentences.length === 0) return new Set();
  tellingWords ??= finderOfWords(
    telling.flatMap((concept) =>
      Object.values(concepts[concept]!).flatMap((words) => words.map((word) => [word, [word]] as const)),
    ),
  );
  const places = new WordPlaces(tellingWords);
  return new Set(sentences.flatMap(({ folded }) => places.listsIn(folded)));
}

/** The same for all articles; made for the first. */
let tellingWords: WordFinder<string> | null = null;

/** The languages of sentences that stand between those of another one. */
function languagesToldBy(told: ReadonlySet<string>): string[] {
  return telling.flatMap((concept) =>
    Object.entries(concepts[concept]!)
      .filter(([, words]) =>
        words.some(
          (word) =>
            word.length >= (/[a-z]/.test(word) ? LONGEST_SHARED.latin : LONGEST_SHARED.other) &&
            told.has(word),
        ),
      )
      .map(([language]) => language),
  );
}

/** The language with the most of the words that tell one; null where it has too few. Of several, that of the tables, or English. */
function languageOf(told: ReadonlySet<string>, tables: string): string | null {
  const votes = new Map<string, number>();
  for (const concept of telling) {
    for (const [language, words] of Object.entries(concepts[concept]!)) {
      const found = words.filter((word) => told.has(word)).length;
      votes.set(language, (votes.get(language) ?? 0) + found);
    }
  }
  const rank = (one: string): number => (one === tables ? 2 : one === 'en' ? 1 : 0);
  const [best] = [...votes].sort((a, b) => b[1] - a[1] || rank(b[0]) - rank(a[0]));
  if (best !== undefined && best[1] >= 2) return best[0];
  // A short text has one such word; that of the headings may be the language of the tables alone.
  const [first, ...others] = new Set(languagesToldBy(told));
  return first !== undefined && others.length === 0 && first === best?.[0] ? first : null;
}
