import type { FactEvidence } from '../../manifest/hotfix-facts.js';
import type { ManifestSection, PublishedHash, PublishedSize } from '../../manifest/manifest.js';
import { isDownloadName, parsePackageName } from '../../naming/package-name.js';
import { isProduct } from '../product-names.js';
import { editionOf } from '../read-edition.js';
import { factsIn, hasFacts, isTerse, namesIn, strangeWords, withoutNames } from '../row-facts.js';
import { fold, rowText } from '../row-text.js';
import { countWords } from './clauses.js';
import { ClaimReader, type FileClaims } from './file-claims.js';
import { FileTopics, LONGEST_TITLE, PATH, SHORT, type TextPart, type TextPlace } from './file-topics.js';
import { isPlain, tellsToAct } from './plain-forms.js';
import { otherArticlesIn } from './rule-text.js';
import type { RuleConcept, RuleWords } from './rule-words.js';
import { servicePacksIn } from './service-packs.js';
import { isLimiting, StandardTexts } from './standard-texts.js';

/** What was read from an article. */
export interface TextAround {
  sections: readonly ManifestSection[];
  words: RuleWords;
  /** That of the headings of the tables. */
  language: string;
  /** Sentences that facts rest on. */
  evidence: readonly FactEvidence[];
  sizes: readonly PublishedSize[];
  hashes: readonly PublishedHash[];
  title: string;
  /** Number of the article. */
  kb: string | null;
  /** What other warnings quote. */
  said: readonly string[];
  /** Words with a capital letter in sentences, folded: names. */
  names: ReadonlySet<string>;
}

/** Texts of warnings and facts that are looked into. */
const MOST_SAID = 300;
/** Words of a text with a capital letter, folded. */
const wordsWithCapital = (text: string): ReadonlySet<string> =>
  new Set([...text.matchAll(/(?<!\p{L})\p{Lu}\p{L}*/gu)].map(([word]) => fold(word)));

/** Words of a sentence with a capital letter, folded, but for the first one, which always has one. */
export const namesOf = (text: string): ReadonlySet<string> =>
  new Set([...text.matchAll(/(?<=[^\p{L}]\s{0,5})\p{Lu}\p{L}*/gu)].map(([word]) => fold(word)));

/** Whether sentences are read, or of a known form. */
export class TextJudge {
  readonly claims: ClaimReader;
  readonly #words: RuleWords;
  readonly #texts: StandardTexts;
  readonly #topics: FileTopics;
  readonly #names: ReadonlySet<string>;
  readonly #said: readonly string[];
  readonly #title: string;
  readonly #kb: string | null;
  readonly #sizes: ReadonlySet<string>;
  readonly #hashes: ReadonlySet<string>;

  constructor({ sections, words, language, title, kb, evidence, sizes, hashes, said, names }: TextAround) {
    this.claims = new ClaimReader(sections, words);
    this.#words = words;
    this.#texts = new StandardTexts(words, language);
    this.#topics = new FileTopics(words);
    this.#names = new Set([...names, ...wordsWithCapital(title)]);
    this.#said = [...evidence.map(({ sentence }) => sentence), ...said].slice(0, MOST_SAID).map(lettersOf);
    this.#title = lettersOf(title);
    this.#kb = kb;
    this.#sizes = new Set(sizes.map(({ text }) => lettersOf(text)));
    this.#hashes = new Set(hashes.map(({ digest }) => digest.toLowerCase()));
  }

  /** What an article states of a file, a number or its problem is read elsewhere: a fact rests on it, a warning quotes it, or the title says it. */
  isRead(part: TextPart, claims: FileClaims): boolean {
    return this.#isSaid(part, claims) || this.#isOfTitle(part, claims);
  }

  /** Whether a sentence is of no known form. Outside of the section of a table, only what is about the files counts. */
  isUnclear(part: TextPart, claims: FileClaims, place: TextPlace): boolean {
    if (this.#isKnown(part, claims)) return false;
    return place === 'table' || this.#topics.isAboutFiles(part, claims, place);
  }

  #isSaid({ text }: TextPart, { names }: FileClaims): boolean {
    const letters = lettersOf(text);
    if (letters === '' || text.startsWith('©') || isMarkup(text) || isOtherRow(text, names.length > 0))
      return true;
    if (this.#said.some((one) => one.includes(letters))) return true;
    const hashes = text.match(/[\da-f]{32,128}/gi) ?? [];
    return hashes.length > 0 && hashes.every((one) => this.#hashes.has(one.toLowerCase()));
  }

  /** The title names the problem, and no value of a file. */
  #isOfTitle({ text }: TextPart, { hasOther }: FileClaims): boolean {
    const letters = lettersOf(text);
    return !hasOther && (letters.endsWith(this.#title) || this.#title.endsWith(letters));
  }

  #isKnown(part: TextPart, claims: FileClaims): boolean {
    const { text, folded, isTitle } = part;
    if (claims.hasOther) return this.#isSizeOfDownload(text);
    if (claims.countsOtherRows) return false;
    if (this.#isStep(part, claims)) return true;
    // No standard text names a file of its own, but for catalogues and the like.
    if (claims.names.length > 0 || namesOther(folded) || this.#isOfOther(part)) return false;
    // "c.msi is included in this hotfix."
    if (!areOfTables(text, claims) && this.#words.has(folded, 'includedIn')) return false;
    if (isTitle && this.#isTitle(text, folded)) return true;
    return (!isTitle || countWords(folded) > LONGEST_TITLE) && this.#texts.has(folded);
  }

  /** "Files of KB900002", "see KB900002 for the list of files", "See KB900002 for the current files." */
  #isOfOther({ folded, isTitle }: TextPart): boolean {
    const words = this.#words;
    const isOfTable = words.has(folded, 'tableWord');
    const isShort = countWords(folded) <= SHORT;
    const isOfFiles = words.has(folded, 'fileWord') && (isTitle || isOfTable || isShort);
    return (isOfFiles || (isOfTable && isShort)) && otherArticlesIn(folded, this.#kb).length > 0;
  }

  /** "Copy a.msp to i386\hotfix\KB900001.", and not "The package contains x.exe.", a file that no table has. */
  #isStep({ text, folded }: TextPart, claims: FileClaims): boolean {
    if (!PATH.test(text) || !isPlain(this.#words, folded)) return false;
    return areOfTables(text, claims) || /[\\/]/.test(text) || tellsToAct(this.#words, folded);
  }

  /** A line of which one size was read, and no second one stands in. */
  #isSizeOfDownload(text: string): boolean {
    const letters = lettersOf(text);
    return [...this.#sizes].filter((size) => letters.includes(size)).length === 1;
  }

  /** A standard heading, or the names of products, releases and processors, and nothing that denies. */
  #isTitle(text: string, folded: string): boolean {
    // "package.zip: click here"
    const plain = withoutNames(folded, namesIn(folded));
    if (this.#texts.hasTitle(folded) || this.#texts.hasTitle(plain)) return true;
    const words = this.#words;
    const isAmiss =
      isLimiting(words, folded) ||
      editionOf(text).isEarlier ||
      AMISS_IN_TITLE.some((one) => words.has(folded, one));
    if (isAmiss || this.#topics.isOfValues(text, folded)) return false;
    const isOfFiles = FILE_WORDS.some((one) => words.has(folded, one)) && servicePacksIn(text).size === 0;
    const own = wordsWithCapital(text);
    const isOfProduct = !isOfFiles && [...own].some(isProduct);
    const strange = this.#texts.strangeWordsIn(plain, isOfProduct ? 'every' : 'common');
    return strange.every((word) => own.has(word) && (isOfProduct || this.#names.has(word)));
  }
}

/** "Files of the reissued package", "This is …" */
const AMISS_IN_TITLE = [
  'reissued',
  'doThis',
  'theTable',
  'notFinal',
] as const satisfies readonly RuleConcept[];
const FILE_WORDS = ['fileWord', 'tableWord', 'packageWord'] as const satisfies readonly RuleConcept[];

/** Whether the files that a text names are those of tables, or packages of hotfixes. */
const areOfTables = (text: string, { names }: FileClaims): boolean =>
  namesIn(text).every(({ name }) => names.includes(name) || parsePackageName(name) !== null);

/** Whether a text names a file, but for catalogues, downloads and the like; where no table has it, it was not compared. */
const namesOther = (text: string): boolean =>
  namesIn(text).some(({ name }) => !/\.(?:cat|mum|manifest)$/i.test(name) && !isDownloadName(name));

/** A row of a table that was not read, which other warnings name or count; of a file of the tables, one that says nothing more. */
function isOtherRow(text: string, isOfTables: boolean): boolean {
  const names = namesIn(text);
  if (names.length === 0) return false;
  const rest = withoutNames(text, names);
  const isValued = hasFacts(factsIn(rest));
  return isOfTables ? !isValued && strangeWords(rest, 1) === 0 : isValued && isTerse(rest, names.length);
}

/** A document within the document, which only old browsers show. */
const isMarkup = (text: string): boolean => /^<[a-z]+[\s>]/i.test(text) && /<\/[a-z]+>$/i.test(text);

const lettersOf = (text: string): string => rowText(text).folded.replace(/[^\p{L}\d]+/gu, '');
