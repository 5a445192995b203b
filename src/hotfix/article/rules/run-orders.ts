import type { Sentence } from './article-sentences.js';
import { partsOfSentence } from './clauses.js';
import { isCommand, MOST_NAMES, placesOf, stemOf } from './named-programs.js';
import type { RuleText } from './rule-text.js';

/** Programs that no sentence calls a utility, and that one tells to run on clients or gives a command line for. */
export function runOnClients(
  text: RuleText,
  names: readonly string[],
): { name: string; sentence: Sentence }[] {
  const { sentences, judge } = text;
  return names.slice(0, MOST_NAMES).flatMap((name) => {
    const sentence = sentences.find((one, i) => {
      if (judge.judge(one).is !== 'said') return saysBeforeDenial(text, one, name);
      const before = sentences[i - 1];
      if (isCommand(one, name)) return before !== undefined && isLeadIn(text, before);
      return isOrderFor(text, one.folded, name);
    });
    return sentence === undefined ? [] : [{ name, sentence }];
  });
}

/** Whether a sentence tells to run a program on clients. */
const isOrderFor = (text: RuleText, folded: string, name: string): boolean =>
  text.words.has(folded, 'client') &&
  partsOfSentence(text.words, folded).some(
    ({ text: part, isCondition }) =>
      !isCondition &&
      placesOf(part, stemOf(name)).length > 0 &&
      (isOrderToRun(text, part) || isToBeRun(part, stemOf(name))),
  );

/** "Run x.exe on every client that is not approved": the denial behind it says which clients. */
function saysBeforeDenial(text: RuleText, one: Sentence, name: string): boolean {
  if (!one.folded.includes(stemOf(name))) return false;
  const { is, by } = text.judge.judge(one);
  const at = one.folded.search(/,| (?:that|which|who|whose) /);
  if (is !== 'denied' || by !== one || one.struck || at < 0) return false;
  const comma = one.folded[at] === ',' ? -1 : one.folded.indexOf(',', at);
  const end = comma < 0 ? one.folded.length : comma;
  const rest = one.folded.slice(at, end);
  const said = one.folded.slice(0, at) + one.folded.slice(end);
  if (text.words.denies(said) || text.words.has(one.folded, 'mistakeTo')) return false;
  const isOfStep =
    (['act', 'wrong', 'instruction'] as const).some((word) => text.words.has(rest, word)) ||
    (rest.startsWith(',') && text.words.has(rest, 'doThis'));
  return !isOfStep && !/recommend|support|advis/.test(rest) && isOrderFor(text, ` ${said} `, name);
}

/** "x.exe must be run": an order in English that names the program first. */
const isToBeRun = (part: string, stem: string): boolean =>
  placesOf(part, stem).some(({ end }) =>
    /^(?:\.exe|\.cmd|\.bat)? (?:must|should|has to|needs to) be (?:run|executed|started) /.test(
      part.slice(end),
    ),
  );

const isLeadIn = (text: RuleText, one: Sentence): boolean =>
  text.judge.judge(one).is === 'said' &&
  (/:\s*$/.test(one.folded) || text.words.has(one.folded, 'following')) &&
  partsOfSentence(text.words, one.folded).some(
    ({ text: part, isCondition }) => !isCondition && isOrderToRun(text, part),
  );

/** "Run …", and not "clients run …", where both have the same form. */
function isOrderToRun({ words }: RuleText, part: string): boolean {
  const at = words.placeOf(part, 'runThis');
  if (at < 0) return false;
  return words.language !== 'en' || isBeginning(part.slice(0, at));
}

/** What may stand before an order in English. */
const isBeginning = (before: string): boolean =>
  /^ *(?:(?:then|next|now|finally|also|please|note|important|you|must|should|have|need|to) )*$/.test(before);
