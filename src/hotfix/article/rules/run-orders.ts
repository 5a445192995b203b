import type { Sentence } from './article-sentences.js';
import { partsOfSentence } from './clauses.js';
import { commandOf, MOST_NAMES, placesOf, stemOf } from './named-programs.js';
import type { RuleText } from './rule-text.js';

/** Programs that no sentence calls a utility, and that one tells to run on clients or gives a command line for. */
export function runOnClients(
  text: RuleText,
  names: readonly string[],
): { name: string; sentence: Sentence }[] {
  const { sentences, judge } = text;
  return names.slice(0, MOST_NAMES).flatMap((name) => {
    const stem = stemOf(name);
    const sentence = sentences.find((one, i) => {
      const command = commandOf(one, name);
      const isNamed = one.folded.includes(stem) || command !== null;
      if (!isNamed || judge.judge(one).is !== 'said') return false;
      const before = sentences[i - 1];
      // "Command line: x.exe /all" says what it is.
      if (command !== null) return command !== one.plain || (before !== undefined && isLeadIn(text, before));
      return isOrderFor(text, one.folded, stem);
    });
    return sentence === undefined ? [] : [{ name, sentence }];
  });
}

/** Whether a sentence tells to run a program on clients. */
const isOrderFor = (text: RuleText, folded: string, stem: string): boolean =>
  text.words.has(folded, 'client') &&
  partsOfSentence(text.words, folded).some(
    ({ text: part, isCondition }) =>
      !isCondition &&
      placesOf(part, stem).length > 0 &&
      (text.words.has(part, 'runThis') || isToBeRun(text, part, stem)),
  );

/** "x.exe must be run": an order that names the program first. */
const isToBeRun = ({ words }: RuleText, part: string, stem: string): boolean =>
  placesOf(part, stem).some(({ end }) => words.has(part.slice(end), 'toBeRun'));

/** "Use the following command:", and not "On the site server, use …" */
const isLeadIn = (text: RuleText, one: Sentence): boolean =>
  text.judge.judge(one).is === 'said' &&
  (/:\s*$/.test(one.folded) || text.words.has(one.folded, 'following')) &&
  (text.words.has(one.folded, 'client') || !text.words.has(one.folded, 'server')) &&
  partsOfSentence(text.words, one.folded).some(
    ({ text: part, isCondition }) => !isCondition && ORDERS.some((concept) => text.words.has(part, concept)),
  );

const ORDERS = ['runThis', 'act'] as const;
