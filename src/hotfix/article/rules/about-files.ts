import type { FactEvidence } from '../../manifest/hotfix-facts.js';
import type {
  ManifestSection,
  ManifestWarning,
  PublishedHash,
  PublishedSize,
} from '../../manifest/manifest.js';
import type { Around } from '../find-tables.js';
import { isCrash } from '../left-over-rows.js';
import { type ColumnKind, columnOf, columnTerms } from '../lexicon.js';
import { factsIn, hasFacts, isTerse, namesIn, strangeWords, withoutNames } from '../row-facts.js';
import { fold, rowText } from '../row-text.js';
import { partsOf, withoutMarker } from './article-sentences.js';
import { ClaimReader, type FileClaims } from './file-claims.js';
import { isAgainst, isPlain } from './plain-forms.js';
import { otherArticlesIn } from './rule-text.js';
import type { RuleConcept, RuleWords } from './rule-words.js';
import { servicePacksIn } from './service-packs.js';
import { StandardTexts } from './standard-texts.js';
import { withoutMarks } from './struck-text.js';

/** What an article has around its tables, and what was read from it. */
export interface TextAroundTables {
  around: readonly Around[];
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

/** Sentences that a warning quotes, and characters of each. */
const QUOTED = 3;
const LONGEST_QUOTED = 160;
/** Longest line that is looked at; longer ones are tables whose lines were lost. */
const LONGEST_LINE = 4000;
/** Sentences that are looked at. */
const MOST_SENTENCES = 5000;

/**
 * `ARTICLE_TEXT_UNCLEAR` for sentences about the files of the tables that are neither used nor of a form that is known to say nothing
 * against the tables. There is no end to the ways to contradict a table, so the known forms are the listed ones.
 */
export function warningsOfText(text: TextAroundTables): ManifestWarning[] {
  const judge = new TextJudge(text);
  const near = linesNearTables(text.around);
  const open = new Set<string>();
  const contradictions = new Map<string, string>();
  let count = 0;
  for (const one of text.around) {
    if (one.kind === 'table' || one.text.length > LONGEST_LINE) continue;
    for (const sentence of sentencesOf(one)) {
      if (++count > MOST_SENTENCES) break;
      const claims = judge.claims.read(sentence.text);
      if (judge.isSaid(sentence.text, claims) || judge.isTitle(sentence, claims)) continue;
      if (claims.contradiction !== null) contradictions.set(claims.contradiction, sentence.text);
      else if (near.has(one) ? !judge.isKnown(sentence, claims) : judge.isAmiss(sentence, claims))
        open.add(sentence.text);
    }
  }
  return [...contradictionsIn(contradictions), ...unknownIn([...open])];
}

interface TextPart {
  text: string;
  folded: string;
  /** It is a heading, or a cell of a table. */
  isTitle: boolean;
}

function sentencesOf({ text, ...line }: Exclude<Around, { kind: 'table' }>): TextPart[] {
  const parts = partsOf(withoutMarks(text))
    .map(withoutMarker)
    .filter((part) => part !== '');
  const isHeading = line.kind === 'line' && line.heading;
  return parts.map((part) => ({
    text: part,
    folded: ` ${rowText(part).folded.replace(ADDRESS, ' ')} `,
    isTitle: line.kind === 'row' || isHeading || (parts.length === 1 && !END_OF_SENTENCE.test(part)),
  }));
}

/** Addresses, and paths of a web site. */
const ADDRESS = /\bhttps?:\/\/\S{1,1000}|(?<!\S)\(?[\w.-]{1,60}(?:\/[\w.-]{1,80}){2,20}/g;
const END_OF_SENTENCE = /[.。!！?？;]["'”»)\]]*$/;

const contradictionsIn = (found: ReadonlyMap<string, string>): ManifestWarning[] =>
  [...found].slice(0, QUOTED).map(([what, sentence]) => ({
    code: 'ARTICLE_TEXT_UNCLEAR',
    message: `the article contradicts its table: ${what}: ${quoted(sentence)}`,
    found: sentence.slice(0, 300),
  }));

function unknownIn(found: readonly string[]): ManifestWarning[] {
  if (found.length === 0) return [];
  const more = found.length > QUOTED ? `, and ${found.length - QUOTED} more` : '';
  const listed = found.slice(0, QUOTED).map(quoted).join(', ');
  return [
    {
      code: 'ARTICLE_TEXT_UNCLEAR',
      message: `the article says of its files what this program does not understand: ${listed}${more}`,
      found: found[0]!.slice(0, 300),
    },
  ];
}

const quoted = (sentence: string): string =>
  JSON.stringify(
    sentence
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .trim()
      .slice(0, LONGEST_QUOTED),
  );

/** Lines from the heading above a table to the next heading behind it, and up to the table that follows. */
function linesNearTables(around: readonly Around[]): ReadonlySet<Around> {
  const near = new Set<Around>();
  for (const [i, one] of around.entries()) {
    if (one.kind !== 'table') continue;
    for (const line of above(around, i)) near.add(line);
    for (const line of below(around, i)) near.add(line);
  }
  return near;
}

/** Headings between a table and the sentence that leads it in. */
const MOST_HEADINGS = 3;
/** Lines above a table that are looked at. */
const MOST_ABOVE = 40;

function above(around: readonly Around[], table: number): Around[] {
  const lines: Around[] = [];
  let headings = 0;
  let sentences = 0;
  for (let i = table - 1; i >= 0 && lines.length < MOST_ABOVE; i--) {
    const one = around[i]!;
    if (one.kind === 'table') break;
    lines.push(one);
    if (isHeading(one) ? sentences > 0 || ++headings >= MOST_HEADINGS : sentences > 0 && isLabel(one)) break;
    if (!isHeading(one)) sentences++;
  }
  return lines;
}

function below(around: readonly Around[], table: number): Around[] {
  const lines: Around[] = [];
  for (let i = table + 1; i < around.length; i++) {
    const one = around[i]!;
    if (one.kind === 'table' || isHeading(one)) break;
    lines.push(one);
  }
  return lines;
}

/** "File Information:" */
const isLabel = (one: Around): boolean =>
  one.kind === 'line' && /^\p{Lu}[\p{L} ]{2,40}[:：]$/u.test(one.text.trim());

const LONGEST_HEADING = 60;
/** By its mark, or a short line that is no sentence and no label. */
const isHeading = (one: Around): boolean =>
  one.kind === 'line' &&
  (one.heading ||
    (one.text.length <= LONGEST_HEADING &&
      /^[\p{Lu}\p{Lo}][^:：=()[\]]*$/u.test(one.text) &&
      !/[.。!?,;]$|\d\.\d/.test(one.text)));

/** Words of a title that no standard text has and that are no names. */
const MOST_STRANGE = 3;

/** Words of a text with a capital letter, but for the first one, which always has one. */
const namesOf = (text: string): ReadonlySet<string> =>
  new Set([...text.matchAll(/(?<=[^\p{L}]\s{0,5})\p{Lu}\p{L}*/gu)].map(([word]) => fold(word)));

class TextJudge {
  readonly claims: ClaimReader;
  readonly #words: RuleWords;
  readonly #texts: StandardTexts;
  readonly #said: readonly string[];
  readonly #title: string;
  readonly #kb: string | null;
  readonly #sizes: ReadonlySet<string>;
  readonly #hashes: ReadonlySet<string>;

  constructor({ sections, words, language, title, kb, evidence, sizes, hashes, said }: TextAroundTables) {
    this.claims = new ClaimReader(sections, words);
    this.#words = words;
    this.#texts = new StandardTexts(words, language);
    this.#said = [...evidence.map(({ sentence }) => sentence), ...said].map(lettersOf);
    this.#title = lettersOf(title);
    this.#kb = kb;
    this.#sizes = new Set(sizes.map(({ text }) => lettersOf(text)));
    this.#hashes = new Set(hashes.map(({ digest }) => digest.toLowerCase()));
  }

  /** Whether a fact rests on a sentence, or a warning quotes it. */
  isSaid(text: string, { names }: FileClaims): boolean {
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
  isKnown({ text, folded, isTitle }: TextPart, claims: FileClaims): boolean {
    if (claims.hasOther) return this.#isSizeOfDownload(text);
    // "Files of KB900002"
    const isOfOther =
      isTitle && this.#words.has(folded, 'fileWord') && otherArticlesIn(folded, this.#kb).length > 0;
    if (claims.names.length === 0 && !isOfOther && this.#texts.has(folded)) return true;
    if (this.#isStep(text, folded)) return true;
    if (!isTitle || isOfOther || claims.names.length > 0) return false;
    return this.#isTitle(text, folded);
  }

  /** Whether a sentence elsewhere is about the tables or the files of the package, and of no known form. */
  isAmiss({ text, folded }: TextPart, claims: FileClaims): boolean {
    if (isCrash(text, namesIn(text))) return false;
    if (!this.#isAboutFiles(text, folded, claims)) return false;
    if (claims.hasOther) return !this.#isSizeOfDownload(text);
    return !(claims.names.length === 0 && this.#texts.has(folded)) && !this.#isStep(text, folded);
  }

  /** "Copy a.msp to i386\hotfix\KB900001." */
  #isStep(text: string, folded: string): boolean {
    return PLACE.test(text) && isPlain(this.#words, folded);
  }

  /** What is said of a file by its name may be about a program that crashes: it counts where it is about what was published. */
  #isAboutFiles(text: string, folded: string, { names, hasOther }: FileClaims): boolean {
    const words = this.#words;
    const isOfFile = names.length > 0 || words.has(folded, 'fileWord');
    const isOfValues = hasOther || ofColumns.test(folded);
    if (isLabelOfColumn(text)) return true;
    if (words.has(folded, 'tableWord'))
      return (
        isOfFile ||
        isOfValues ||
        isAgainst(words, folded) ||
        OF_TABLE.some((concept) => words.has(folded, concept))
      );
    if (words.has(folded, 'packageWord')) {
      const isOfContent = names.some((name) => !PLACE.test(name)) || isAgainst(words, folded);
      return hasOther || (isOfFile && (isOfContent || words.has(folded, 'placed')));
    }
    if (names.length > 0) return isOfValues || OF_RELEASE.some((concept) => words.has(folded, concept));
    return isOfFile && (isOfValues || (words.has(folded, 'every') && /\d/.test(text)));
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
    if (isOfValues || isAgainst(words, folded) || words.has(folded, 'doThis')) return false;
    const names = namesOf(text);
    const plain = withoutNames(folded, namesIn(folded));
    const strange = this.#texts.strangeWordsIn(plain).filter((word) => !names.has(word));
    return strange.length <= (isOfFiles ? 0 : MOST_STRANGE);
  }
}

/** A row of a table that was not read, which other warnings name or count; of a file of the tables, one that says nothing more. */
function isOtherRow(text: string, isOfTables: boolean): boolean {
  const names = namesIn(text);
  if (names.length === 0) return false;
  const rest = withoutNames(text, names);
  return isOfTables ? !hasFacts(factsIn(rest)) && strangeWords(rest, 1) === 0 : isTerse(rest, names.length);
}

/** A document within the document, which only old browsers show. */
const isMarkup = (text: string): boolean => /^<[a-z]+[\s>]/i.test(text) && /<\/[a-z]+>$/i.test(text);

const OF_TABLE = ['above', 'onlyFor', 'solves'] as const satisfies readonly RuleConcept[];
const OF_RELEASE = ['withdrawn', 'earlier', 'reissued', 'wrong'] as const satisfies readonly RuleConcept[];

const PLACE = /[\\/]|\.(?:msp|exe|cmd|bat)(?![a-z0-9])/i;
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
  return new RegExp(words.map(({ folded }) => `(?<!\\p{L})${folded}`).join('|'), 'u');
}

const lettersOf = (text: string): string => rowText(text).folded.replace(/[^\p{L}\d]+/gu, '');
