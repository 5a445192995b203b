import type { Sentence } from './article-sentences.js';
import { isGoverned, isStated } from './find-doubts.js';
import { otherArticlesIn, said as quoted, type RuleNotes, type RuleText } from './rule-text.js';
import type { RuleWords } from './rule-words.js';

/** Articles of a list that are kept. */
const MOST_LISTED = 20;
/** An entry of a list that is an article: what it is called, its number, and its title. */
const ENTRY = /^[^\p{L}\d]{0,5}((?:\p{L}{1,30} ){0,2})(?:kb)? ?\d{6,7}(?!\d)/iu;

/** A sentence that says of this hotfix that it replaces what the list below it names, or is replaced by it. */
function beginsList({ words, kb, judge }: RuleText, one: Sentence): boolean {
  const { folded } = one;
  return (
    /[:：]\s*$/.test(folded) &&
    words.has(folded, 'replace') &&
    words.has(folded, 'thisHotfix') &&
    !words.has(folded, 'not') &&
    isStated({ judge }, one) &&
    otherArticlesIn(folded, kb).length === 0
  );
}

/** An article that a sentence or a list names as replaced by this hotfix, or as replacing it. */
export interface NamedReplacement {
  kb: string;
  sentence: Sentence;
  isSuperseding: boolean;
}

/** Articles that sentences name without a word for replacing: "Use hotfix n instead of this hotfix", "Included in hotfix n". */
export function impliedReplacements(text: RuleText): NamedReplacement[] {
  return text.sentences.flatMap((sentence) => {
    const { folded } = sentence;
    const [other, ...more] = otherArticlesIn(folded, text.kb);
    if (other === undefined || more.length > 0) return [];
    const isOpen = (['not', 'if', 'earlier'] as const).some((concept) => text.words.has(folded, concept));
    const isUnsaid = sentence.struck || sentence.hidden || isGoverned(text, sentence);
    if (isOpen || isUnsaid) return [];
    const instead = usedInstead(text, folded, other.at);
    const isSuperseding = instead === null ? isIncluded(text, folded, other.at) : instead === 'other';
    return instead === null && !isSuperseding ? [] : [{ kb: other.kb, sentence, isSuperseding }];
  });
}

/** Languages that say "instead of" behind what is not used. */
const BEHIND: ReadonlySet<string> = new Set(['fi', 'hu', 'ja', 'ko', 'tr']);

/** Which of two hotfixes is to be used in place of the other one; null where a sentence does not say. */
function usedInstead({ words, kb }: RuleText, folded: string, other: number): 'this' | 'other' | null {
  const at = words.placeOf(folded, 'insteadOf');
  const own = subjectOf(words, kb, folded);
  if (at < 0 || own < 0 || !words.has(folded, 'act')) return null;
  const isBehind = BEHIND.has(words.language);
  const unused = [own, other].filter((place) => place < at === isBehind);
  if (unused.length === 0) return null;
  const nearest = isBehind ? Math.max(...unused) : Math.min(...unused);
  return nearest === own ? 'other' : 'this';
}

/** "This hotfix is included in hotfix n", or a line that begins with "Included in". */
function isIncluded({ words, kb }: RuleText, folded: string, other: number): boolean {
  const at = words.placeOf(folded, 'includedIn');
  const own = subjectOf(words, kb, folded);
  const begins = Math.min(at, own < 0 ? at : own) <= FIRST;
  return at >= 0 && begins && own < other && (own >= 0 || at <= FIRST) && !(own > at);
}

/** Place of a word that begins a sentence, behind a blank or a mark. */
const FIRST = 3;

/** Where a text names the hotfix of the article; -1 where it does not. */
export function subjectOf(words: RuleWords, kb: string | null, folded: string): number {
  const own = kb === null ? -1 : folded.indexOf(kb);
  const said = words.placeOf(folded, 'thisHotfix');
  return own < 0 ? said : said < 0 ? own : Math.min(own, said);
}

/** The articles of a list below "this hotfix replaces the following hotfixes:" or "this hotfix is superseded by the following hotfix:". */
export function listedReplacements(text: RuleText): NamedReplacement[] {
  const { sentences, words, kb } = text;
  return sentences.flatMap((one, i) => {
    if (!beginsList(text, one)) return [];
    const isSuperseding = words.has(one.folded, 'replaced');
    const next = sentences.slice(i + 1, i + 1 + MOST_LISTED);
    const end = next.findIndex(({ folded }) => {
      const called = ENTRY.exec(folded.trim())?.[1];
      return called === undefined || (called !== '' && !words.has(` ${called}`, 'hotfix'));
    });
    return next.slice(0, end < 0 ? next.length : end).flatMap((sentence) => {
      const [first] = otherArticlesIn(sentence.folded, kb);
      return first === undefined ? [] : [{ kb: first.kb, sentence, isSuperseding }];
    });
  });
}

/** Names a sentence that says of this hotfix that another one replaces it, and does not give its number. */
export function nameUnnumberedReplacement({ sentences, words, kb, judge }: RuleText, notes: RuleNotes): void {
  const found = sentences.find(
    (one, i) =>
      words.has(one.folded, 'replaced') &&
      words.has(one.folded, 'thisHotfix') &&
      !words.has(one.folded, 'not') &&
      !words.has(one.folded, 'possible') &&
      !words.has(one.folded, 'if') &&
      !/[:：?]\s*$/.test(one.folded) &&
      isStated({ judge }, one) &&
      [one, sentences[i + 1]].every(
        (near) => near === undefined || otherArticlesIn(near.folded, kb).length === 0,
      ),
  );
  if (
    found === undefined ||
    words.placeOf(found.folded, 'thisHotfix') > words.placeOf(found.folded, 'replaced')
  )
    return;
  notes.unclear(
    'supersededBy',
    `the article says that another hotfix replaces this one, and not by a number which: "${quoted(found)}"`,
    found,
  );
}

/** Names sentences such as "It replaces hotfix 900001" behind one about this hotfix: of whom they speak is not read. */
export function nameUnreadReplacements({ sentences, words, kb }: RuleText, notes: RuleNotes): void {
  for (const [i, one] of sentences.entries()) {
    const before = sentences[i - 1];
    if (before === undefined || before.paragraph !== one.paragraph) continue;
    if (!words.has(one.folded, 'replace') || !words.has(before.folded, 'replace')) continue;
    if (!words.has(before.folded, 'thisHotfix') || words.has(one.folded, 'thisHotfix')) continue;
    const [other] = otherArticlesIn(one.folded, kb);
    const isRead = notes.evidence.some(
      ({ fact, sentence }) => /^(?:replaces|supersededBy)$/.test(fact) && one.text.includes(sentence),
    );
    if (other === undefined || isRead) continue;
    const message = `the article names KB${other.kb} as replaced or replacing, and the sentence does not say by which hotfix; it was not taken up`;
    notes.unclear('replaces', message, one);
  }
}
