import type { Sentence } from './article-sentences.js';
import { PLACE, partsOfSentence } from './clauses.js';
import { governedSentences, type Stance } from './governed-sentences.js';
import { isRemovalHeading, sectionsBelow } from './headings.js';
import { isPlain, isPlainRow } from './plain-forms.js';
import type { RuleWords } from './rule-words.js';

/** Decides for each sentence whether it tells a step, denies one, or neither. Rules are taken from what it tells. */
export class SentenceJudge {
  readonly #words: RuleWords;
  readonly #governed: ReadonlyMap<Sentence, Stance>;
  readonly #aboutRemoval: ReadonlySet<Sentence>;
  readonly #judged = new Map<Sentence, Stance>();

  constructor(sentences: readonly Sentence[], words: RuleWords) {
    this.#words = words;
    this.#governed = governedSentences(sentences, words);
    this.#aboutRemoval = sectionsBelow(sentences, (one) => isRemovalHeading(words, one));
  }

  judge(sentence: Sentence): Stance {
    let stance = this.#judged.get(sentence);
    if (stance === undefined) {
      const own: Stance = { is: this.#ownStance(sentence), by: sentence };
      // What denies by itself says so best.
      stance = own.is === 'denied' ? own : (this.#governed.get(sentence) ?? own);
      this.#judged.set(sentence, stance);
    }
    return stance;
  }

  /** Whether a sentence stands below a heading about removing the hotfix. */
  isAboutRemoval(sentence: Sentence): boolean {
    return this.#aboutRemoval.has(sentence);
  }

  #ownStance({ folded, struck, hidden, row }: Sentence): Stance['is'] {
    if (struck) return 'denied';
    if (hidden) return 'hidden';
    if (row ? isPlainRow(this.#words, row) : isPlain(this.#words, folded)) return 'said';
    return this.#denies(folded) ? 'denied' : 'aside';
  }

  /** "Do not copy x.msp to …": what it does not do by itself, and what is not done with other files, is not denied. */
  #denies(folded: string): boolean {
    const words = this.#words;
    if (words.has(folded, 'automatic')) return false;
    if (words.has(folded, 'other') && !/\.msp(?![a-z0-9])/i.test(folded)) return false;
    if (!words.denies(folded) && !words.has(folded, 'mistakeTo')) return false;
    const main = partsOfSentence(words, folded).filter(({ isCondition }) => !isCondition);
    const named = main.filter(({ text }) => PLACE.test(text));
    return (named.length > 0 ? named : main).some(({ text }) => {
      const kept = words.without(text, 'removal');
      return words.has(kept, 'act') && (words.denies(kept) || words.has(kept, 'mistakeTo'));
    });
  }
}
