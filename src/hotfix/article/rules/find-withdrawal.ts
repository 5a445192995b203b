import type { Sentence } from './article-sentences.js';
import { clausesOf, countWords, PLACE, partsOfSentence } from './clauses.js';
import { labelled } from './labels.js';
import { otherArticlesIn, type RuleText } from './rule-text.js';
import { type RuleConcept, type RuleWords, ruleWordsToldBy } from './rule-words.js';

/** Length of a clause that says what not to do and nothing else; longer ones say where, when or how not to. */
const LONGEST_BAN = { words: 9, ofIt: 6, characters: 16 };
/** In languages that say with the ending of a word where something is: "do not install it" and no word more. */
const LONGEST_BAN_OF: Readonly<Record<string, number>> = { fi: 4, hu: 5, tr: 4 };
/** Length of "and was withdrawn". */
const LONGEST_TAIL = 4;
/** Length of "Article status", in a script without blanks too. */
const LONGEST_STATUS = 3;
/** Words of "any longer". */
const MOST_BEHIND_BAN = 2;
/** Languages in which the verb of the sentence comes last. */
const VERB_LAST: ReadonlySet<string> = new Set(['ja', 'ko', 'tr']);
/** Length of "uninstall this hotfix immediately" and "it was withdrawn in May". */
const LONGEST_ORDER = 7;

/** A sentence that takes the hotfix back: it was withdrawn, is not to be installed, or is to be removed. */
export function findWithdrawal(text: RuleText): Sentence | null {
  const { sentences, words } = text;
  return (
    sentences.find((sentence, i) => {
      const before = sentences[i - 1];
      // A sentence in another language than the article has words of its own.
      const told = ruleWordsToldBy(sentence, words.language);
      return [words, ...told].some((one) => takesBack({ ...text, words: one }, sentence, before));
    }) ?? null
  );
}

function takesBack(text: RuleText, sentence: Sentence, before: Sentence | undefined): boolean {
  const { folded, struck } = sentence;
  // What leads in a list or command is about these.
  if (struck || folded.length > 400 || /:\s*$/.test(folded)) return false;
  if (isStatus(text, folded) || isPackageWithdrawn(text, folded) || isPackageBanned(text, folded))
    return true;
  const isAbout = isSubject(text, folded);
  if (!isAbout && !(before && isSubject(text, before.folded))) return false;
  if (isOrderToRemove(text, sentence) || isAdviceToRemove(text, folded)) return true;
  if (text.words.has(folded, 'if')) return false;
  const clauses = clausesWithReason(text, folded);
  const isOfIt = isAbout || isItAlone(text, sentence, before!);
  return (
    (isOfIt && isWithdrawn(text, clauses)) ||
    clauses.some((clause) => isBan(text, clause, isSubject(text, clause)))
  );
}

/** "Status: withdrawn", "Status: withdrawn on 3 June 2010" */
function isStatus({ words }: RuleText, folded: string): boolean {
  const label = labelled(folded);
  return (
    label !== null &&
    countWords(label.tail) <= (/\d/.test(label.tail) ? LONGEST_ORDER : 2) &&
    [0, 1].includes(words.placeOf(label.tail, 'withdrawn')) &&
    !words.denies(words.without(label.tail, 'withdrawn')) &&
    countWords(label.head) <= LONGEST_STATUS &&
    words.ends(label.head, 'status')
  );
}

/** "Until further notice" and "because" explain a ban. */
function clausesWithReason({ words }: RuleText, folded: string): string[] {
  const at = words.placeOf(folded, 'explains');
  if (at < 0) return clausesOf(folded);
  const end = at + words.lengthAt(folded, 'explains', at);
  return [...clausesOf(`${folded.slice(0, at)} `), ...clausesOf(` ${folded.slice(end)}`)];
}

const isSubject = ({ words, kb }: RuleText, folded: string): boolean =>
  words.has(folded, 'thisHotfix') || (kb !== null && folded.includes(kb));

/** "The package was withdrawn": a short sentence, since longer ones say where something is no longer available. */
function isPackageWithdrawn({ words, kb }: RuleText, sentence: string): boolean {
  // A history has the number of the revision before it: "2.0 Download removed".
  const folded = ` ${sentence.replace(/^[\s\d.:]+/, '')}`;
  return (
    countWords(folded) <= LONGEST_ORDER &&
    [0, 1].includes(words.placeOf(folded, 'thePackage')) &&
    words.has(folded, 'withdrawn') &&
    !words.denies(words.without(folded, 'withdrawn')) &&
    !words.has(folded, 'earlier') &&
    !words.has(folded, 'if') &&
    !/[?？]/.test(folded) &&
    otherArticlesIn(folded, kb).length === 0
  );
}

/** "Do not use this package any longer.", and not "Do not use the package of another site." */
function isPackageBanned(text: RuleText, folded: string): boolean {
  const { words } = text;
  const at = words.placeOf(folded, 'thePackage');
  if (at < 0 || PLACE.test(folded) || words.has(folded, 'if')) return false;
  const behind = folded.slice(at + words.lengthAt(folded, 'thePackage', at));
  return countWords(behind) <= MOST_BEHIND_BAN && isBan(text, folded, true);
}

/** "It was withdrawn." behind a sentence about the hotfix, not behind one about its earlier release or about what it solves. */
const isItAlone = ({ words, kb }: RuleText, { folded, paragraph }: Sentence, before: Sentence): boolean =>
  before.paragraph === paragraph &&
  countWords(folded) <= LONGEST_ORDER &&
  otherArticlesIn(folded, kb).length === 0 &&
  otherArticlesIn(before.folded, kb).length === 0 &&
  !words.has(before.folded, 'earlier') &&
  !words.has(before.folded, 'solves');

function isWithdrawn(text: RuleText, clauses: readonly string[]): boolean {
  const { words } = text;
  // "An earlier release of this hotfix was withdrawn."
  const named = clauses.filter((clause) => isSubject(text, clause));
  if (named.length > 0 && named.every((clause) => words.has(clause, 'earlier'))) return false;
  return clauses.some(
    (clause, i) =>
      words.has(clause, 'withdrawn') &&
      !isPlainNot(text, clause) &&
      !words.has(clause, 'earlier') &&
      !isOfAnother(text, clauses, i) &&
      !isOfProblem(text, clauses, i),
  );
}

/** Whether a clause is one about the last word of the clause before it: "and which was withdrawn". */
function isRelative({ words }: RuleText, clause: string): boolean {
  const text = clause.trimStart();
  return words.lengthAt(text.slice(words.lengthAt(text, 'then', 0)), 'relative', 0) > 0;
}

/** "KB900001 was withdrawn; this update replaces it", "this update replaces KB900001, which is no longer available". */
function isOfAnother(text: RuleText, clauses: readonly string[], at: number): boolean {
  const namesAnother = (clause: string) => otherArticlesIn(clause, text.kb).length > 0;
  const clause = clauses[at]!;
  if (isSubject(text, clause)) return false;
  if (namesAnother(clause)) return true;
  const before = clauses[at - 1];
  return before !== undefined && isRelative(text, clause) && namesAnother(before);
}

/** "This hotfix resolves an issue in which the server is no longer available." Not "…, but was withdrawn". */
function isOfProblem(text: RuleText, clauses: readonly string[], at: number): boolean {
  const { words } = text;
  const clause = clauses[at]!;
  const place = words.placeOf(clause, 'withdrawn');
  if (VERB_LAST.has(words.language)) {
    return words.has([clause.slice(place), ...clauses.slice(at + 1)].join(' '), 'solves');
  }
  const isTail = at > 0 && countWords(clause) <= LONGEST_TAIL && !isRelative(text, clause);
  const own = clause.slice(0, place);
  if (isSaidOfOther(text, own)) return true;
  const before = isSubject(text, own) ? own : [...clauses.slice(0, at), own].join(' ');
  return !isTail && words.has(before, 'solves') && !words.has(before, 'not');
}

/** "… a certificate that was withdrawn": behind another word than that for the hotfix. */
function isSaidOfOther({ words }: RuleText, before: string): boolean {
  const at = words.placeOf(before, 'thatWas');
  if (at <= 0 || at + words.lengthAt(before, 'thatWas', at) < before.length) return false;
  const noun = ` ${before.slice(0, at).trim().split(' ').at(-1)!} `;
  return !words.has(noun, 'hotfix') && !words.has(noun, 'released');
}

/** A word that denies, apart from those for what is "no longer" so. */
const isPlainNot = ({ words }: RuleText, clause: string): boolean => {
  const at = words.placeOf(clause, 'withdrawn');
  return words.has(clause.slice(0, Math.max(0, at)), 'not');
};

/** "Uninstall this hotfix.", which no heading, purpose or other condition than that it is installed says more about. */
function isOrderToRemove(text: RuleText, sentence: Sentence): boolean {
  const { words, judge } = text;
  const { folded } = sentence;
  if (!words.has(folded, 'uninstall') || !words.has(folded, 'thisHotfix')) return false;
  if (words.has(folded, 'toRemove') || judge.isAboutRemoval(sentence)) return false;
  const parts = partsOfSentence(words, folded);
  const conditions = parts.filter(({ isCondition }) => isCondition);
  if (conditions.some(({ text: said }) => !words.has(said, 'thisHotfix') || words.has(said, 'not')))
    return false;
  return parts.some(
    ({ text: said, isCondition }) =>
      !isCondition &&
      words.has(said, 'uninstall') &&
      !words.has(said, 'not') &&
      !words.has(said, 'can') &&
      countWords(said) <= LONGEST_ORDER + (/[\u3040-\u9fff]/.test(said) ? 10 : 0),
  );
}

/** "Microsoft recommends that customers uninstall KB900001" */
function isAdviceToRemove(text: RuleText, folded: string): boolean {
  const { words, kb } = text;
  const isAside = (['not', 'if', 'earlier', 'solves'] as const).some((word) => words.has(folded, word));
  return (
    !isAside &&
    words.has(folded, 'advice') &&
    otherArticlesIn(folded, kb).length === 0 &&
    clausesOf(folded).some((clause) => {
      // "… that you use Control Panel to uninstall it"
      const before = ` ${clause.trim()} `.slice(0, words.placeOf(` ${clause.trim()} `, 'removal') + 1);
      return before !== '' && !words.has(before, 'purpose') && isSubject(text, clause);
    })
  );
}

/** What may stand between the word that denies and the act: who advises, and what is denied. */
const BETWEEN = ['act', 'advice', 'duty', 'not'] as const satisfies readonly RuleConcept[];
/** Letters of articles, pronouns and auxiliary verbs. */
const SHORT_WORD = 4;
const HANGUL = /[\uac00-\ud7af]/;

/**
 * The plain form of a ban: "do not install it", "it is not recommended to install it". What is denied is the act, and nothing else
 * ("no prerequisites for installing it").
 */
function isActDenied({ words }: RuleText, clause: string): boolean {
  const [act, not] = (['act', 'not'] as const).map((concept) => wordAt(words, clause, concept));
  if (act === null || not === null || act === undefined || not === undefined) return false;
  const [first, second] = act.start < not.start ? [act, not] : [not, act];
  const gap = ` ${clause.slice(first.end, second.start).trim()} `;
  if (words.has(gap, 'needless')) return false;
  // "It is not advisable due to known problems to install it."
  const reason = words.placeOf(gap, 'dueTo');
  const between = words.without(reason < 0 ? gap : `${gap.slice(0, reason)} `, 'thisHotfix');
  const long = between
    .split(/[^\p{L}']+/u)
    .filter((word) => word.length > (HANGUL.test(word) ? 2 : SHORT_WORD));
  return long.every((word) => BETWEEN.some((concept) => words.lengthAt(`${word} `, concept, 0) > 0));
}

/** The end of a word, in scripts that have blanks. */
const ENDING = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hangul}]*/u;

/** Where the first word of a concept begins and ends, with its ending. */
function wordAt(words: RuleWords, text: string, concept: RuleConcept): { start: number; end: number } | null {
  const start = words.placeOf(text, concept);
  if (start < 0) return null;
  const end = start + words.lengthAt(text, concept, start);
  return {
    start,
    end: /\s$/.test(text.slice(start, end)) ? end : end + ENDING.exec(text.slice(end))![0].length,
  };
}

/** In Chinese, the hotfix stands behind the act: "请勿安装此更新", and not "没有应用此修补程序的先决条件" or "应用此修补程序没有先决条件". */
function isOfActAlone(words: RuleWords, clause: string): boolean {
  if (KANA.test(clause)) return true;
  const act = wordAt(words, clause, 'act');
  const not = words.placeOf(clause, 'not');
  if (act === null || not > act.start) return false;
  return (
    words.without(clause.slice(act.end), 'thisHotfix').replace(/[^\p{L}]/gu, '').length <= MOST_BEHIND_ACT
  );
}
const KANA = /[\u3040-\u30ff]/;
const MOST_BEHIND_ACT = 3;

function isBan(text: RuleText, clause: string, hasSubject: boolean): boolean {
  const { words, kb } = text;
  // "Do not uninstall this hotfix."
  if (!words.has(words.without(clause, 'removal'), 'act') || !words.has(clause, 'not')) return false;
  const others = kb === null ? clause : clause.replaceAll(kb, '');
  if (/\d|[\\/"“”„«»「『]/.test(others) || words.has(clause, 'cannot')) return false;
  // "Do not install this hotfix on secondary sites."
  if (words.has(clause, 'onlyThere') && !words.has(clause, 'everywhere')) return false;
  const isDense = /[\u3040-\u9fff]/.test(clause);
  if (isDense) {
    // What forbids plainly may name the hotfix, whose name is long: "Do not install this update."
    const said = words.has(clause, 'forbidden') ? words.without(clause, 'thisHotfix') : clause;
    return hasSubject && said.trim().length <= LONGEST_BAN.characters && isOfActAlone(words, clause);
  }
  // "Do not run these commands."
  if (!hasSubject && (words.has(clause, 'instruction') || words.has(clause, 'utility'))) return false;
  if (!isActDenied(text, clause)) return false;
  // "Microsoft recommends that you do not install it due to problems": who advises, and why, do not make it longer.
  const ban = clause.slice(Math.max(0, words.placeOf(clause, 'advice')));
  const at = words.placeOf(ban, 'dueTo');
  const reason = at < 0 ? '' : ban.slice(at);
  const said = isSubject(text, reason) ? ban : ban.slice(0, ban.length - reason.length);
  const count = said.trim().split(/\s+/).length - (words.placeOf(clause, 'advice') > 0 ? 1 : 0);
  return (
    count <=
    Math.min(hasSubject ? LONGEST_BAN.words : LONGEST_BAN.ofIt, LONGEST_BAN_OF[words.language] ?? count)
  );
}
