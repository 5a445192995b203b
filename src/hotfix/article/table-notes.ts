import { listed } from '../../core/plural.js';
import type { ManifestWarning } from '../manifest/manifest.js';
import { levelsOf } from '../verify/name-evidence.js';
import { processorsIn } from '../verify/table-heading.js';
import type { Block } from './article-blocks.js';
import { isNameOfProduct } from './product-names.js';
import { factsIn, hasFacts, namesIn, withoutNames } from './row-facts.js';
import { fold, normaliseText } from './row-text.js';
import { type RuleWords, ruleWordsOf } from './rules/rule-words.js';

/** Longer lines are no notes, and too long to search for marks. */
const LONGEST_LINE = 2000;
const LONGEST_QUOTED = 120;

/** A mark of a note: `[1]`, `[^note]`, `<sup>1</sup>`, `†`, a raised digit, `*`. */
const MARK = String.raw`\[\^?[\w-]{1,20}\]|<su[bp]>[^<>]{1,8}<\/su[bp]>|[\u2020\u2021\u00a7\u00b6*]{1,3}|[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]{1,2}`;
/** Behind a value, and before nothing that goes on with it. */
const reference = new RegExp(String.raw`[\p{L}\d] ?(${MARK})(?![\p{L}\d.*])`, 'gu');
const beginning = new RegExp(String.raw`^\s*(?:(${MARK})|[([]?([\da-e]{1,2})[)\].:]?\s)[\s:.)-]*(?=\S)`, 'u');

/**
 * What notes say of the files of rows that refer to them: their marks are left out of the rows, and nothing compares the notes. A note
 * counts where it states a version, a size, a date, a processor or a service pack, denies or limits something, or names a product alone.
 *
 * @param taken marks that were left out already, where the text of an HTML document was read
 */
export function warningsOfNotes(
  blocks: readonly Block[],
  taken: ReadonlySet<string>,
  language: string,
): ManifestWarning[] {
  const marks = new Set([...taken].map(keyOf));
  for (const text of textsOf(blocks)) {
    for (const [, mark] of withoutBold(text).matchAll(reference)) marks.add(keyOf(mark!));
  }
  if (marks.size === 0) return [];
  const words = ruleWordsOf(language);
  const notes = new Set<string>();
  for (const block of blocks) {
    if (block.kind !== 'line' || block.text.length > LONGEST_LINE) continue;
    const line = withoutBold(block.text);
    const [start, mark, bare] = beginning.exec(line) ?? [];
    if (start === undefined || !marks.has(keyOf(mark ?? bare!))) continue;
    if (saysMore(line.slice(start.length), words)) notes.add(block.text.trim().slice(0, LONGEST_QUOTED));
  }
  if (notes.size === 0) return [];
  const message = `notes under the table say more of its files, which is not compared: ${listed([...notes].map((note) => JSON.stringify(note)))}`;
  return [{ code: 'VERIFY_NOT_COMPARED', message }];
}

/** Texts that may refer to notes: cells, and lines that name a file. */
function* textsOf(blocks: readonly Block[]): Generator<string> {
  for (const block of blocks) {
    const texts =
      block.kind === 'cells' ? block.rows.flat() : namesIn(block.text).length > 0 ? [block.text] : [];
    for (const text of texts) if (mayRefer.test(text) && text.length <= LONGEST_LINE) yield text;
  }
}

/** Marks of bold text are no marks of notes. */
const withoutBold = (text: string): string => text.replace(/\*\*([^*]{1,300})\*\*/g, '$1');

/** A quick look. */
const mayRefer = /[\]>*\u2020\u2021\u00a7\u00b6\u00b9\u00b2\u00b3\u2070-\u2079]/;

const raised = '\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079';
const keyOf = (mark: string): string =>
  mark
    .replace(/<\/?su[bp]>|[[\]()^\s,;]/g, '')
    .replace(/[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]/g, (digit) => String(raised.indexOf(digit)));

/** "† Console" */
function isProduct(note: string): boolean {
  const words = fold(note).match(/\p{L}+/gu) ?? [];
  return words.length > 0 && words.every(isNameOfProduct);
}

function saysMore(note: string, words: RuleWords): boolean {
  const plain = normaliseText(note);
  const text = withoutNames(plain, namesIn(plain));
  return (
    hasFacts(factsIn(text)) ||
    processorsIn(text).size > 0 ||
    levelsOf(text).size > 0 ||
    words.denies(fold(text)) ||
    words.has(` ${fold(text)} `, 'onlyFor') ||
    isProduct(text)
  );
}
