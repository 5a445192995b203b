import type { FactEvidence } from '../../manifest/hotfix-facts.js';
import type { ManifestSection, ManifestWarning } from '../../manifest/manifest.js';
import type { Sentence } from './article-sentences.js';
import type { SentenceJudge } from './judge-sentences.js';
import type { RuleWords } from './rule-words.js';

/** What rules are looked for in: the text of an article beside its tables, and the tables. */
export interface RuleText {
  sentences: readonly Sentence[];
  words: RuleWords;
  /** What the article says of it, and what it denies. */
  judge: SentenceJudge;
  sections: readonly ManifestSection[];
  /** Number of the article. */
  kb: string | null;
}

/** Sentences and warnings that are kept; no article comes near. */
const MOST_NOTES = 200;

/** What was found beside the facts themselves. */
export class RuleNotes {
  readonly evidence: FactEvidence[] = [];
  readonly warnings: ManifestWarning[] = [];

  /** Records the sentence that a fact rests on. */
  rests(fact: string, value: string, { text, line }: Pick<Sentence, 'text' | 'line'>): void {
    if (this.evidence.length >= MOST_NOTES) return;
    const sentence = visible(text).slice(0, 2000);
    if (this.evidence.some((one) => one.fact === fact && one.value === value && one.sentence === sentence))
      return;
    this.evidence.push({ fact, value: value.slice(0, 1000), sentence, line });
  }

  /** What the article says contradicts its tables or itself, or can be read in two ways. `fact` is not taken from it. */
  unclear(fact: string, message: string, sentence?: Pick<Sentence, 'text' | 'line'>): void {
    if (this.warnings.length >= MOST_NOTES) return;
    this.warnings.push({
      code: 'ARTICLE_RULE_UNCLEAR',
      message: withLine(message, sentence),
      structure: `facts.${fact}`,
      ...(sentence === undefined ? {} : { found: visible(sentence.text).slice(0, 300) }),
    });
  }

  /** The article takes the hotfix back. */
  withdrawn(message: string, sentence: Pick<Sentence, 'text' | 'line'>): void {
    const found = visible(sentence.text).slice(0, 300);
    this.warnings.push({ code: 'ARTICLE_WITHDRAWN', message: withLine(message, sentence), found });
  }
}

const withLine = (message: string, sentence?: Pick<Sentence, 'line'>): string =>
  `${message}${sentence?.line == null ? '' : ` (line ${sentence.line})`}`.slice(0, 2000);

/** Runs of blanks and control characters become one blank. */
function visible(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}

/** What a message repeats of a sentence. */
export const said = ({ text }: Pick<Sentence, 'text'>): string => visible(text).slice(0, 200);

/** What to call a section: its product, or its heading. */
export const nameOfSection = ({ product, title }: ManifestSection): string => product ?? title;

/** Numbers of articles in a text, other than `own`. */
export function otherArticlesIn(text: string, own: string | null): { kb: string; at: number }[] {
  return [...text.matchAll(/(?<![\d.,])(\d{6,7})(?![\d]|[.,]\d)/g)]
    .map((match) => ({ kb: match[1]!, at: match.index }))
    .filter(({ kb }) => kb !== own);
}
