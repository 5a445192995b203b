import { canonicalPlatform } from '../verify/platform.js';
import { processorsIn } from '../verify/table-heading.js';
import harmless from './lexicon/harmless-columns.json' with { type: 'json' };
import { type ColumnKind, columnOf, isNone } from './lexicon.js';
import { PICTURE } from './picture-text.js';
import { editionOf } from './read-edition.js';
import { fold, normaliseText } from './row-text.js';
import { countWords } from './rules/clauses.js';
import { type RuleConcept, type RuleWords, ruleWordsOf } from './rules/rule-words.js';

/** Headings that a warning names, and characters of each. */
const LISTED = 5;
const LONGEST = 60;
const LONGEST_REMARK = 500;
/** Rows of a table that are looked at. */
const SAMPLE = 2000;

/** Headings of sizes of any kind. */
const ofSizes =
  /byte|size|length|octet|gro(?:ss|ß)e|größe|taille|tama[nñ]o|dimensi|grootte|storlek|storrelse|størrelse|rozmiar|velikost|размер|байт|サイズ|大小|크기|바이트|字节|位元組/u;
/** Headings of facts that are never numbers of a kind: languages, signers, names within the file. */
const ofOthers =
  /languag|locale|lcid|culture|sprache|langue|idioma|lingua|taal|språk|sprak|sprog|kieli|jezyk|język|jazyk|nyelv|язык|мова|言語|语言|語言|언어|sign(?:ed|er|ature)|publisher|company|internal name|original (?:file ?)?name|public ?key/u;
/** Headings of versions that are not those of the file. */
const ofAnother =
  /previous|earlier|prior|old|former|replac|supersed|minimum|requir|operating|windows|(?<!\p{L})os(?!\p{L})/u;

/** Cells that say that a file is not in the hotfix, or not any more. */
const isGone =
  /^(?:(?:was |is |has been )?(?:withdrawn|removed|deleted|retired|obsolete|superseded|recalled|revoked|discontinued)|not (?:included|shipped|present|in this release)|no longer (?:included|shipped|present|available))\.?$/;

/**
 * Columns of a table that state something of its files which is in no row of a manifest, as their headings name it: a second version
 * (`Product version`, `Assembly version`) or size (`Bytes`, `Size on disk`), also that for a processor (`x64`) or in a remark, a language,
 * a signer, a second platform, that a file is withdrawn. Rows may have more cells than the heading; these have no name, and the first of them is named.
 */
export function furtherColumns(
  columns: readonly ColumnKind[],
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  languages: ReadonlySet<string> = english,
): string[] {
  const found = new Set<string>();
  const platform = columns.indexOf('platform');
  const version = columns.indexOf('version');
  const sample = rows.slice(0, SAMPLE);
  const width = sample.reduce((most, row) => Math.max(most, row.length), columns.length);
  for (let column = 0; column < width; column++) {
    const kind = columns[column] ?? 'other';
    const isSecond = kind === 'platform' && column !== platform;
    const isBranch = kind === 'folder' || kind === 'level';
    if (kind !== 'other' && !isSecond && !isBranch) continue;
    const filled = sample.filter((row) => !isNone(row[column] ?? ''));
    if (filled.length === 0) continue;
    const heading = (headings[column] ?? '').replace(/\s+/g, ' ').trim().slice(0, LONGEST);
    const cells = filled.map((row) => row[column]!.trim());
    const isFurther = isSecond
      ? filled.some((row) => isOther(row[column]!, row[platform] ?? ''))
      : cells.some((cell) => isGone.test(cell.toLowerCase())) ||
        (isBranch
          ? cells.some((cell) => editionOf(cell).isEarlier)
          : isUnknown(heading, cells, languages) ||
            statesFact(fold(normaliseText(heading)), cells) ||
            isOfSome(heading, cells, languages) ||
            (!ofAnother.test(fold(heading)) &&
              filled.some((row) => remarksOther(row[column]!, row[version] ?? ''))));
    if (isFurther) found.add(heading || cells[0]!.slice(0, LONGEST));
  }
  return [...found];
}

const english: ReadonlySet<string> = new Set(['en']);
/** Whether a heading is none of those of which it is known that they state nothing to compare. Pictures say nothing. */
function isUnknown(heading: string, cells: readonly string[], languages: ReadonlySet<string>): boolean {
  if (heading === '' || columnOf(heading) !== null || cells.every((cell) => cell === PICTURE)) return false;
  const folded = fold(normaliseText(heading));
  if (processorsIn(folded).size > 0) return false;
  // "Superseded by"
  if (listsOf(languages).some((words) => words.has(` ${folded} `, 'replaced'))) return true;
  return !harmlessStarts.some((start) => folded.startsWith(start));
}

const harmlessStarts = Object.values(harmless.headings)
  .flat()
  .map((start) => fold(normaliseText(start)));

const listsOf = (languages: ReadonlySet<string>): RuleWords[] =>
  [...new Set([...languages, ...english])].map(ruleWordsOf);

/** Words of a cell such as "Not in the x86 package". */
const MOST_WORDS = 6;
const isShortWord = /^[\p{L}\p{M}' .-]{1,40}$/u;

/**
 * Whether a column says of some files what it does not say of others, or denies something: "Included: No". What stands below a heading that
 * is known as that of other facts may differ.
 */
function isOfSome(heading: string, cells: readonly string[], languages: ReadonlySet<string>): boolean {
  const texts = new Set(cells.map((cell) => fold(normaliseText(cell)).trim()));
  const short = [...texts].filter((text) => countWords(text) <= MOST_WORDS);
  const lists = listsOf(languages);
  const denies = (text: string): boolean =>
    lists.some(
      (words) =>
        words.answers(text, 'no') || words.deniesPlainly(` ${text} `) || startsAsGone(words, ` ${text} `),
    );
  // "Beta only", and not "Replaces the beta"
  const isDoubtful = (text: string): boolean =>
    !lists.some((words) => words.has(` ${text} `, 'replace')) &&
    (editionOf(text).isEarlier || lists.some((words) => DOUBTS.some((one) => words.has(` ${text} `, one))));
  if (short.some((text) => denies(text) || isDoubtful(text))) return true;
  const isKnown = heading === '' || columnOf(heading) !== null;
  return (
    !isKnown && texts.size > 1 && short.length === texts.size && short.every((text) => isShortWord.test(text))
  );
}

const startsAsGone = (words: RuleWords, text: string): boolean =>
  GONE.some((concept) => words.placeOf(text, concept) === 1) && countWords(text) < MOST_WORDS;
const GONE = ['withdrawn', 'removal', 'wrong'] as const satisfies readonly RuleConcept[];

/** "Draft", "The size is wrong" */
const DOUBTS = ['notFinal', 'wrong'] as const satisfies readonly RuleConcept[];

function statesFact(heading: string, cells: readonly string[]): boolean {
  const share = (test: (cell: string) => boolean): boolean => cells.filter(test).length * 2 >= cells.length;
  const meaning = columnOf(heading)?.meaning;
  if (ofOthers.test(heading)) return true;
  if (meaning === 'size' || ofSizes.test(heading)) return share((cell) => /\d/.test(cell));
  if (ofAnother.test(heading)) return false;
  if (processorsIn(heading).size > 0) return share((cell) => /^v?\d[\d., ]*$/i.test(cell));
  if (meaning === 'version' || heading.includes('version'))
    return share((cell) => /^v?\d+[.,]\d/i.test(cell));
  // Without a heading, numbers as those of sizes are of something.
  if (heading === '' && share((cell) => /^(?:\d{1,3}(?:[.,' ]\d{3})+|\d{4,12})$/.test(cell))) return true;
  return share((cell) => /^v?\d{1,5}(?:[.,] ?\d{1,5}){3}(?: |$|\()/i.test(cell));
}

/** Versions and sizes in the words of a remark: `version 1.0.0.2 on SP2`, `4,100 bytes in Japanese`. */
const versionInRemark = /(?<![\d.])\d{1,5}(?:\.\d{1,5}){3}(?![\d.]*\d)/g;
const sizeInRemark = /(?<![\d.,])\d[\d.,]{0,14} ?bytes?(?!\p{L})/iu;

/** Whether a remark states a size, or another version than that of its row, and is not about what the file replaces. */
function remarksOther(cell: string, version: string): boolean {
  const remark = fold(normaliseText(cell)).slice(0, LONGEST_REMARK);
  if (!/\d/.test(remark) || ofAnother.test(remark)) return false;
  const versions = [...remark.matchAll(versionInRemark)].map(([found]) => found);
  return versions.some((found) => !normaliseText(version).includes(found)) || sizeInRemark.test(remark);
}

const isOther = (cell: string, first: string): boolean => {
  const processor = canonicalPlatform(cell);
  return processor !== null && processor !== canonicalPlatform(first);
};

/** Says that columns are not compared. */
export function notComparedColumns(headings: readonly string[]): string {
  const listed = headings.slice(0, LISTED).map((heading) => JSON.stringify(heading));
  const more = headings.length > LISTED ? `; ${headings.length - LISTED} more` : '';
  const columns = headings.length === 1 ? 'a further column' : 'further columns';
  return `the table states something of its files in ${columns}, which ${headings.length === 1 ? 'is' : 'are'} not compared: ${listed.join('; ')}${more}`;
}
