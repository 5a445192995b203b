import rules from '../lexicon/rules.json' with { type: 'json' };
import { fold, normaliseText } from '../row-text.js';
import type { Sentence } from './article-sentences.js';

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
  ['runThis', 4],
  ['toUndo', 4],
  ['wrongSteps', 4],
]);

/** The words that articles use for rules, in the languages of one article. Words of other languages would be false friends. */
export class RuleWords {
  readonly #words: ReadonlyMap<RuleConcept, readonly string[]>;
  readonly #denying: readonly string[];
  readonly #plainlyDenying: readonly string[];
  /** That of the article, as far as its words tell it. */
  readonly language: string;

  /** @param language of the headings of the tables, which is that of a text that does not tell its own */
  constructor(sentences: readonly Sentence[], language: string) {
    const text = languageOf(sentences, baseOf(language)) ?? baseOf(language);
    this.language = text;
    // Danish and Norwegian are too much alike to be told apart by some words.
    const own = new Set(text === 'da' || text === 'nb' ? ['da', 'nb'] : [text]);
    // Translations leave parts in English.
    const spoken = new Set(['en', ...own, ...languagesToldIn(sentences)]);
    this.#words = new Map(
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
    this.#plainlyDenying = denyingWords(text, ['not']);
    this.#denying = [...this.#plainlyDenying, ...denyingWords(text, ['against'])];
  }

  /** Whether a text, which is folded, has a word of any language that denies or takes back what it says. */
  denies(folded: string): boolean {
    const said = folded.replace(DENIES_NOTHING, ' ');
    return this.#denying.some((word) => placeOfWord(said, word) >= 0);
  }

  /** Whether one of these words says "not": others avoid, remove or except. */
  deniesPlainly(folded: string): boolean {
    const said = folded.replace(DENIES_NOTHING, ' ');
    return this.#plainlyDenying.some((word) => placeOfWord(said, word) >= 0);
  }

  /** A text, which is folded, without the words. */
  without(folded: string, concept: RuleConcept): string {
    return this.#words
      .get(concept)!
      .reduce((text, word) => (text.includes(word) ? text.replaceAll(word, ' ') : text), folded);
  }

  /** Whether one of the words begins a word of a text, which is folded. */
  has(folded: string, concept: RuleConcept): boolean {
    return this.#words.get(concept)!.some((word) => placeOfWord(folded, word) >= 0);
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
    const there = this.#words.get(concept)!.filter((word) => folded.startsWith(word, place));
    return Math.max(0, ...there.map(({ length }) => length));
  }

  /** Whether a text, which is folded, ends with one of the words, before its stop. Short words do not tell. */
  ends(folded: string, concept: RuleConcept): boolean {
    const said = folded.replace(/[\s.:!]+$/, '');
    return this.#words
      .get(concept)!
      .some((word) => (DENSE.test(word) ? word.length >= 2 : LONG_END.test(word)) && said.endsWith(word));
  }

  /** Where the first of the words stands in a text, which is folded; -1 where none does. */
  placeOf(folded: string, concept: RuleConcept): number {
    const places = this.#words.get(concept)!.map((word) => placeOfWord(folded, word));
    const found = places.filter((place) => place >= 0);
    return found.length === 0 ? -1 : Math.min(...found);
  }
}

/** A word that may end a sentence, such as a Turkish verb. Scripts of East Asia need fewer characters. */
const LONG_END = /^\S{5,}$/;
const DENSE = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;

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

/** East Asian scripts have no blanks between words, and long words may end a compound (`Hotfixersetzung`). */
const LONG_WORD = 6;
const letter = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u;

function placeOfWord(folded: string, word: string): number {
  let place = folded.indexOf(word);
  if (place < 0 || word.length >= LONG_WORD || !letter.test(word[0]!)) return place;
  while (place > 0 && letter.test(folded[place - 1]!)) place = folded.indexOf(word, place + 1);
  return place;
}

const baseOf = (language: string): string => language.split('-')[0]!.toLowerCase().replace(/^no$/, 'nb');

/** A word of a language that is none of another one. */
const LONGEST_SHARED = { latin: 8, other: 4 };

/** The languages of sentences that stand between those of another one. */
function languagesToldIn(sentences: readonly Sentence[]): string[] {
  const text = sentences.map(({ folded }) => folded).join('\n');
  const told = telling.flatMap((concept) =>
    Object.entries(concepts[concept]!).filter(([, words]) =>
      words.some(
        (word) =>
          word.length >= (/[a-z]/.test(word) ? LONGEST_SHARED.latin : LONGEST_SHARED.other) &&
          placeOfWord(text, word) >= 0,
      ),
    ),
  );
  return told.map(([language]) => language);
}

/** The language with the most of the words that tell one; null where it has too few. Of several, that of the tables, or English. */
function languageOf(sentences: readonly Sentence[], tables: string): string | null {
  const text = sentences.map(({ folded }) => folded).join('\n');
  const votes = new Map<string, number>();
  for (const concept of telling) {
    for (const [language, words] of Object.entries(concepts[concept]!)) {
      const found = words.filter((word) => placeOfWord(text, word) >= 0).length;
      votes.set(language, (votes.get(language) ?? 0) + found);
    }
  }
  const rank = (one: string): number => (one === tables ? 2 : one === 'en' ? 1 : 0);
  const [best] = [...votes].sort((a, b) => b[1] - a[1] || rank(b[0]) - rank(a[0]));
  if (best !== undefined && best[1] >= 2) return best[0];
  // A short text has one such word; that of the headings may be the language of the tables alone.
  const [told, ...others] = new Set(languagesToldIn(sentences));
  return told !== undefined && others.length === 0 && told === best?.[0] ? told : null;
}
