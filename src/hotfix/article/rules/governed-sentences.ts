import type { Sentence } from './article-sentences.js';
import { countWords, PLACE, partsOfSentence } from './clauses.js';
import { isCommandLine, isHeading } from './headings.js';
import type { RuleWords } from './rule-words.js';
import { servicePacksIn } from './service-packs.js';

/** How an article stands to what one of its sentences says. */
export interface Stance {
  /**
   * - `said`: the article says it.
   * - `denied`: it is denied, avoided, taken back or struck.
   * - `aside`: the sentence has a word that denies, and says nothing against the step that it names ("if you do not copy it, …", "do not
   *   rename it"), or it says how the hotfix is removed.
   * - `hidden`: browsers do not show it.
   */
  is: 'said' | 'denied' | 'aside' | 'hidden';
  /** The sentence that makes it so: itself, one that leads in, a heading, or one behind it. */
  by: Sentence;
}

/** Longest sentence that is looked at: longer ones lead in nothing. */
const LONGEST = 400;
/** Blocks below a sentence that leads in, and sentences before one that takes back, that may be about it. */
const MOST_BLOCKS = 6;
/** Sentences below one that leads in. */
const MOST_BELOW = 100;
/** Words before a remark between commas that belong to what follows: "do not, under any circumstances, run". */
const SHORT = 3;
/** Words of "this was incorrect" and "we do not recommend that you do this". */
const MOST_WORDS_OF_IT = 8;
const BEGINS_BAN = /^ ?(?:do not|don't|never|avoid) /;

const endsOpen = ({ folded }: Sentence): boolean => /:\s*$/.test(folded);

/**
 * The sentences that another one denies or turns aside: a sentence that leads in ("Do not run the following command:"), a heading
 * ("What not to do"), or one behind it ("Ignore the step above").
 */
export function governedSentences(
  sentences: readonly Sentence[],
  words: RuleWords,
): ReadonlyMap<Sentence, Stance> {
  const governed = new Map<Sentence, Stance>();
  const leads = sentences.map((one) => leadsInto(words, one));
  const leading = new Set(sentences.filter((_, i) => leads[i] !== null));
  const put = (one: Sentence, stance: Stance) => {
    if (governed.get(one)?.is !== 'denied') governed.set(one, stance);
  };
  for (const [i, one] of sentences.entries()) {
    const inherited = governed.get(one);
    const is =
      leadsInto(words, one) ??
      bansNext(sentences, i, words) ??
      (inherited && endsOpen(one) ? inherited.is : null);
    if (is !== null)
      for (const below of belowLeadIn(sentences, i, words, leading))
        put(below, { is, by: inherited?.by ?? one });
    if (i > 0 && isBanningHeading(sentences, i, words)) {
      for (const below of belowHeading(sentences, i)) put(below, { is: 'denied', by: one });
    }
    for (const before of takenBack(sentences, i, words)) put(before, { is: 'denied', by: one });
  }
  return governed;
}

/** What a sentence makes of those below it; null where it leads in nothing, or what it asserts. */
function leadsInto(words: RuleWords, one: Sentence): 'denied' | 'aside' | null {
  const { folded } = one;
  if (folded.length > LONGEST) return null;
  const isOpen = endsOpen(one);
  if (!isOpen && (!words.has(folded, 'following') || servicePacksIn(one.text).size > 0)) return null;
  // What this hotfix does not replace is a list of articles.
  if (words.has(folded, 'replace') && words.has(folded, 'thisHotfix')) return null;
  if (one.struck) return 'denied';
  if (words.has(folded, 'formerText')) return isOpen ? 'denied' : null;
  // "Wrong:" above an example.
  if (isOpen && countWords(folded) <= SHORT && words.has(folded, 'wrong')) return 'denied';
  if (deniesBelow(words, folded)) return 'denied';
  const isRemoval = words.has(folded, 'toRemove') && words.has(folded, 'hotfix');
  return isRemoval || words.has(folded, 'toUndo') ? 'aside' : null;
}

/** "Never run it.": what it speaks of is the command below it, unless a step stands before it. */
function bansNext(sentences: readonly Sentence[], at: number, words: RuleWords): 'denied' | null {
  const one = sentences[at]!;
  const next = sentences[at + 1];
  if (next === undefined || !isCommandLine(next) || PLACE.test(one.folded)) return null;
  if (countWords(one.folded) > MOST_WORDS_OF_IT || !words.has(one.folded, 'doThis')) return null;
  const before = sentences[at - 1];
  if (before !== undefined && PLACE.test(before.folded)) return null;
  return words.deniesPlainly(one.folded) && !words.has(one.folded, 'forget') ? 'denied' : null;
}

/** Whether the part of a sentence that leads in denies. */
function deniesBelow(words: RuleWords, folded: string): boolean {
  const parts = partsOfSentence(words, folded);
  const named = parts.findLastIndex(({ text }) => words.has(text, 'following'));
  const last = parts.findLastIndex(({ isCondition }) => !isCondition);
  const at = named >= 0 ? named : last;
  const part = parts[at];
  if (part === undefined || part.isCondition) return false;
  const short = parts
    .slice(0, at)
    .filter(({ text, isCondition }) => !isCondition && countWords(text) <= SHORT);
  const place = words.placeOf(part.text, 'following');
  const isActFirst = place >= 0 && words.has(part.text.slice(0, place), 'act');
  // "Run the following command to avoid the problem" asserts the command.
  const own = isActFirst ? withoutPurpose(words, part.text, place) : part.text;
  const said = words.without([...short.map(({ text }) => text), own].join(' '), 'without');
  if (words.has(said, 'needless') && (words.has(said, 'administrator') || words.has(said, 'restart')))
    return false;
  // "Do not forget the following steps."
  if (words.has(said, 'forget') && words.deniesPlainly(said)) return false;
  if (words.has(said, 'mistakeTo')) return true;
  if (place < 0) return words.denies(said);
  // "The following command removes old records" says what it does.
  const behind = words.without(words.without(own.slice(place), 'without'), 'removal');
  return (
    words.denies(saidBefore(short, own.slice(0, place))) || words.denies(behind) || words.has(behind, 'wrong')
  );
}

const saidBefore = (short: readonly { text: string }[], text: string): string =>
  [...short.map((one) => one.text), text].join(' ');

function withoutPurpose(words: RuleWords, text: string, from: number): string {
  const at = words.placeOf(text.slice(from), 'purpose');
  return at < 0 ? text : `${text.slice(0, from + at)} `;
}

/** The sentences that a sentence leads in: the commands or the list below it, or the paragraphs up to a heading or another one that leads in. */
function belowLeadIn(
  sentences: readonly Sentence[],
  at: number,
  words: RuleWords,
  leading: ReadonlySet<Sentence>,
): Sentence[] {
  const lead = sentences[at]!;
  const first = sentences[at + 1];
  if (first === undefined || first.kind === 'heading') return [];
  if (first.paragraph === lead.paragraph && !endsOpen(lead)) {
    return takeWhile(sentences, at + 1, (one) => one.paragraph === lead.paragraph);
  }
  if (hasListItself(lead, words)) return [];
  if (first.kind === 'entry') {
    // The entries of a list may be blocks, and may go on in lines of their own.
    return takeWhile(
      sentences,
      at + 1,
      (one, i) => one.kind === 'entry' || (one.kind === 'text' && one.block === sentences[i - 1]!.block),
    );
  }
  if (isCommandLine(first)) return takeWhile(sentences, at + 1, isCommandLine);
  // Steps may be paragraphs.
  const mostBlocks = words.has(lead.folded, 'instruction') ? MOST_BLOCKS : 1;
  return takeWhile(
    sentences,
    at + 1,
    (one, i) =>
      one.kind === 'text' &&
      one.block - first.block < mostBlocks &&
      (i === at + 1 || !(isHeading(sentences, i) || (endsOpen(one) && !leading.has(one)))),
  );
}

/** "The following files are not included: a.pdb." */
function hasListItself(lead: Sentence, words: RuleWords): boolean {
  const place = words.placeOf(lead.folded, 'following');
  return place >= 0 && !endsOpen(lead) && /:\s*[\p{L}\d]/u.test(lead.folded.slice(place));
}

function isBanningHeading(sentences: readonly Sentence[], at: number, words: RuleWords): boolean {
  const { folded } = sentences[at]!;
  return isHeading(sentences, at) && (words.has(folded, 'wrongSteps') || BEGINS_BAN.test(folded));
}

const belowHeading = (sentences: readonly Sentence[], at: number): Sentence[] =>
  takeWhile(
    sentences,
    at + 1,
    (one, i) => (sentences[at]!.kind === 'heading' ? one.kind !== 'heading' : !isHeading(sentences, i)),
    sentences.length,
  );

/** The sentences before one that takes them back: "Ignore the step above", "This is incorrect". */
function takenBack(sentences: readonly Sentence[], at: number, words: RuleWords): Sentence[] {
  const one = sentences[at]!;
  const { folded } = one;
  if (at === 0 || folded.length > LONGEST / 2 || endsOpen(one) || PLACE.test(folded)) return [];
  const isAbove = words.has(folded, 'above') && words.has(folded, 'instruction');
  // "Uninstall this hotfix" is about the hotfix, not about the step before it.
  const isThis =
    !isAbove &&
    countWords(folded) <= MOST_WORDS_OF_IT &&
    words.has(folded, 'doThis') &&
    !words.has(folded, 'thisHotfix');
  if (!isAbove && !isThis) return [];
  if (servicePacksIn(one.text).size > 0 || words.has(folded, 'automatic')) return [];
  const main = partsOfSentence(words, folded)
    .filter(({ isCondition }) => !isCondition)
    .map(({ text }) => text)
    .join(' ');
  if (!words.has(main, isAbove ? 'above' : 'doThis')) return [];
  const isNeedless = words.has(main, 'needless');
  if (
    isNeedless &&
    (words.has(main, 'administrator') || words.has(main, 'restart') || words.has(folded, 'if'))
  )
    return [];
  const isBack = (['wrong', 'mistakeTo', 'ignoreIt'] as const).some((concept) => words.has(main, concept));
  if (!isBack && !words.denies(main)) return [];
  if (isThis) {
    const before = sentences[at - 1]!;
    return PLACE.test(before.folded) ? [before] : [];
  }
  const near = sentences.slice(Math.max(0, at - MOST_BLOCKS), at);
  const nearest = near.findLast(({ folded: said }) => PLACE.test(said));
  if (nearest === undefined) return [];
  const list = near.slice(0, near.indexOf(nearest) + 1);
  const start = list.findLastIndex(
    (other) => other.block !== nearest.block && !(other.kind === 'entry' && nearest.kind === 'entry'),
  );
  return list.slice(start + 1);
}

function takeWhile(
  sentences: readonly Sentence[],
  from: number,
  isIt: (one: Sentence, at: number) => boolean,
  most = MOST_BELOW,
): Sentence[] {
  let end = from;
  while (end < sentences.length && end - from < most && isIt(sentences[end]!, end)) end++;
  return sentences.slice(from, end);
}
