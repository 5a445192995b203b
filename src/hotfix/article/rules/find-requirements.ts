import {
  type HotfixFacts,
  restartText,
  type SupersedenceFacts,
  type UtilityFacts,
} from '../../manifest/hotfix-facts.js';
import { fold } from '../row-text.js';
import type { Sentence } from './article-sentences.js';
import {
  impliedReplacements,
  listedReplacements,
  nameUnnumberedReplacement,
  nameUnreadReplacements,
  subjectOf,
} from './beside-replacement.js';
import { deniesAct, deniesWord, isDoubtful, isGoverned, packsOf } from './find-doubts.js';
import { sectionsBelow } from './headings.js';
import { isListOfArticles, labelled } from './labels.js';
import { meantArticle } from './meant-article.js';
import { otherArticlesIn, said as quoted, type RuleNotes, type RuleText } from './rule-text.js';
import type { RuleConcept } from './rule-words.js';
import { servicePacksIn } from './service-packs.js';

const LONGEST_HEADING = 90;
/** Articles on either side that are kept. */
const MOST_ARTICLES = 20;

/** The sentences below a heading that has a word of the concept and none of the others. */
function below(
  { sentences, words }: RuleText,
  concept: RuleConcept,
  others: readonly RuleConcept[],
): Sentence[] {
  const isHeading = (one: Sentence): boolean =>
    one.folded.length <= LONGEST_HEADING && !/[.。!?]\s*$/.test(one.text);
  const found = sentences.findIndex(
    (one) =>
      isHeading(one) &&
      words.has(one.folded, concept) &&
      others.every((other) => !words.has(one.folded, other)),
  );
  if (found < 0) return [];
  const next = sentences[found + 1];
  const isAnswer = (one: Sentence): boolean =>
    words.answers(one.folded, 'yes') || words.answers(one.folded, 'no') || isListOfArticles(one.folded);
  if (next === undefined || (isHeading(next) && !isAnswer(next))) return [];
  return sentences
    .slice(found + 1)
    .filter(({ paragraph }) => paragraph === next.paragraph)
    .slice(0, 4);
}

const SUPERSEDES = 'The article says that this one supersedes its hotfix.';

const AT_DOUBT = (what: string): string =>
  `the article says ${what} where it denies, avoids or strikes something`;

const wordingOf = (sentences: readonly Sentence[]): string =>
  sentences
    .map(({ text }) => text)
    .join(' ')
    .slice(0, 2000);

/** Sentences about other hotfixes that are kept, and their length. */
const MOST_FURTHER = 5;
const LONGEST_FURTHER = 300;
/** Characters between the word for a hotfix and its number. */
const NEAR_NUMBER = 25;

/**
 * Sentences elsewhere that say which other hotfix must be there before this one, or must not: "You must install hotfix n before this
 * hotfix", "If hotfix n is installed, you cannot install this hotfix".
 */
function furtherRequirements(
  { sentences, words, kb, judge }: RuleText,
  known: readonly Sentence[],
): Sentence[] {
  const section = sectionsBelow(sentences, ({ folded }) => words.has(folded, 'prerequisites'));
  const isIt = (one: Sentence): boolean => {
    const { folded } = one;
    if (
      known.includes(one) ||
      folded.length > LONGEST_FURTHER ||
      !(words.has(folded, 'thisHotfix') || section.has(one))
    )
      return false;
    if (one.struck || one.hidden || isGoverned({ judge }, one)) return false;
    if (words.has(folded, 'replace') || words.has(folded, 'removal') || words.has(folded, 'restart'))
      return false;
    const isNamed = otherArticlesIn(folded, kb).some(({ at }) =>
      words.has(folded.slice(Math.max(0, at - NEAR_NUMBER), at), 'hotfix'),
    );
    if (!isNamed || !words.has(folded, 'act')) return false;
    const bars = words.has(folded, 'if') && words.has(folded, 'not');
    return bars || (words.has(folded, 'must') && !words.denies(folded));
  };
  return sentences.filter(isIt).slice(0, MOST_FURTHER);
}

/** What must be installed first; null where the article does not say. */
export function findPrerequisites(text: RuleText, notes: RuleNotes): HotfixFacts['prerequisites'] | null {
  const said = below(text, 'prerequisites', ['restart', 'replace']);
  const further = furtherRequirements(text, said);
  const [first] = said;
  if (first === undefined) {
    const [beside] = further;
    if (beside === undefined) return null;
    const summary = wordingOf(further);
    notes.rests('prerequisites', summary, beside);
    return { summary, anyOf: [] };
  }
  const doubted = said.find((one) => one.struck || (packsOf(one).size > 0 && isDoubtful(text, one)));
  if (doubted) {
    notes.unclear(
      'prerequisites',
      `${AT_DOUBT('what must be installed first')}: "${quoted(doubted)}"`,
      doubted,
    );
    return null;
  }
  const packs = servicePacksIn(said.map((one) => one.text).join(' '));
  const anyOf = [
    ...new Set(
      text.sections.flatMap(({ product }) =>
        product !== null && [...servicePacksIn(product)].some((pack) => packs.has(pack)) ? [product] : [],
      ),
    ),
  ];
  // Other hotfixes that must be installed are said in the words of the article.
  const more = said.filter(({ folded }) => otherArticlesIn(folded, text.kb).length > 0);
  const own =
    anyOf.length > 0 && more.length === 0
      ? `${anyOf.join(' or ')} must be installed.`
      : wordingOf(more.length > 0 ? more : [first]);
  const summary = further.length > 0 ? `${own} ${wordingOf(further)}`.slice(0, 2000) : own;
  notes.rests('prerequisites', summary, first);
  for (const one of further) notes.rests('prerequisites', one.text, one);
  return { summary, anyOf };
}

/** Whether a restart is needed, or may be; null where the article does not say. */
export function findRestart(
  text: RuleText,
  notes: RuleNotes,
): NonNullable<HotfixFacts['restartRequired']> | null {
  const { words, sentences } = text;
  const answered = answeredRestart(text);
  if (answered !== null) {
    notes.rests('restartRequired', `a restart: ${restartText(answered.required)}`, answered.sentence);
    return answered.required;
  }
  const said =
    below(text, 'restart', ['prerequisites', 'replace']).find(({ folded }) => words.has(folded, 'restart')) ??
    sentences.find(
      ({ folded }) => folded.length <= 250 && words.has(folded, 'restart') && words.has(folded, 'thisHotfix'),
    );
  if (said === undefined) return null;
  const isDenied = words.has(said.folded, 'not');
  // "To avoid a restart", "unless you restart", "do not use the client before you restart": neither yes nor no.
  const isBeside =
    isDenied &&
    !words.has(said.folded, 'needless') &&
    deniesAct(text, said, (clause) => words.has(clause, 'restart'));
  if (
    said.struck ||
    words.has(said.folded, 'against') ||
    isBeside ||
    (!isDenied && words.denies(said.folded))
  ) {
    notes.unclear('restartRequired', `${AT_DOUBT('whether a restart is needed')}: "${quoted(said)}"`, said);
    return null;
  }
  // "Only if files are in use": that depends on the computer.
  const isOpen = words.has(said.folded, 'inUse') || (!isDenied && words.has(said.folded, 'possible'));
  const required = isOpen ? 'possible' : !isDenied;
  notes.rests('restartRequired', `a restart: ${restartText(required)}`, said);
  return required;
}

/** "Restart required: No", or a heading with "No." below it. */
function answeredRestart(
  text: RuleText,
): { required: NonNullable<HotfixFacts['restartRequired']>; sentence: Sentence } | null {
  const { words, sentences } = text;
  const [first] = below(text, 'restart', ['prerequisites', 'replace']);
  for (const one of first === undefined ? sentences : [first, ...sentences]) {
    const label = labelled(one.folded);
    const isOwn = label !== null && words.has(label.head, 'restart') && !words.denies(label.head);
    const answer = one === first ? one.folded : isOwn ? label.tail : null;
    if (answer === null || judgedAside(text, one)) continue;
    if (isOwn && (['possible', 'inUse'] as const).some((word) => words.has(answer, word)))
      return { required: 'possible', sentence: one };
    if (words.answers(answer, 'no')) return { required: false, sentence: one };
    if (isOwn && words.answers(answer, 'yes')) return { required: true, sentence: one };
  }
  return null;
}

const judgedAside = ({ judge }: RuleText, one: Sentence): boolean =>
  one.struck || one.hidden || isGoverned({ judge }, one);

/** What the hotfix replaces and what supersedes it. */
export function findReplacement(
  text: RuleText,
  utility: UtilityFacts | null,
  notes: RuleNotes,
): Pick<HotfixFacts, 'replaces' | 'supersededBy'> {
  const { sentences, words, kb } = text;
  const own = new Set(below(text, 'replace', ['prerequisites', 'restart']));
  const replaces = new Set<string>();
  const supersededBy = new Map<string, SupersedenceFacts>();
  for (const [i, one] of sentences.entries()) {
    const { folded } = one;
    const inSection = own.has(one);
    if (!words.has(folded, 'replace') && !inSection) continue;
    const others = otherArticlesIn(folded, kb);
    const isNegated = words.has(folded, 'not');
    if (others.length === 0) {
      if (one.struck) continue;
      if (inSection && isNegated) notes.rests('replaces', 'nothing', one);
      continue;
    }
    const subject = subjectOf(words, kb, folded);
    const label = labelled(folded);
    const isLabel = label !== null && words.has(label.head, 'replace') && isListOfArticles(label.tail);
    if (subject < 0 && !inSection && !isLabel) continue;
    if (
      one.struck ||
      deniesWord(text, one, 'replace') ||
      (inSection && isNegated && !words.has(folded, 'replaced'))
    ) {
      const message = `the article names KB${others[0]!.kb} as replaced or replacing where it denies or strikes something: "${quoted(one)}"`;
      notes.unclear('replaces', message, one);
      continue;
    }
    for (const { kb: other, at } of others) {
      if (replaces.size >= MOST_ARTICLES || supersededBy.size >= MOST_ARTICLES) break;
      const isFirst = subject < 0 || subject < at;
      if (isFirst !== words.has(folded, 'replaced')) {
        replaces.add(other);
        notes.rests('replaces', `KB${other}`, one);
      } else if (!supersededBy.has(other)) {
        const found = superseding(text, other, utility, sentences.slice(i, i + 4), notes, others);
        supersededBy.set(other, found);
        notes.rests('supersededBy', `KB${found.kb}`, one);
      }
    }
  }
  for (const { kb: listed, sentence, isSuperseding } of [
    ...listedReplacements(text),
    ...impliedReplacements(text),
  ]) {
    if (replaces.size >= MOST_ARTICLES || supersededBy.size >= MOST_ARTICLES) break;
    if (supersededBy.has(listed) || replaces.has(listed)) continue;
    if (isSuperseding) {
      supersededBy.set(listed, { kb: listed, published: listed, note: SUPERSEDES, includesUtility: null });
      notes.rests('supersededBy', `KB${listed}`, sentence);
      continue;
    }
    replaces.add(listed);
    notes.rests('replaces', `KB${listed}`, sentence);
  }
  nameUnreadReplacements(text, notes);
  if (supersededBy.size === 0) nameUnnumberedReplacement(text, notes);
  return { replaces: [...replaces], supersededBy: [...supersededBy.values()] };
}

function superseding(
  text: RuleText,
  printed: string,
  utility: UtilityFacts | null,
  near: readonly Sentence[],
  notes: RuleNotes,
  beside: readonly { kb: string }[],
): SupersedenceFacts {
  const stem = utility === null ? null : fold(utility.file.replace(/\.[^.]*$/, ''));
  const lacks =
    stem === null
      ? undefined
      : near.slice(1).find(({ folded }) => folded.includes(stem) && text.words.has(folded, 'not'));
  const kb = meantArticle(
    text,
    printed,
    notes,
    beside.map((one) => one.kb),
  );
  const note =
    kb === printed
      ? SUPERSEDES
      : `The article prints ${printed}. It names ${kb} elsewhere, which the catalogue knows.`;
  if (lacks) notes.rests('supersededBy.includesUtility', `without ${utility!.file}`, lacks);
  return { kb, published: printed, note, includesUtility: lacks === undefined ? null : false };
}
