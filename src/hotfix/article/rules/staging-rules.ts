import type { HotfixFacts } from '../../manifest/hotfix-facts.js';
import type { ManifestSection, ManifestWarning } from '../../manifest/manifest.js';
import type { HtmlPage } from '../html-page.js';
import { articleSentences } from './article-sentences.js';
import { findClientPatch } from './find-client-patch.js';
import { findNotes, findPackages, findPropertiesToRepeat } from './find-notes.js';
import { findPrerequisites, findReplacement, findRestart } from './find-requirements.js';
import { findUtility } from './find-utility.js';
import { findWithdrawal } from './find-withdrawal.js';
import { SentenceJudge } from './judge-sentences.js';
import { RuleNotes, type RuleText, said } from './rule-text.js';
import { RuleWords } from './rule-words.js';

/** What an article says beyond its tables. */
export interface StagingRules {
  /** Null where it says nothing. */
  facts: HotfixFacts | null;
  /** `ARTICLE_RULE_UNCLEAR`, `ARTICLE_WITHDRAWN` and `MANIFEST_MISPRINT`. */
  warnings: ManifestWarning[];
  /** The words of the languages of the article. */
  words: RuleWords;
}

/** The article whose rules are read. */
export interface RuleSource {
  article: string;
  /** The article, where it is a document in HTML. */
  page: HtmlPage | null;
  language: string;
  kb: string | null;
  sections: readonly ManifestSection[];
}

/**
 * Reads from the text of an article what staging needs: the client patch and its folder, the utility and how it runs, properties to
 * give again, prerequisites, restart, what it replaces and what supersedes it. Each fact has the sentence that it rests on; what
 * the text does not say is not there.
 */
export function readStagingRules({ article, page, language, kb, sections }: RuleSource): StagingRules {
  const sentences = articleSentences(article, page !== null, page);
  const words = new RuleWords(sentences, language);
  const text: RuleText = { sentences, words, judge: new SentenceJudge(sentences, words), sections, kb };
  const notes = new RuleNotes();
  const withdrawal = findWithdrawal(text);
  if (withdrawal) notes.withdrawn(`the article takes this hotfix back: "${said(withdrawal)}"`, withdrawal);
  const clientPatch = findClientPatch(text, notes);
  const utility = findUtility(text, notes);
  const prerequisites = findPrerequisites(text, notes);
  const restartRequired = findRestart(text, notes);
  const { replaces, supersededBy } = findReplacement(text, utility, notes);
  const propertiesToRepeat = findPropertiesToRepeat(text, notes);
  const packages = findPackages(text, notes);
  const more = findNotes(text, { clientPatch, utility, propertiesToRepeat, supersededBy }, notes);
  const { evidence, warnings } = notes;
  if (evidence.length === 0) return { facts: null, warnings, words };
  const facts: HotfixFacts = {
    appliesTo: [],
    ...(prerequisites ? { prerequisites } : {}),
    ...(restartRequired === null ? {} : { restartRequired }),
    replaces,
    supersededBy,
    related: [],
    packages,
    ...(clientPatch ? { clientPatch } : {}),
    ...(utility ? { utility } : {}),
    ...(propertiesToRepeat.length > 0 ? { propertiesToRepeat } : {}),
    notes: more,
    sources: [],
    evidence,
  };
  return { facts, warnings, words };
}
