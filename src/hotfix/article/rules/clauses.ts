import type { RuleWords } from './rule-words.js';

/** A part of a sentence, folded. */
export interface Clause {
  text: string;
  /** It says when the rest holds. */
  isCondition: boolean;
}

/** Scripts without blanks between words, and Korean: the word that makes a condition stands at its end. */
const DENSE = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;
/** Chinese words that begin a condition. */
const BEGINS_CONDITION = /^(?:如果|若|假如)/;

/** The parts of a sentence, which is folded. */
export const clausesOf = (folded: string): string[] => folded.split(/[,;:()]| but | however /);

/** The parts of a sentence, which is folded, apart from its conditions. */
export function partsOfSentence(words: RuleWords, folded: string): Clause[] {
  return clausesOf(folded)
    .filter((clause) => clause.trim() !== '')
    .flatMap((clause) => {
      const text = ` ${clause.trim()} `;
      const at = words.placeOf(text, 'if');
      if (at < 0) return [{ text, isCondition: false }];
      if (DENSE.test(text)) {
        if (BEGINS_CONDITION.test(text.trim())) return [{ text, isCondition: true }];
        const end = at + words.lengthAt(text, 'if', at);
        const rest = text.slice(end);
        const condition = { text: text.slice(0, end), isCondition: true };
        return rest.trim().length <= 1 ? [condition] : [condition, { text: rest, isCondition: false }];
      }
      if (at <= 1) return [{ text, isCondition: true }];
      return [
        { text: `${text.slice(0, at)} `, isCondition: false },
        { text: text.slice(at), isCondition: true },
      ];
    });
}

/** How many words a text has; in scripts without blanks, two characters count as one. */
export function countWords(text: string): number {
  const trimmed = text.trim();
  if (trimmed === '') return 0;
  return DENSE.test(trimmed) ? Math.ceil(trimmed.length / 2) : trimmed.split(/\s+/).length;
}

/** A name or path that steps are about. */
export const PLACE = /\.(?:msp|exe|cmd|bat)(?![a-z0-9])|hotfix[\\/]{1,4}kb\d/i;
