import { isNone } from '../lexicon.js';
import type { Sentence } from './article-sentences.js';
import { clausesOf, countWords, PLACE, partsOfSentence } from './clauses.js';
import { isCommandLine, isHeading } from './headings.js';
import { isAgainst, isKnownHeading, isPlain, isPlainLead, looksFor } from './plain-forms.js';
import type { RuleConcept, RuleWords } from './rule-words.js';
import { servicePacksIn } from './service-packs.js';

/** How an article stands to what one of its sentences says. */
export interface Stance {
  /**
   * - `said`: the sentence has a plain form (`plain-forms.ts`), and nothing over it or behind it speaks against it.
   * - `denied`: it is denied, avoided, taken back or struck.
   * - `aside`: neither; no rule is taken from it.
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
/** Blocks between a paragraph and the command that it speaks of. */
const NEXT = 1;
/** Words of "this was incorrect" and "we do not recommend that you do this". */
const MOST_WORDS_OF_IT = 8;

const endsOpen = ({ folded }: Sentence): boolean => folded.trimEnd().endsWith(':');

/**
 * The sentences that another one keeps from being steps: one that leads in and is not of a plain form ("This command destroys the
 * client:"), a heading that names nothing that articles have ("Bad ideas"), or one that takes back ("Ignore the step above").
 */
export function governedSentences(
  sentences: readonly Sentence[],
  words: RuleWords,
): ReadonlyMap<Sentence, Stance> {
  const governed = new Map<Sentence, Stance>();
  const put = (one: Sentence, stance: Stance) => {
    if (governed.get(one)?.is !== 'denied') governed.set(one, stance);
  };
  const stanceOf = ({ struck, folded }: Sentence): Stance['is'] =>
    struck || words.deniesPlainly(folded) || words.has(folded, 'formerText') || words.has(folded, 'mistakeTo')
      ? 'denied'
      : 'aside';
  const leading = new Set(sentences.filter((one, i) => leadsAmiss(words, one, sentences[i + 1])));
  for (const [i, one] of sentences.entries()) {
    const inherited = endsOpen(one) ? governed.get(one) : undefined;
    if (leading.has(one) || inherited !== undefined) {
      const stance = inherited ?? { is: stanceOf(one), by: one };
      for (const below of belowLeadIn(sentences, i, words, leading)) put(below, stance);
    }
    const warning = isCommandLine(one) ? warningAbove(sentences, i, words) : undefined;
    if (warning)
      for (const command of commandsFrom(sentences, i)) put(command, { is: stanceOf(warning), by: warning });
    if (i > 0 && isHeading(sentences, i) && !isKnownHeading(words, one.folded)) {
      for (const below of belowHeading(sentences, i)) put(below, { is: 'aside', by: one });
    }
    for (const other of takenBack(sentences, i, words)) put(other, { is: 'denied', by: one });
  }
  return governed;
}

/** Whether a sentence leads in what is below it, and is not of a plain form. */
function leadsAmiss(words: RuleWords, one: Sentence, next: Sentence | undefined): boolean {
  const { folded } = one;
  if (folded.length > LONGEST || next === undefined) return false;
  // "… that are listed in the following table." leads in no text.
  const isText = next.kind === 'text' && next.paragraph !== one.paragraph && !isCommandLine(next);
  if (isText && !endsOpen(one)) return false;
  const isAsked = next.kind === 'entry' && /[?？]\s*$/.test(folded);
  if (isAsked) return true;
  if (!endsOpen(one) && (!words.has(folded, 'following') || servicePacksIn(one.text).size > 0)) return false;
  // What this hotfix replaces is a list of articles.
  if (words.has(folded, 'replace') && words.has(folded, 'thisHotfix')) return false;
  if (isCommandLine(next) && looksFor(words, folded)) return true;
  return one.struck || !isPlainLead(words, folded);
}

/** A sentence of the paragraph above a command that speaks of it or warns, and is not of a plain form: "Never run it." */
function warningAbove(sentences: readonly Sentence[], at: number, words: RuleWords): Sentence | undefined {
  const last = sentences[at - 1];
  if (last === undefined || isCommandLine(last) || sentences[at]!.block - last.block > NEXT) return undefined;
  const near = sentences.slice(Math.max(0, at - MOST_BLOCKS), at);
  const above = near.filter(({ paragraph, text }) => paragraph === last.paragraph && !isNone(text));
  return above.findLast(({ folded }, i) => {
    const isOfIt = words.has(folded, 'following') || isAgainst(words, folded);
    return (
      isOfIt && !isPlainLead(words, folded) && !above.slice(0, i + 1).some((one) => PLACE.test(one.folded))
    );
  });
}

/** The commands from a line on, or the lines that set a property: a line of one kind may stand right below one of the other. */
function commandsFrom(sentences: readonly Sentence[], at: number): Sentence[] {
  const isProperty = ({ plain }: Sentence): boolean => /^PATCH ?=/i.test(plain);
  const first = isProperty(sentences[at]!);
  return takeWhile(sentences, at, (one) => isCommandLine(one) && isProperty(one) === first);
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
  if (isCommandLine(first)) return commandsFrom(sentences, at + 1);
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

const belowHeading = (sentences: readonly Sentence[], at: number): Sentence[] =>
  takeWhile(
    sentences,
    at + 1,
    (one, i) => (sentences[at]!.kind === 'heading' ? one.kind !== 'heading' : !isHeading(sentences, i)),
    sentences.length,
  );

const TAKEN_BACK = [
  'instruction',
  'doThis',
  'formerText',
  'wrong',
  'ignoreIt',
] as const satisfies readonly RuleConcept[];

/** Numbers of steps: "Step 3", "steps 1 and 2", "手順 1". */
const NUMBERED = /^\S{0,12} ?\d{1,2}(?!\d|\.\d)/;
/** "Step 3: …" is that step. */
const LABEL_OF_STEP = /^\s*\S{0,12} ?\d{1,2}\s?[:：]/;

/** The steps that a sentence takes back: "Ignore the step above", "This is incorrect", "Step 3 is obsolete". */
function takenBack(sentences: readonly Sentence[], at: number, words: RuleWords): readonly Sentence[] {
  const one = sentences[at]!;
  const { folded } = one;
  if (at === 0 || folded.length > LONGEST / 2 || endsOpen(one) || PLACE.test(folded)) return [];
  if (!TAKEN_BACK.some((concept) => words.has(folded, concept))) return [];
  if (servicePacksIn(one.text).size > 0 || words.has(folded, 'automatic')) return [];
  const main = partsOfSentence(words, folded)
    .filter(({ isCondition }) => !isCondition)
    .map(({ text }) => text)
    .join(' ');
  const step = words.placeOf(main, 'instruction');
  const isNumbered = step >= 0 && NUMBERED.test(main.slice(step)) && !LABEL_OF_STEP.test(folded);
  // "The folder above was a typing error."
  const isWrong = words.has(main, 'thing') && words.has(main, 'above') && words.has(main, 'wrong');
  // "Skip the copy."
  const isSkipped = clausesOf(main).some(
    (clause) => words.has(clause, 'ignoreIt') && words.has(clause, 'act'),
  );
  const isAbove =
    isWrong || isSkipped || (step >= 0 && (words.has(main, 'above') || words.has(main, 'ignoreIt')));
  // "Uninstall this hotfix" is about the hotfix, not about the step before it.
  const isThis =
    countWords(folded) <= MOST_WORDS_OF_IT &&
    (words.has(main, 'doThis') || words.has(main, 'formerText')) &&
    !words.has(folded, 'thisHotfix');
  if (!(isNumbered || isAbove || isThis)) return [];
  const isNeedless =
    words.has(main, 'needless') &&
    (words.has(main, 'administrator') || words.has(main, 'restart') || words.has(folded, 'if'));
  const isBack = words.has(main, 'ignoreIt') || isAgainst(words, main);
  if (isNeedless || !(isBack || (isNumbered && !isPlain(words, folded)))) return [];
  if (!isNumbered && !isAbove) {
    // "This empties the store. Microsoft no longer recommends it."
    const near = sentences.slice(Math.max(0, at - MOST_BLOCKS), at);
    const before = near.findLast(
      ({ paragraph, folded: said }) => PLACE.test(said) || paragraph !== one.paragraph,
    );
    return before !== undefined && PLACE.test(before.folded) ? [before] : [];
  }
  const above = stepsAbove(sentences, at);
  return above.length > 0 || !isNumbered ? above : stepsBelow(sentences, at);
}

/** The nearest sentence that names a place, with those of its list or block. */
function stepsAbove(sentences: readonly Sentence[], at: number): readonly Sentence[] {
  const near = sentences.slice(Math.max(0, at - MOST_BLOCKS), at);
  const nearest = near.findLast(({ folded }) => PLACE.test(folded));
  if (nearest === undefined) return [];
  const list = near.slice(0, near.indexOf(nearest) + 1);
  const start = list.findLastIndex(
    (other) => other.block !== nearest.block && !(other.kind === 'entry' && nearest.kind === 'entry'),
  );
  return list.slice(start + 1);
}

/** The list below a sentence: "Skip steps 1 and 2." */
function stepsBelow(sentences: readonly Sentence[], at: number): readonly Sentence[] {
  const first = sentences.slice(at + 1, at + 1 + MOST_BLOCKS).findIndex(({ kind }) => kind === 'entry');
  return first < 0 ? [] : takeWhile(sentences, at + 1 + first, ({ kind }) => kind === 'entry');
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
