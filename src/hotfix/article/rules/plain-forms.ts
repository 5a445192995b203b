import { withoutTail } from '../../../core/text-scan.js';
import { rowText } from '../row-text.js';
import { type Clause, countWords, PLACE, partsOfSentence } from './clauses.js';
import type { RuleConcept, RuleWords } from './rule-words.js';
import { servicePacksIn } from './service-packs.js';
import type { TableRow } from './table-rows.js';

/**
 * The forms in which vendors write a step or a fact. A rule is taken from a sentence of such a form and from no other one: there is no end
 * to the ways to deny or to warn, and these few are nearly all of the ways to instruct.
 *
 * - an order: "Copy x.msp to …"
 * - a duty or a permission: "You must copy …"
 * - a fact about a place: "x.msp is located in …", "x.msp must be placed in …", "Setup copies x.msp to …"
 * - the path or command alone, behind a label or without one: "Folder: i386\hotfix\KB900001"
 *
 * Conditions, purposes and places may stand before them ("On the site server, copy …").
 */

/** What stands for a path or the name of a program or patch, so that its letters and marks are none of the sentence. */
const NAME = '\u00a4';
const RUN = /(?:(?<![a-z0-9])[a-z]:(?=[\\/_]))?[a-z0-9_.+\-\\/<>%$~&#]+/g;
/** A place to fill in, in any script: "<Package ID>\i386". */
const TO_FILL_IN = /[<[{(][^<>[\]{}()]{1,60}[>\]})](?=[\\/])/g;
const isName = (run: string): boolean =>
  run.includes('\\') || /\.(?:msp|msi|exe|cmd|bat)$/.test(run) || /hotfix\/kb\d/.test(run);

/** Languages in which the word for an order may stand anywhere in its clause. */
const FREE_ORDER: ReadonlySet<string> = new Set(['fi', 'hu']);
/** Japanese and Korean, in which it stands at the end of the sentence, as it does in Turkish. */
const KANA_OR_HANGUL = /[\u3040-\u30ff\uac00-\ud7af]/;

const isVerbLast = (words: RuleWords, text: string): boolean =>
  words.language === 'tr' || KANA_OR_HANGUL.test(text);

/** Words before a name that its sentence is about: "the client patch x.msp is located in …". */
const MOST_BEFORE_NAME = 4;
/** Words of "the client installation files are updated to include …". */
const MOST_OF_SUBJECT = 12;
const LONGEST_LABEL = 4;
/** Clauses of a sentence that may be a step; those of longer ones are not looked at. */
const MOST_CLAUSES = 20;

/** A name alone behind "PATCH=" or nothing, or a command with what looks like arguments. */
function isAlone(masked: string): boolean {
  const [first = '', ...more] = masked
    .replace(/["'*;,]/g, ' ')
    .replace(/\s{0,4}=\s{0,4}/, '=')
    .trim()
    .split(/\s+/);
  return (
    /^(?:(?:[^\s=]{1,20}=)?\u00a4\.?|msiexec)$/.test(first) &&
    more.every((word) => /^[/-][!-~]|^[!-~]+[.=][!-~\u00a4]|^<|^\d?>>?|^[\u00a4.]+$/.test(word))
  );
}

const maskNames = (folded: string): string =>
  folded.replace(TO_FILL_IN, '<>').replace(RUN, (run) => {
    const name = withoutTail(run, '.');
    return isName(name) ? NAME + run.slice(name.length) : run;
  });

/** Whether a text, which is folded, has a word that warns of what it says, denies it or leaves it to the past. */
export const isAgainst = (words: RuleWords, folded: string): boolean =>
  words.denies(words.without(folded, 'without')) ||
  AGAINST.some((concept) => words.has(folded, concept)) ||
  /[?？]/.test(folded);

const AGAINST = [
  'outcome',
  'wrong',
  'wrongSteps',
  'mistakeTo',
  'earlier',
  'formerText',
  'toUndo',
  'reproduce',
] as const satisfies readonly RuleConcept[];

/** Whether a sentence, which is folded, is of a plain form. */
export function isPlain(words: RuleWords, folded: string): boolean {
  const masked = maskNames(folded);
  if (isAlone(masked)) return true;
  if (isNoStep(words, masked)) return false;
  const { text, isReminder } = withoutReminder(words, masked.replace(/^[^\p{L}\d\u00a4(]+/u, ' '));
  const parts = clausesOf(words, text);
  if (parts.length > MOST_CLAUSES) return false;
  // "After you install the hotfix the patch is in …", without a comma.
  const clauses = parts.length === 1 ? [{ ...parts[0]!, isCondition: false }] : parts;
  const named = clauses.filter((clause) => clause.text.includes(NAME));
  const said = named.find(({ isCondition }) => !isCondition);
  const tells = (clause: Clause): boolean =>
    isForm(words, clause.text) ||
    (isReminder && (words.has(clause.text, 'act') || words.has(clause.text, 'instruction')));
  // "Copy anything but x.msp to …" names it outside of the order.
  if (named.length > 0 && (said === undefined || !tells(said))) return false;
  const first = clauses.findIndex((clause) => !clause.isCondition && tells(clause));
  if (first < 0 || isAmiss(words, assertedBy(words, clauses[first]!.text))) return false;
  return (
    clauses.slice(0, first).every((clause) => mayStandBefore(words, clause, masked)) &&
    clauses.slice(first + 1).every((clause) => mayStandBehind(words, clause))
  );
}

/** Whether a line that leads in a command or a list, or a cell beside a step, says nothing against it. */
export function isPlainLead(words: RuleWords, folded: string): boolean {
  const plain = withoutTail(folded, ':： ');
  const label = plain === folded ? folded : `${plain} `;
  return isPlain(words, label) || isKnownLabel(words, label) || isAboutRights(words, folded);
}

/** "Check the log for the following line:" leads in something to look for, and nothing to run. */
export function looksFor(words: RuleWords, folded: string): boolean {
  const main = partsOfSentence(words, folded).filter(({ isCondition }) => !isCondition);
  const text = withoutBeginning(words, main.at(-1)?.text ?? '');
  return words.lengthAt(text, 'lookFor', 0) > 0 || words.ends(text, 'lookFor');
}

/** Whether a label such as "Folder" or "For Service Pack 2" names something that articles have, and says nothing against it. */
const isKnownLabel = (words: RuleWords, folded: string): boolean =>
  (countWords(folded) <= LONGEST_LABEL || isPhraseOfPlace(words, folded)) &&
  !words.has(folded, 'onlyFor') &&
  !words.has(folded, 'doThis') &&
  !isAgainst(words, folded) &&
  (words.has(folded, 'topic') || words.has(folded, 'thing') || servicePacksIn(folded).size > 0);

/** Whether a heading names something that articles have, and says nothing against it. */
export const isKnownHeading = (words: RuleWords, folded: string): boolean =>
  !isAgainst(words, folded) &&
  (KNOWN.some((concept) => words.has(folded, concept)) ||
    /\d{4}/.test(folded) ||
    servicePacksIn(folded).size > 0);

const KNOWN = [
  'topic',
  'thing',
  'hotfix',
  'client',
  'utility',
  'act',
  'instruction',
  'prerequisites',
  'restart',
  'replace',
] as const satisfies readonly RuleConcept[];

/** "The following command does not require administrative rights:" */
const isAboutRights = (words: RuleWords, folded: string): boolean =>
  words.has(folded, 'needless') && (words.has(folded, 'administrator') || words.has(folded, 'restart'));

/** A question, or a sentence about what an earlier text said, how a problem is reproduced or how the hotfix is removed. */
const isNoStep = (words: RuleWords, folded: string): boolean =>
  /[?？]/.test(folded) ||
  (['formerText', 'earlier', 'toUndo', 'reproduce'] as const).some((concept) => words.has(folded, concept)) ||
  (words.has(folded, 'toRemove') && words.has(folded, 'hotfix'));

/** "Do not forget to copy it": what stands behind is said. */
function withoutReminder(words: RuleWords, folded: string): { text: string; isReminder: boolean } {
  const begin = withoutBeginning(words, folded);
  const length = words.lengthAt(begin, 'remember', 0);
  if (length === 0) return { text: folded, isReminder: false };
  return { text: ` ${begin.slice(length).replace(/^\s*,/, '')}`, isReminder: true };
}

/** A clause without adverbs, numbers and marks at its beginning. */
function withoutBeginning(words: RuleWords, clause: string): string {
  let text = `${clause.replace(/^[^\p{L}\u00a4]+/u, '').trimEnd()} `;
  for (;;) {
    const length = words.lengthAt(text, 'then', 0);
    // Italian "e" is "and", and "è necessario" begins with it.
    if (length === 0 || words.lengthAt(text, 'duty', 0) > length) return text;
    text = `${text.slice(length).trim()} `;
  }
}

/** The clauses of a sentence. One whose verb stands last is one clause, apart from conditions and purposes: its end says what it is. */
function clausesOf(words: RuleWords, text: string): Clause[] {
  const clauses = partsOfSentence(words, text).map((clause) => ({
    ...clause,
    isCondition: clause.isCondition || isReason(words, clause.text),
  }));
  if (!isVerbLast(words, text) || /[:：]/.test(text)) return clauses;
  const isBeside = (clause: Clause): boolean => clause.isCondition || isPurpose(words, clause.text);
  const main = clauses.filter((clause) => !isBeside(clause));
  return [
    ...clauses.filter(isBeside),
    { text: main.map((clause) => clause.text).join(','), isCondition: false },
  ];
}

/** "Because the update is not copied automatically"; elsewhere, its word stands at the end. What is denied there is the reason only. */
function isReason(words: RuleWords, text: string): boolean {
  if (text.includes(NAME)) return false;
  return isVerbLast(words, text)
    ? words.ends(text, 'reason')
    : words.lengthAt(withoutBeginning(words, text), 'reason', 0) > 0;
}

function isForm(words: RuleWords, clause: string): boolean {
  const text = withoutBeginning(words, clause);
  return isAlone(text) || isInstruction(words, text) || isFactAboutPlace(words, text);
}

/** An order, a duty or a permission. */
function isInstruction(words: RuleWords, text: string): boolean {
  if (isOrder(words, text)) return true;
  const isAct = words.has(text, 'act') || words.has(text, 'order');
  const isDuty = words.lengthAt(text, 'duty', 0) > 0 || words.ends(text, 'duty');
  return isAct && (isDuty || (FREE_ORDER.has(words.language) && words.has(text, 'duty')));
}

/** Whether a sentence, which is folded, tells to do something, and does not only state a fact: "The package contains x.exe." */
export const tellsToAct = (words: RuleWords, folded: string): boolean =>
  clausesOf(words, maskNames(folded)).some(
    ({ text }) => isInstruction(words, withoutBeginning(words, text)) || words.has(text, 'toBeRun'),
  );

/** "Copy …", "On the site server copy …"; elsewhere, the word for it stands at the end, or anywhere. */
function isOrder(words: RuleWords, text: string): boolean {
  const isAnywhere = FREE_ORDER.has(words.language) || isPhraseOfPlace(words, text);
  return (['order', 'runThis'] as const).some(
    (concept) =>
      words.lengthAt(text, concept, 0) > 0 ||
      words.ends(text, concept) ||
      (isAnywhere && words.has(` ${text}`, concept)),
  );
}

/** "On the site server", and not "for internal use" */
const isPhraseOfPlace = (words: RuleWords, text: string): boolean =>
  words.lengthAt(`${text.trim()} `, 'where', 0) > 0 &&
  words.has(text, 'thing') &&
  !words.has(text, 'onlyFor');

/** "x.msp is located in …", "the client installation files are updated to include …" */
function isFactAboutPlace(words: RuleWords, text: string): boolean {
  if (isVerbLast(words, text)) return words.ends(text, 'placed');
  const at = words.placeOf(` ${text}`, 'placed') - 1;
  if (at < -1) return false;
  if (FREE_ORDER.has(words.language)) return true;
  const subject = text.slice(0, Math.max(0, at));
  const name = subject.indexOf(NAME);
  if (name >= 0) return countWords(subject.slice(0, name)) <= MOST_BEFORE_NAME;
  const count = countWords(subject);
  // "InvRepair must be run", and not "The log contains …"
  if (count === 1 && words.has(text, 'toBeRun')) return true;
  // "A known problem is that setup copies …" is about something else.
  if (words.placeOf(` ${subject} `, 'relative') > 1) return false;
  return count === 0 || (count <= MOST_OF_SUBJECT && words.has(` ${subject} `, 'thing'));
}

/** Whether a step is denied or warned of. A duty may be about errors: "You can write them to a file". */
const isAmiss = (words: RuleWords, clause: string): boolean =>
  words.lengthAt(withoutBeginning(words, clause), 'duty', 0) > 0
    ? words.denies(words.without(clause, 'without')) || words.has(clause, 'mistakeTo')
    : isAgainst(words, clause) || words.has(clause, 'onlyFor') || isOfOthers(words, clause);

/** "Some administrators copy …" in Japanese and Korean, where it has the form of an order. */
function isOfOthers(words: RuleWords, clause: string): boolean {
  const at = words.placeOf(clause, 'subject');
  if (!isVerbLast(words, clause) || at < 0) return false;
  const subject = clause.slice(0, at);
  return !subject.includes(NAME) && !words.has(subject, 'thing') && !words.has(subject, 'topic');
}

/** What a clause asserts, without the purpose behind it and what it says of a word: "run x.exe on clients that are not approved". */
function assertedBy(words: RuleWords, clause: string): string {
  const from = Math.max(clause.lastIndexOf(NAME), 1);
  const ends = (['purpose', 'thatWas'] as const)
    .map((concept) => words.placeOf(clause.slice(from), concept))
    .filter((at) => at >= 0);
  return ends.length === 0 ? clause : `${clause.slice(0, from + Math.min(...ends))} `;
}

/** Conditions, purposes, adverbs, labels, steps before this one, and where it is done: "On the site server, …". */
function mayStandBefore(words: RuleWords, { text, isCondition }: Clause, sentence: string): boolean {
  // "If a support engineer tells you to, …"
  if (isCondition) return !words.has(text, 'onlyFor');
  const clause = withoutBeginning(words, text);
  if (clause.trim() === '' || isForm(words, clause) || isPurpose(words, text)) return true;
  if (isPhraseOfPlace(words, text)) return true;
  if (FREE_ORDER.has(words.language) && words.has(text, 'thing') && !words.has(text, 'onlyFor')) return true;
  const end = sentence.indexOf(text.trim()) + text.trim().length;
  return /^\s*:/.test(sentence.slice(end)) && isKnownLabel(words, text);
}

/** "To update new clients"; elsewhere, its word stands at the end, or anywhere. */
function isPurpose(words: RuleWords, text: string): boolean {
  if (FREE_ORDER.has(words.language)) return words.has(text, 'purpose');
  return isVerbLast(words, text)
    ? words.ends(text, 'purpose')
    : [0, 1].includes(words.placeOf(text, 'purpose'));
}

/** Whether what stands behind a step leaves it as it is. ", which is not approved" says something of a word, not of the step. */
function mayStandBehind(words: RuleWords, { text, isCondition }: Clause): boolean {
  if (isCondition || isPurpose(words, text)) return true;
  if (OF_STEP.some((concept) => words.has(text, concept))) return false;
  const clause = withoutBeginning(words, text);
  if (words.lengthAt(clause, 'relative', 0) > 0) return true;
  const isKnown =
    clause.includes(NAME) ||
    isForm(words, clause) ||
    words.lengthAt(clause, 'where', 0) > 0 ||
    isKnownLabel(words, text);
  return isKnown && !isAgainst(words, assertedBy(words, text));
}

const OF_STEP = ['advice', 'outcome', 'wrong', 'mistakeTo'] as const satisfies readonly RuleConcept[];

/** Whether the cells with a step have a plain form, and no heading over them and no cell beside them speaks against it. */
export function isPlainRow(words: RuleWords, { cells, headings, isHeaded }: TableRow): boolean {
  const folded = (text: string): string => ` ${rowText(text).folded} `;
  return cells.every((text, i) => {
    const cell = folded(text);
    if (!PLACE.test(cell)) return !/\p{L}/u.test(cell) || isKnownHeading(words, cell) || isPlain(words, cell);
    const heading = folded(headings[i] ?? '');
    const isSound =
      heading.trim() === '' || (isHeaded ? isKnownHeading(words, heading) : !isAgainst(words, heading));
    return (
      isSound &&
      cell
        .trim()
        .split(/(?<=[.!?]) /)
        .every((one) => isPlain(words, ` ${one} `) || !PLACE.test(one))
    );
  });
}
