import { isCrash } from '../left-over-rows.js';
import { type ColumnKind, columnOf, columnTerms } from '../lexicon.js';
import { namesIn } from '../row-facts.js';
import { countWords, partsOfSentence } from './clauses.js';
import type { FileClaims } from './file-claims.js';
import { isAgainst, isPlain } from './plain-forms.js';
import type { RuleConcept, RuleWords } from './rule-words.js';

/** A sentence. */
export interface TextPart {
  text: string;
  folded: string;
  /** It is a heading, or a cell of a table. */
  isTitle: boolean;
  /** It is the cells of a row. */
  isCell: boolean;
}

/**
 * Where a sentence stands: in the section of a table, where it is about the table; in one about the problem, whose files are mostly others;
 * or in another one.
 */
export type TextPlace = 'table' | 'problem' | 'elsewhere';

/** Words of a sentence that says one thing of what it is about. */
export const SHORT = 8;
/** Words of a line that is a heading rather than a sentence without a full stop. */
export const LONGEST_TITLE = 5;
/** A path, or the name of a program or package, which steps are about. */
export const PATH = /[\\/]|\.(?:msp|msi|exe|cmd|bat)(?![a-z0-9])/i;

/** Whether sentences outside of the section of a table are about the files that tables list, and not about those of the problem. */
export class FileTopics {
  readonly #words: RuleWords;

  constructor(words: RuleWords) {
    this.#words = words;
  }

  isAboutFiles(part: TextPart, claims: FileClaims, place: TextPlace): boolean {
    const { text, isTitle } = part;
    // What a page shows below a part of its table is short like a heading.
    if (isTitle && claims.countsOtherRows) return true;
    if (isCrash(text, namesIn(text))) return false;
    const words = this.#words;
    if (isOfLogs(text) && !claims.hasOther && !words.has(part.folded, 'tableWord')) return false;
    const folded = words.without(part.folded, 'workFile');
    const isSentence = !isTitle || (!part.isCell && countWords(folded) > LONGEST_TITLE);
    // "The files of this hotfix are …" is about them in a section about the problem too.
    const isOfHotfix =
      words.has(folded, 'fileWord') &&
      (['thisHotfix', 'thePackage'] as const).some((one) => words.has(folded, one));
    const mayBeOfFiles = isSentence && (place === 'elsewhere' || isOfHotfix);
    return (
      (mayBeOfFiles && this.#speaksOfFiles(text, folded, claims)) ||
      this.#statesOfFiles(text, folded, claims, place)
    );
  }

  /** Whether a text names what columns of sizes or versions hold: "Uncompressed sizes", "Versions of the files". */
  isOfValues(text: string, folded: string): boolean {
    const isOfFiles = (['fileWord', 'tableWord', 'packageWord'] as const).some((one) =>
      this.#words.has(folded, one),
    );
    return ofSizes.test(folded) || (isOfFiles && ofColumns.test(folded)) || isLabelOfColumn(text);
  }

  /** "The actual file is larger.", "These values are for the beta.": files and tables that are none of the problem. */
  #speaksOfFiles(text: string, folded: string, { hasValue, names }: FileClaims): boolean {
    const words = this.#words;
    // "If a file is large, …" says when there is a problem, and "This hotfix corrects …" which.
    const main = partsOfSentence(words, folded)
      .filter((part) => !part.isCondition && ![0, 1].includes(words.placeOf(part.text, 'reason')))
      .map((part) => part.text)
      .join(' ');
    if (words.has(main, 'theTable')) return !words.has(main, 'following');
    if (words.has(main, 'solves') && words.has(main, 'hotfix')) return false;
    if (PATH.test(text) || this.#isOfOthers(text, main, names)) return false;
    // "Copy the files to a folder.", "By default, this file is in the following folder:"
    const isOfPlace = words.has(main, 'placed') && words.has(main, 'following');
    if (isPlain(words, folded) && (isOfPlace || words.has(main, 'act'))) return false;
    const isShort = countWords(folded) <= SHORT;
    const isOfContent = names.length > 1 || namesIn(text).length > names.length;
    if (isShort && (isOfContent || words.has(main, 'notFinal') || ofSizes.test(main))) return true;
    return hasValue || words.has(main, 'fileWord') || (words.has(main, 'wrong') && /\d/.test(main));
  }

  /** "Replaces the files of hotfix 900002", "a.pdb is not included" */
  #isOfOthers(text: string, main: string, names: readonly string[]): boolean {
    if (this.#words.has(main, 'replace') && /\d{6}/.test(main)) return true;
    return names.length === 0 && namesIn(text).length > 0 && isAgainst(this.#words, main);
  }

  /** Whether a sentence states something of files or of the package that it may be wrong to rely on the table then. */
  #statesOfFiles(
    text: string,
    folded: string,
    { names, hasOther, hasRoundSize }: FileClaims,
    place: TextPlace,
  ): boolean {
    const has = (concept: RuleConcept): boolean => this.#words.has(folded, concept);
    const isDenied = isAgainst(this.#words, folded);
    const isShort = countWords(folded) <= SHORT;
    const isOfFile = names.length > 0 || has('fileWord');
    // "A file that is larger than 2 GB" is one of the problem.
    if (hasRoundSize && names.length === 0 && place === 'problem' && !has('tableWord')) return false;
    const isStated = hasOther && !hasRoundSize;
    const isOfValues = isStated || ofColumns.test(folded);
    if (isLabelOfColumn(text) || (isDenied && ofSizes.test(folded) && isShort)) return true;
    // Databases have tables.
    const isOfTable = place === 'problem' ? has('above') : isDenied || OF_TABLE.some(has);
    if (has('tableWord')) return isOfFile || isOfValues || isOfTable;
    const isPlaced = has('placed') || has('includedIn');
    // Programs and packages are what steps are about.
    const isOfContent = namesIn(text).some(({ name }) => !PATH.test(name));
    if (has('packageWord')) return hasOther || isOfContent || (isOfFile && (isDenied || isPlaced));
    if (has('fileWord') && (has('thisHotfix') || has('thePackage')) && isPlaced) return true;
    if (names.length > 0 && (isOfValues || OF_RELEASE.some(has))) return true;
    if (names.length > 0 && isOfContent) return (isDenied && isPlaced) || (isShort && has('onlyFor'));
    if (!isOfFile) return false;
    if (isShort && AGAINST_FILES.some(has)) return true;
    return isStated || (isOfValues && (isDenied || has('every'))) || (has('every') && /\d/.test(text));
  }
}

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

/** "See Smpmgr.log": no package brings logs. */
function isOfLogs(text: string): boolean {
  const names = namesIn(text);
  return names.length > 0 && names.every(({ name }) => /\.(?:log|lo_|etl|dmp|evtx?)$/i.test(name));
}

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
