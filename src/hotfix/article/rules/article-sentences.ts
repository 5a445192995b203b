import type { HtmlPage } from '../html-page.js';
import { normaliseText, rowText } from '../row-text.js';
import { withoutComments } from './hidden-elements.js';
import { htmlLines } from './html-lines.js';
import { markStruckText, struckIn, withoutMarks } from './struck-text.js';
import { cellsOfLine, type TableRow, textOfRow } from './table-rows.js';

/** A sentence of an article. */
export interface Sentence {
  /** As published. */
  text: string;
  /** In lower case without accents and marks of Markdown, as {@link rowText} gives it. */
  folded: string;
  /** As it is typed: with full-width forms and escapes of Markdown made plain, and what stands in angle brackets. */
  plain: string;
  /** Its line in the file; null in HTML, where lines mean nothing. */
  line: number | null;
  /** Number of the paragraph, from 0. */
  paragraph: number;
  /** Number of the block, from 0: paragraphs without a blank line between them. In HTML, an element is a block. */
  block: number;
  /** What its paragraph is, as far as marks say it: those of Markdown and of lists, elements of HTML. */
  kind: 'text' | 'entry' | 'heading';
  /** It is struck, or part of it is. */
  struck: boolean;
  /** Browsers do not show it, or part of it. */
  hidden: boolean;
  /** The row of a table that it stands in. */
  row?: TableRow;
}

/** The mark of a heading, and of an entry of a list. */
const HEADING = /^\s*#{1,6}\s/;
const ENTRY = /^\s*(?:>\s?)?(?:[•*·▪‣◦–-]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s/;

/** Work that an article may cost: far more than the text of any. */
const MOST_LINES = 50_000;
const MOST_CHARACTERS = 2_000_000;
/** Places where a browser may break a long path, which it shows as nothing. */
const UNSEEN = /[\u00ad\u200b\u2060]/g;
/** Longest sentence that is kept. */
const LONGEST = 2000;

/** A row of a file table in a line of text: a version or a time of day, and a name with its extension at the start or end. */
const isRow = (text: string): boolean =>
  /\d\.\d{1,5}\.\d{1,5}\.\d{1,5}|\d\d?: ?\d\d(?!\d)/.test(text) &&
  (/^[\s|]{0,20}[^\s|]{1,200}\.[a-z]{2,4}/i.test(text) || /[^\s|]\.[a-z]{2,4}[\s|]{0,20}$/i.test(text));

/**
 * The sentences of an article, without the rows of its file tables.
 *
 * @param page the article as a document, where others have parsed it
 */
export function articleSentences(article: string, isHtml: boolean, page: HtmlPage | null = null): Sentence[] {
  const unmarked = withoutMarks(article);
  const sentences: Sentence[] = [];
  let paragraph = -1;
  let block = 0;
  let characters = 0;
  let isStruck = false;
  const add = (
    given: string,
    line: number | null,
    kind: Sentence['kind'],
    hidden: boolean,
    row?: TableRow,
  ) => {
    const text = given.replace(UNSEEN, '');
    if (characters > MOST_CHARACTERS) return;
    characters += text.length;
    paragraph++;
    // In a document, each line has marks of its own.
    if (isHtml) isStruck = false;
    if (text.trim() === '' || isRow(withoutMarks(text))) {
      block++;
      return;
    }
    for (const marked of partsOf(text)) {
      const { struck, isOpen } = struckIn(marked, isStruck);
      isStruck = isOpen;
      const part = withoutMarker(withoutMarks(marked));
      // The number of an entry has a stop too.
      if (part === '' || /^\d{1,2}\.$/.test(part)) continue;
      const plain = normaliseText(part)
        .replace(/\\([<>_])/g, '$1')
        .trim();
      const sentence: Sentence = {
        text: part,
        folded: ` ${rowText(part).folded} `,
        plain,
        line,
        paragraph,
        block,
        kind,
        struck,
        hidden,
      };
      if (row !== undefined) sentence.row = row;
      sentences.push(sentence);
    }
  };
  if (isHtml) {
    for (const line of htmlLines(page?.html === unmarked ? page : unmarked).slice(0, MOST_LINES)) {
      if (line.isBlock) block++;
      const text = line.row === undefined ? line.text : textOfRow(line.row.cells);
      add(text, null, line.kind, line.hidden, line.row);
    }
  } else {
    let first: string[] | null = null;
    let headings: string[] | null = null;
    for (const [i, line] of markStruckText(withoutComments(unmarked))
      .split(/\r\n?|\n/)
      .slice(0, MOST_LINES)
      .entries()) {
      // Elsewhere, struck text ends with the paragraph.
      if (line.trim() === '') isStruck = false;
      const isRule = /^[\s|:-]*$/.test(line);
      const cells = /^\s*\|/.test(line) ? cellsOfLine(line) : null;
      if (isRule) {
        headings = cells && first;
        block++;
        continue;
      }
      const row = cells && { cells, headings: headings ?? first ?? [], isHeaded: headings !== null };
      first = cells && (first ?? cells);
      if (cells === null) headings = null;
      const kind = HEADING.test(line) ? 'heading' : ENTRY.test(line) ? 'entry' : 'text';
      if (row) add(textOfRow(row.cells), i + 1, kind, false, row);
      else add(line.replace(/^\s*#{1,6}\s+|^\s*>\s?/, ''), i + 1, kind, false);
    }
  }
  return sentences;
}

/** Splits behind full stops with a blank behind them that no small letter follows but that of a file name, and behind those of East Asian scripts. */
export function partsOf(line: string): string[] {
  if (!/[*`.!?。！？]/.test(line)) return [line];
  const plain = line.replace(/\*\*|`/g, '');
  if (!/[.!?]\ufffb?\s|[。！？]/.test(plain)) return [plain];
  return plain.split(/(?<=[.!?]\ufffb?)\s(?=[^a-z\d\s]|[\w-]{1,100}\.(?:msp|exe)(?!\w))|(?<=[。！？])/);
}

/** Without the mark of an entry of a list. */
export const withoutMarker = (part: string): string =>
  part
    .trim()
    .replace(/^(?:[•*·▪-]|\d{1,2}\.)\s{1,10}/, '')
    .slice(0, LONGEST);
