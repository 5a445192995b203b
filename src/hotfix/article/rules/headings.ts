import { isNone } from '../lexicon.js';
import type { Sentence } from './article-sentences.js';
import { countWords } from './clauses.js';
import type { RuleWords } from './rule-words.js';

/** A line that runs a program or sets a property, which has no full stop. */
const COMMAND =
  /^"?(?:[\w.:\\/%$-]{1,200}\.(?:exe|cmd|bat|com|vbs|ps1|msi|msp)(?=["\s]|$)|(?:msiexec|net|sc|reg|cscript|wscript|regsvr32)\s|PATCH ?=)/i;
const LONGEST_HEADING = 60;

export const isCommandLine = ({ plain }: Pick<Sentence, 'plain'>): boolean =>
  COMMAND.test(plain) && !/[.。!?:;]$/.test(plain);

/** A heading by its mark, or a short line without a stop that begins a block. */
export function isHeading(sentences: readonly Sentence[], at: number): boolean {
  const one = sentences[at]!;
  if (one.kind === 'heading') return true;
  if (one.kind === 'entry' || one.text.length > LONGEST_HEADING) return false;
  // A cell of a file table in a line of its own.
  if (isNone(one.text)) return false;
  if (/[.。!?:：,;]\s*$/.test(one.text) || /[\\/]|\.\w{3}(?!\w)/.test(one.text)) return false;
  const before = sentences[at - 1];
  return (before === undefined || before.block !== one.block) && !isCommandLine(one);
}

/** Words of a heading that says how to remove the hotfix. */
const MOST_WORDS = 8;

export const isRemovalHeading = (words: RuleWords, { folded }: Sentence): boolean =>
  words.has(folded, 'removal') &&
  !words.denies(words.without(folded, 'removal')) &&
  countWords(folded) <= MOST_WORDS;

/** The sentences below the headings that `isIt` accepts, up to the next heading. */
export function sectionsBelow(
  sentences: readonly Sentence[],
  isIt: (one: Sentence) => boolean,
): ReadonlySet<Sentence> {
  const below = new Set<Sentence>();
  let isBelow = false;
  for (const [i, one] of sentences.entries()) {
    // The first line is the title, which names the problem.
    if (isHeading(sentences, i)) isBelow = i > 0 && isIt(one);
    else if (isBelow) below.add(one);
  }
  return below;
}
