import { HotfixkitError } from '../../core/errors.js';
import { notGiven } from '../../core/given-text.js';
import type { Manifest, ManifestFile, ManifestWarning } from '../manifest/manifest.js';
import { type Block, textBlocks } from './article-blocks.js';
import { articleLanguage, articleNumber } from './article-facts.js';
import { csvBlocks } from './csv-blocks.js';
import { datesBeside } from './dates-beside.js';
import { decodeArticle, longestArticle } from './decode-article.js';
import { withFactLines } from './fact-lines.js';
import { warningsOfLinks } from './file-list-links.js';
import { type ArticleTable, findTables, tooLarge } from './find-tables.js';
import { readFrontMatter } from './front-matter.js';
import { warningsOfHiddenRows } from './hidden-rows.js';
import { hiddenText } from './hidden-text.js';
import { type HtmlArticle, htmlBlocks } from './html-blocks.js';
import { HtmlPage } from './html-page.js';
import { joinTables } from './join-tables.js';
import { leftOverRows } from './left-over-rows.js';
import { columnOf } from './lexicon.js';
import { lineFinder } from './line-finder.js';
import { headersOf } from './line-headers.js';
import type { Passage } from './near-passages.js';
import { pageText } from './page-text.js';
import { plainLines, quotedText } from './plain-lines.js';
import { plainTitle } from './plain-title.js';
import { publishedHashes } from './published-hashes.js';
import { publishedSizes } from './published-sizes.js';
import { headerOfCells } from './read-header.js';
import { warningsOfText } from './rules/about-files.js';
import { readStagingRules } from './rules/staging-rules.js';
import { warningsOfNotes } from './table-notes.js';
import { sectionsOf, warningsOfUnread } from './table-sections.js';

/** Options of {@link importArticle}. */
export interface ImportOptions {
  /** Name of the file that the article is in; it may have the number. */
  fileName?: string;
  /** The number, where the caller knows it. */
  kb?: string;
}

const maxSections = 1000;
const LOST_END: ManifestWarning = {
  code: 'VERIFY_NOT_COMPARED',
  message: 'the article ends inside a table, so rows may be missing: save the whole page',
};
/** Warnings that a manifest takes. */
const maxWarnings = 20_000;

/**
 * The file tables of an article (plain text, Markdown, HTML, or a list of comma-separated values) as a manifest. A cell that is empty is null. A row that can be read in
 * two ways, or not entirely, has a warning that names it. Bytes are decoded as {@link decodeArticle} does.
 *
 * @throws `ARTICLE_NO_TABLE` where the article has no file table, `ARTICLE_TOO_LARGE` for more rows or tables than a manifest
 * may have and for an article that takes too long to read, `USAGE` for a `kb` that is not a number
 * and for an article that is neither text nor bytes.
 * @example
 * import { readFileSync } from 'node:fs';
 * import { importArticle } from 'hotfixkit';
 *
 * const manifest = importArticle(readFileSync('article.txt', 'utf8'), { kb: '977203' });
 * for (const { product, files } of manifest.sections) console.log(product, files.length);
 */
export function importArticle(article: string | Uint8Array, options: ImportOptions = {}): Manifest {
  if (options.kb !== undefined && !/^[0-9]{1,10}$/.test(options.kb)) {
    throw new HotfixkitError('USAGE', 'the number of an article has only digits', {
      found: options.kb.slice(0, 100),
    });
  }
  return manifestOf(textOf(article, options.fileName), options);
}

function manifestOf(source: string, options: ImportOptions): Manifest {
  const isHtml =
    /<(?:!doctype html|html|body|table|div|p|tr)[\s>]/i.test(source.slice(0, 20_000)) ||
    /<(?:table|tr|td)[\s>]/i.test(source);
  const article = isHtml ? source : plainLines(source);
  const page = isHtml ? new HtmlPage(article) : null;
  const html = page && withLanguage(htmlBlocks(page));
  const front = isHtml ? null : readFrontMatter(article);
  const list = isHtml ? null : csvBlocks(article);
  const blocks = list ?? withFactLines(html?.blocks ?? textBlocks(front?.body ?? article));
  const headers = headersOf(blocks);
  const language = articleLanguage(blocks, html?.language ?? null, headers);
  const { tables: found, around } = findTables(blocks, new Set([language, language.split('-')[0]!]), headers);
  const tables = joinTables(found.filter((table) => table.rows.length > 0));
  if (tables.length > maxSections) throw tooLarge('tables', maxSections, tables.length);
  if (tables.length === 0) {
    const named = found.flatMap((table) => warningsOfUnread(table.unread, { structure: '' }));
    const unread =
      found.flatMap((table) => table.unread).length +
      warningsOfLeftOver(article, blocks, page, [], named).length;
    throw new HotfixkitError(
      'ARTICLE_NO_TABLE',
      unread > 0
        ? `no row of a file table could be read (${unread} lines look like one)`
        : 'this article has no file table: save the whole page, or take the list of files (.csv) that the article links',
    );
  }
  // Above what a mail quotes stands what its writer says.
  const quoted = isHtml || list !== null ? null : quotedText(source);
  const title =
    html?.title ||
    (front?.title && plainTitle(front.title)) ||
    titleOf(quoted === null ? blocks : textBlocks(quoted.slice(0, MOST_OF_TITLE))) ||
    options.fileName ||
    'Article';
  const kb =
    options.kb ??
    articleNumber(
      article,
      tables.flatMap((table) => namesOf(table)),
      options.fileName,
      title,
    );
  const warnings: ManifestWarning[] = [];
  const sections = sectionsOf(tables, title, warnings, language, datesBeside(around));
  warnings.push(...found.flatMap((table, i) => warningsOfLost(table, found[i + 1], title)));
  const files = sections.flatMap((section) => section.files);
  const published = publishedHashes(blocks, files, language);
  warnings.push(...published.warnings);
  const sizes = publishedSizes(blocks, files);
  warnings.push(...warningsOfNotes(blocks, html?.notes ?? new Set(), language));
  warnings.push(...warningsOfLinks(page ?? article));
  if (page?.endsInTable) warnings.push(LOST_END);
  if (page) warnings.push(...warningsOfHiddenRows(page, files));
  warnings.push(...warningsOfLeftOver(article, blocks, page, files, warnings));
  const text = list === null ? article : sentencesOf(list);
  const rules = readStagingRules({ article: text, page, language, kb, sections });
  warnings.push(...rules.warnings);
  const said = warnings.map(({ found, message }) => String(found ?? message));
  const evidence = rules.facts?.evidence ?? [];
  const read = { title, kb, evidence, sizes, hashes: published.hashes, said };
  warnings.push(...warningsOfText({ around, sections, words: rules.words, language, ...read }));
  if (warnings.length > maxWarnings) {
    const more = warnings.splice(maxWarnings - 1).length;
    warnings.push({
      code: 'ARTICLE_ROW_UNCERTAIN',
      message: `${more} more rows are uncertain or could not be read`,
    });
  }
  return {
    kb,
    title: title.slice(0, 1000),
    language,
    sections,
    warnings,
    ...(published.hashes.length > 0 && { hashes: published.hashes }),
    ...(sizes.length > 0 && { sizes }),
    ...(rules.facts ? { facts: rules.facts } : {}),
  };
}

function textOf(article: string | Uint8Array, fileName = ''): string {
  if (typeof article === 'string') return article;
  if (article instanceof Uint8Array) return decodeArticle(article, longestArticle(fileName));
  throw notGiven('an article', 'a string or its bytes', article);
}

/** Cells of a line of text in a list of comma-separated values: its commas divide it. */
const MOST_PARTS = 3;

/** The lines of a list of files that are no rows, as text. */
const sentencesOf = (list: readonly Block[]): string =>
  list
    .flatMap((block) => (block.kind === 'cells' ? block.rows : []))
    .map((row) => row.filter((cell) => cell !== ''))
    .filter(([first = '', ...more]) => /\p{L} \p{L}/u.test(first) && more.length < MOST_PARTS)
    .map((cells) => cells.join(', '))
    .join('\n\n');

/** For a table that is in no section because none of its rows could be read. */
function warningsOfLost(
  table: ArticleTable,
  next: ArticleTable | undefined,
  title: string,
): ManifestWarning[] {
  if (table.rows.length > 0) return [];
  // A heading in a line of its own may belong to the cells below it.
  if (table.unread.length === 0 && next !== undefined && next.rows.length > 0 && !next.isHeaded) return [];
  const entry = (table.title || title).slice(0, 1000);
  const whole = { code: 'ARTICLE_ROW_UNREAD', message: 'no row of this file table could be read', entry };
  return [whole, ...warningsOfUnread(table.unread, { entry })];
}

/** Warnings that name a line each; the others are counted. */
const maxLeftOver = 100;

/** One warning for each line that looks like a row and is in no table. */
function warningsOfLeftOver(
  article: string,
  blocks: readonly Block[],
  page: HtmlPage | null,
  files: readonly ManifestFile[],
  warnings: readonly ManifestWarning[],
): ManifestWarning[] {
  const said = warnings.map(({ entry = '', found, message }) => String(found ?? `${entry} ${message}`));
  const { rows, unsearched } = leftOverRows(passagesOf(article, blocks, page), files, said);
  const lineOf = lineFinder(article);
  const named = rows.slice(0, maxLeftOver).map(({ name, fact, text }): ManifestWarning => {
    const line = lineOf(name, fact);
    const where = line === null ? '' : ` (line ${line})`;
    return {
      code: 'ARTICLE_ROW_UNREAD',
      message: `this looks like a row of a file table, and no table that was read has it${where}`,
      entry: name.slice(0, 260),
      found: text.slice(0, 300),
    };
  });
  const more = rows.length - named.length;
  const code = 'ARTICLE_ROW_UNREAD';
  if (more > 0) {
    const message = `at least ${more} more lines look like rows of a file table, and no table that was read has them`;
    named.push({ code, message });
  }
  if (unsearched !== null) {
    const message =
      'the article has too much text to look for rows outside of its tables in all of it; from here on it was not looked at';
    named.push({ code, message, found: unsearched.replace(/\s+/g, ' ').slice(0, 300) });
  }
  return named;
}

function* passagesOf(article: string, blocks: readonly Block[], page: HtmlPage | null): Generator<Passage> {
  for (const block of blocks) {
    if (block.kind === 'line') yield [block.text];
    else yield* withUnits(block.rows);
  }
  // Some text is in no block: what stands between the cells of a table, or only some browsers show.
  if (page !== null) {
    yield* pageText(page);
    for (const hidden of hiddenText(page)) yield* pageText(hidden);
  }
  // Nor is what stands above the text of a Markdown document.
  const front = page === null ? readFrontMatter(article) : null;
  if (front !== null) for (const line of article.slice(0, -front.body.length).split('\n')) yield [line];
}

/**
 * The rows of a table whose headings are not those of a file table, with a unit behind small numbers under a heading of sizes: a
 * number of few digits alone is not taken for a size.
 */
function withUnits(rows: readonly string[][]): readonly string[][] {
  const [first = []] = rows;
  const at = first.findIndex((cell) => columnOf(cell)?.meaning === 'size');
  if (at < 0 || headerOfCells(first) !== null) return rows;
  const unit = /[kmg]i?b(?![a-z])/i.exec(first[at]!)?.[0] ?? 'bytes';
  return rows.map((row) =>
    /^\s*\d{1,3}\s*$/.test(row[at] ?? '') ? row.with(at, `${row[at]!.trim()} ${unit}`) : row,
  );
}

/** The declared language of a document counts only if it looks like a tag (BCP 47). */
function withLanguage(html: HtmlArticle): HtmlArticle {
  const isTag = html.language !== null && /^[A-Za-z0-9-]{1,35}$/.test(html.language);
  return isTag ? html : { ...html, language: null };
}

function namesOf(table: ArticleTable): string[] {
  return table.rows.map((row) => ('doubts' in row ? row.name : (row[0]?.name ?? '')));
}

/** Characters in which a title is looked for. */
const MOST_OF_TITLE = 10_000;

function titleOf(blocks: readonly Block[]): string | null {
  for (const block of blocks.slice(0, 50)) {
    if (
      block.kind === 'line' &&
      block.text.trim() !== '' &&
      !/^# ?(source|derived):|^(source|derived):/.test(block.text)
    ) {
      return plainTitle(block.text.slice(0, 4000));
    }
  }
  return null;
}
