import { nameKey } from '../../core/name-key.js';
import { groupDigits, listed } from '../../core/plural.js';
import type { ManifestFile, ManifestWarning } from '../manifest/manifest.js';
import { fileNameOfRow } from '../manifest/row-name.js';
import type { HtmlPage } from './html-page.js';
import { namesIn } from './row-facts.js';
import { hiddenBySheets, isHiddenIn } from './rules/hidden-elements.js';

/** Names that the warning has. */
const LISTED = 3;
/** Elements that have text of their own below them, or none. */
const single = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));
const unseen = new Set(['script', 'style', 'noscript', 'template', 'title']);

/**
 * Says that browsers do not show rows of the tables of a document, or a part of them: what was read is not what people read. A row that
 * stands elsewhere where it is shown is none.
 */
export function warningsOfHiddenRows(page: HtmlPage, files: readonly ManifestFile[]): ManifestWarning[] {
  const { shown, hidden } = rowsOf(page);
  const known = new Set(files.map(({ name }) => nameKey(fileNameOfRow(name))));
  const names = new Set(
    [...hidden]
      .filter((row) => !shown.has(row))
      .flatMap((row) => namesIn(row).map(({ name }) => name))
      .filter((name) => known.has(nameKey(name))),
  );
  if (names.size === 0) return [];
  const more = names.size > LISTED ? `, and of ${groupDigits(names.size - LISTED)} more` : '';
  const message = `browsers do not show the rows, or a part of them, of ${listed([...names].slice(0, LISTED))}${more}`;
  return [{ code: 'ARTICLE_ROW_UNCERTAIN', message }];
}

/** The texts of the rows of a document, those of which a part is hidden apart. Text outside of tables is a row up to the next tag. */
function rowsOf(page: HtmlPage): Record<'shown' | 'hidden', ReadonlySet<string>> {
  const shown = new Set<string>();
  const hidden = new Set<string>();
  const bySheet = hiddenBySheets(page.html);
  /** Of each open element, whether it hides its text. */
  const open: boolean[] = [];
  let covered = 0;
  let skipped = 0;
  let rows = 0;
  let text = '';
  let isHidden = false;
  const end = (): void => {
    const row = text.replace(/\s+/g, ' ').trim();
    if (row !== '') (isHidden ? hidden : shown).add(row);
    text = '';
    isHidden = false;
  };
  page.walk({
    onopentag(name, attributes) {
      if (single.has(name)) return;
      if (unseen.has(name)) skipped++;
      if (name === 'tr') {
        end();
        rows++;
      }
      const covers = isHiddenIn(bySheet, name, attributes);
      open.push(covers);
      if (covers) covered++;
    },
    ontext(data) {
      if (skipped > 0) return;
      if (rows === 0) end();
      text += rows === 0 ? data : ` ${data}`;
      isHidden ||= covered > 0 && data.trim() !== '';
    },
    onclosetag(name) {
      if (single.has(name)) return;
      if (unseen.has(name)) skipped = Math.max(0, skipped - 1);
      if (open.pop() === true) covered--;
      if (name !== 'tr') return;
      end();
      rows = Math.max(0, rows - 1);
    },
  });
  end();
  return { shown, hidden };
}
