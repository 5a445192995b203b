import type { FactEvidence } from '../../manifest/hotfix-facts.js';
import type { ManifestSection, PublishedHash, PublishedSize } from '../../manifest/manifest.js';
import { isDownloadName } from '../../naming/package-name.js';
import { isCrash } from '../left-over-rows.js';
import { type ColumnKind, columnOf, columnTerms } from '../lexicon.js';
import { factsIn, hasFacts, isTerse, namesIn, strangeWords, withoutNames } from '../row-facts.js';
import { fold, rowText } from '../row-text.js';
import { countWords } from './clauses.js';
import { ClaimReader, type FileClaims } from './file-claims.js';
import { isAgainst, isPlain } from './plain-forms.js';
import { otherArticlesIn } from './rule-text.js';
import type { RuleConcept, RuleWords } from './rule-words.js';
import { servicePacksIn } from './service-packs.js';
import { isLimiting, StandardTexts } from './standard-texts.js';

/** A sentence. */
export interface TextPart {
  text: string;
  folded: string;
  /** It is a heading, or a cell of a table. */
  isTitle: boolean;
}

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
}

/** Texts of warnings and facts that are looked into. */
const MOST_SAID = 300;
/** Words of a sentence that says one thing of what it is about. */
const SHORT = 8;
/** Words of a title that no standard text has and that are no names. */
const MOST_STRANGE = 3;

/** Words of a text with a capital letter, but for the first one, which always has one. */
const namesOf = (text: string): ReadonlySet<string> =>
  new Set([...text.matchAll(/(?<=[^\p{L}]\s{0,5})\p{Lu}\p{L}*/gu)].map(([word]) => fold(word)));

/** Whether sentences are read, or of a known form. */
export class TextJudge {
  readonly claims: ClaimReader;
  readonly #words: RuleWords;
  readonly #texts: StandardTexts;
  readonly #said: readonly string[];
  readonly #title: string;
  readonly #kb: string | null;
  readonly #sizes: ReadonlySet<string>;
  readonly #hashes: ReadonlySet<string>;

  constructor({ sections, words, language, title, kb, evidence, sizes, hashes, said }: TextAround) {
    this.claims = new ClaimReader(sections, words);
    this.#words = words;
    this.#texts = new StandardTexts(words, language);
    this.#said = [...evidence.map(({ sentence }) => sentence), ...said].slice(0, MOST_SAID).map(lettersOf);
    this.#title = lettersOf(title);
    this.#kb = kb;
    this.#sizes = new Set(sizes.map(({ text }) => lettersOf(text)));
    this.#hashes = new Set(hashes.map(({ digest }) => digest.toLowerCase()));
  }

  /** Whether a fact rests on a sentence, or a warning quotes it. */
  isSaid({ text }: TextPart, { names }: FileClaims): boolean {
    const letters = lettersOf(text);
    if (letters === '' || isMarkup(text) || isOtherRow(text, names.length > 0)) return true;
    if (this.#said.some((one) => one.includes(letters))) return true;
    const hashes = text.match(/[\da-f]{32,128}/gi) ?? [];
    return hashes.length > 0 && hashes.every((one) => this.#hashes.has(one.toLowerCase()));
  }

  /** The title names the problem, and no value of a file. */
  isTitle({ text }: TextPart, { hasOther }: FileClaims): boolean {
    const letters = lettersOf(text);
    return !hasOther && (letters.endsWith(this.#title) || this.#title.endsWith(letters));
  }

  /** Whether a sentence in the section of a table is of a known form. */
  isKnown(part: TextPart, claims: FileClaims): boolean {
    const { text, folded, isTitle } = part;
    if (claims.hasOther) return this.#isSizeOfDownload(text);
    if (this.claims.countsOtherRows(text)) return false;
    if (this.#isStandard(part, claims) || this.#isStep(text, folded)) return true;
    if (!isTitle || claims.names.length > 0 || namesOther(folded)) return false;
    return !this.#isOfOther(part) && this.#isTitle(text, folded);
  }

  /** Whether a sentence elsewhere is about the tables or the files of the package, and of no known form. */
  isAmiss(part: TextPart, claims: FileClaims): boolean {
    const { text, folded, isTitle } = part;
    // What a page shows below a part of its table is short like a heading.
    if (isTitle && this.claims.countsOtherRows(text)) return true;
    if (isCrash(text, namesIn(text)) || !this.#isAboutFiles(text, folded, claims)) return false;
    if (claims.hasOther) return !this.#isSizeOfDownload(text);
    return !this.#isStandard(part, claims) && !this.#isStep(text, folded);
  }

  /** No standard text names a file of its own, but for catalogues and the like. */
  #isStandard(part: TextPart, { names }: FileClaims): boolean {
    if (names.length > 0 || namesOther(part.folded) || this.#isOfOther(part)) return false;
    return this.#texts.has(part.folded);
  }

  /** "Files of KB900002", "see KB900002 for the list of files", "See KB900002 for the current files." */
  #isOfOther({ folded, isTitle }: TextPart): boolean {
    const words = this.#words;
    const isOfTable = words.has(folded, 'tableWord');
    const isShort = countWords(folded) <= SHORT;
    const isOfFiles = words.has(folded, 'fileWord') && (isTitle || isOfTable || isShort);
    return (isOfFiles || (isOfTable && isShort)) && otherArticlesIn(folded, this.#kb).length > 0;
  }

  /** "Copy a.msp to i386\hotfix\KB900001." */
  #isStep(text: string, folded: string): boolean {
    return PLACE.test(text) && isPlain(this.#words, folded);
  }

  /** What is said of a file by its name may be about a program that crashes: it counts where it is about what was published. */
  #isAboutFiles(text: string, folded: string, { names, hasOther }: FileClaims): boolean {
    const has = (concept: RuleConcept): boolean => this.#words.has(folded, concept);
    const isDenied = isAgainst(this.#words, folded);
    const isShort = countWords(folded) <= SHORT;
    const isOfFile = names.length > 0 || has('fileWord');
    const isOfValues = hasOther || ofColumns.test(folded);
    if (isLabelOfColumn(text) || (isDenied && ofSizes.test(folded) && isShort)) return true;
    if (has('tableWord')) return isOfFile || isOfValues || isDenied || OF_TABLE.some(has);
    const isPlaced = has('placed') || has('includedIn');
    // Programs and packages are what steps are about.
    const isOfContent = namesIn(text).some(({ name }) => !PLACE.test(name));
    if (has('packageWord')) return hasOther || isOfContent || (isOfFile && (isDenied || isPlaced));
    if (has('fileWord') && (has('thisHotfix') || has('thePackage')) && isPlaced) return true;
    if (names.length > 0 && (isOfValues || OF_RELEASE.some(has))) return true;
    if (names.length > 0 && isOfContent) return (isDenied && isPlaced) || (isShort && has('onlyFor'));
    if (!isOfFile) return false;
    if (isShort && AGAINST_FILES.some(has)) return true;
    return hasOther || (isOfValues && (isDenied || has('every'))) || (has('every') && /\d/.test(text));
  }

  /** A line of which one size was read, and no second one stands in. */
  #isSizeOfDownload(text: string): boolean {
    const letters = lettersOf(text);
    return [...this.#sizes].filter((size) => letters.includes(size)).length === 1;
  }

  /** Names of products, releases and processors: nothing that denies, and few words beside names. */
  #isTitle(text: string, folded: string): boolean {
    const words = this.#words;
    // In some languages, a service pack is a package too.
    const isServicePack = servicePacksIn(text).size > 0;
    const isOfFiles =
      words.has(folded, 'fileWord') ||
      words.has(folded, 'tableWord') ||
      (words.has(folded, 'packageWord') && !isServicePack);
    const isOfValues = ofSizes.test(folded) || (ofColumns.test(folded) && isOfFiles);
    if (isOfValues || isLimiting(words, folded) || words.has(folded, 'doThis')) return false;
    const names = namesOf(text);
    const plain = withoutNames(folded, namesIn(folded));
    const strange = this.#texts.strangeWordsIn(plain).filter((word) => !names.has(word));
    return strange.length <= (isOfFiles ? 0 : MOST_STRANGE);
  }
}

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

/** "Disregard the file information." */
const AGAINST_FILES = ['wrong', 'ignoreIt'] as const satisfies readonly RuleConcept[];
const OF_TABLE = [
  'above',
  'onlyFor',
  'solves',
  'wrong',
  'ignoreIt',
] as const satisfies readonly RuleConcept[];
const OF_RELEASE = ['withdrawn', 'earlier', 'reissued', 'wrong'] as const satisfies readonly RuleConcept[];

const PLACE = /[\\/]|\.(?:msp|msi|exe|cmd|bat)(?![a-z0-9])/i;
/** "Version: 1.0.0.2" */
const isLabelOfColumn = (text: string): boolean => {
  const [label = '', value = ''] = text.split(/[:：]/);
  return /\d/.test(value) && ['version', 'size'].includes(columnOf(label)?.meaning ?? '');
};

const ofSizes = columnsLike('size');
const ofColumns = columnsLike('size', 'version');

/** The headings of columns of some kinds, in all languages: "the version of a.dll". */
function columnsLike(...kinds: ColumnKind[]): RegExp {
  const words = columnTerms.filter(
    ({ meaning, folded }) => kinds.includes(meaning) && /^\p{L}+$/u.test(folded),
  );
  // East Asian scripts have no blanks between words.
  return new RegExp(
    words.map(({ folded }) => (/[\u3040-\ud7af]/.test(folded) ? folded : `(?<!\\p{L})${folded}`)).join('|'),
    'u',
  );
}

const lettersOf = (text: string): string => rowText(text).folded.replace(/[^\p{L}\d]+/gu, '');
