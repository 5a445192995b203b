import type { Sentence } from './article-sentences.js';
import { type Clause, PLACE, partsOfSentence } from './clauses.js';
import { governedSentences, type Stance } from './governed-sentences.js';
import { isRemovalHeading, sectionsBelow } from './headings.js';
import type { RuleWords } from './rule-words.js';

/** "Vergessen Sie nicht", "n'oubliez pas": words for "not" behind that for forgetting. */
const REMINDED = /^\S{1,30}(?: (?:sie|du|u|ni))? (?:nicht|niet|inte|ikke|pas)(?![a-z])/;

/** Decides for each sentence whether the article says it or denies it. Rules are taken from what is said. */
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
      const governed = this.#governed.get(sentence);
      const own: Stance = { is: this.#ownStance(sentence), by: sentence };
      // What denies by itself says so best; a sentence beside the matter is still no step where another one denies it.
      stance = governed === undefined || own.is === 'denied' ? own : governed;
      this.#judged.set(sentence, stance);
    }
    return stance;
  }

  /** Whether a sentence stands below a heading about removing the hotfix. */
  isAboutRemoval(sentence: Sentence): boolean {
    return this.#aboutRemoval.has(sentence);
  }

  #ownStance(sentence: Sentence): Stance['is'] {
    const { folded, struck, hidden } = sentence;
    const words = this.#words;
    if (struck) return 'denied';
    if (hidden) return 'hidden';
    if (words.has(folded, 'formerText')) return 'denied';
    if (this.#undoes(folded)) return 'aside';
    if (!words.denies(folded) && !words.has(folded, 'mistakeTo')) return 'said';
    if (words.has(folded, 'mistakeTo')) return 'denied';
    if (this.#reminds(folded) || this.#hasPurpose(folded)) return 'said';
    if (this.#deniesInConditionOnly(folded)) return 'said';
    return this.#isBeside(sentence) ? 'aside' : 'denied';
  }

  /** "To undo the changes, run x.exe": how a step is taken back is no step. */
  #undoes(folded: string): boolean {
    const end = folded.search(/[,:、]/);
    const purpose = end < 0 ? '' : folded.slice(0, end);
    return this.#words.has(purpose, 'toUndo') && /^ *(?:\S+ ){0,2}$/.test(this.#before(purpose));
  }

  #before(purpose: string): string {
    return purpose.slice(0, Math.max(0, this.#words.placeOf(purpose, 'toUndo')));
  }

  /** "Do not forget to copy it": what stands behind is said. */
  #reminds(folded: string): boolean {
    const words = this.#words;
    const at = words.placeOf(folded, 'forget');
    if (at < 0) return false;
    const said = folded.slice(at);
    const behind = said.replace(REMINDED, ' ');
    return (
      (behind !== said || words.has(folded.slice(0, at), 'not')) &&
      !words.denies(behind === said ? said.slice(5) : behind)
    );
  }

  /** "If the folder does not exist, create it and copy x.msp to it": the step itself is not denied. */
  #deniesInConditionOnly(folded: string): boolean {
    const words = this.#words;
    const parts = partsOfSentence(words, folded);
    const isCondition = (part: Clause): boolean => part.isCondition || part.text.startsWith(' unless ');
    const main = parts.filter((part) => !isCondition(part));
    return (
      main.some(({ text }) => PLACE.test(text)) &&
      main.every(({ text }) => !words.denies(text)) &&
      parts.every((part) => !isCondition(part) || !part.text.startsWith(' while '))
    );
  }

  /** "To avoid this problem, copy it": what stands behind is said. */
  #hasPurpose(folded: string): boolean {
    const words = this.#words;
    const comma = folded.indexOf(',');
    const [purpose, rest] = [` ${folded.slice(0, Math.max(0, comma)).trim()} `, folded.slice(comma + 1)];
    const isPurpose = words.placeOf(purpose, 'purpose') === 0 && !PLACE.test(purpose);
    return isPurpose && !words.has(purpose, 'toRemove') && !words.denies(rest);
  }

  /** Whether a sentence with a word that denies says nothing against the step that it names. */
  #isBeside(sentence: Sentence): boolean {
    const words = this.#words;
    const { folded } = sentence;
    const hasNot = words.has(folded, 'not');
    const kept = words.without(folded, 'removal');
    const hasAgainst = words.has(kept, 'against');
    if (this.#isMissing(folded)) return true;
    if (!hasNot) return !hasAgainst && this.#isRemoval(sentence);
    if (hasAgainst) return false;
    if (words.has(folded, 'automatic')) return true;
    if (words.has(folded, 'other') && !/\.msp(?![a-z0-9])/i.test(folded)) return true;
    const isOtherAct = words.has(folded, 'keepAsIs') || words.has(folded, 'removal');
    // "You cannot uninstall it" installs nothing.
    if (isOtherAct && !words.has(kept, 'act')) return true;
    return this.#isConsequence(folded);
  }

  /** "If the folder does not exist, create it." */
  #isMissing(folded: string): boolean {
    const words = this.#words;
    const parts = partsOfSentence(words, folded);
    const isOpen = parts.some(
      ({ text, isCondition }) =>
        isCondition && PLACE.test(text) && words.has(text, 'not') && !words.has(text, 'act'),
    );
    return (
      isOpen &&
      parts.every(({ text, isCondition }) => isCondition || !(PLACE.test(text) || words.denies(text)))
    );
  }

  /** "If you do not copy it, new clients are not updated": what follows from leaving it out. */
  #isConsequence(folded: string): boolean {
    const words = this.#words;
    const parts = partsOfSentence(words, folded);
    const leavesOut = parts.some(
      ({ text, isCondition }) =>
        isCondition && PLACE.test(text) && words.has(text, 'not') && words.has(text, 'act'),
    );
    return leavesOut && parts.every(({ text, isCondition }) => isCondition || !PLACE.test(text));
  }

  /** "To remove the client update, delete …", or below a heading that says so. */
  #isRemoval(sentence: Sentence): boolean {
    if (this.#aboutRemoval.has(sentence)) return true;
    const comma = sentence.folded.indexOf(',');
    const purpose = comma < 0 ? '' : sentence.folded.slice(0, comma);
    return this.#words.has(purpose, 'toRemove') && !PLACE.test(purpose);
  }
}
