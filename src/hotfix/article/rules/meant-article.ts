import { partialEntry } from '../../manifest/partial-entries.js';
import { otherArticlesIn, type RuleNotes, type RuleText } from './rule-text.js';

/** The article that is meant by a number, which may have one wrong digit or two in the wrong order. */
export function meantArticle(
  { sentences, words, kb }: RuleText,
  printed: string,
  notes: RuleNotes,
  beside: readonly string[],
): string {
  // "You cannot install it with hotfix 990700" is about another one.
  const named = new Set(
    sentences.flatMap(({ folded }) =>
      otherArticlesIn(folded, kb)
        .map((one) => one.kb)
        .filter((one) => partialEntry(one) !== null || !words.has(folded, 'not')),
    ),
  );
  // "Superseded by 990600 and 990700": both are meant.
  const similar = [...named].filter((other) => isSimilar(other, printed) && !beside.includes(other));
  const known = similar.filter((other) => partialEntry(other) !== null);
  if (similar.length === 0 || partialEntry(printed) !== null) return printed;
  if (known.length === 1) {
    notes.warnings.push({
      code: 'MANIFEST_MISPRINT',
      message: `the article names ${printed} as the article that supersedes it; that is a misprint of ${known[0]}, which it names elsewhere`,
      expected: known[0]!,
      found: printed,
    });
    return known[0]!;
  }
  notes.unclear(
    'supersededBy',
    `the article names ${printed} as the article that supersedes it, and ${similar.join(', ')} elsewhere; one of them may be a misprint`,
  );
  return printed;
}

/** One digit differs, or two neighbours are exchanged. */
function isSimilar(a: string, b: string): boolean {
  if (a.length !== b.length || a === b) return false;
  const differ = [...a].flatMap((digit, i) => (digit === b[i] ? [] : [i]));
  if (differ.length === 1) return true;
  const [i, j] = differ as [number, number];
  return differ.length === 2 && j === i + 1 && a[i] === b[j] && a[j] === b[i];
}
