import { nameKey } from '../../core/name-key.js';
import { explainVersion } from '../manifest/product-line.js';
import { foldersOfRow } from '../manifest/row-name.js';
import { canonicalPlatform } from '../verify/platform.js';
import type { ArticleTable } from './find-tables.js';

/**
 * Puts together what a page break or a repeated heading divided: a table that follows another with the same title and no
 * other text between them. Tables of two products or processors stay apart, and so do tables that both have a row for one
 * file: they are for two products, even if nothing says so.
 */
export function joinTables(tables: readonly ArticleTable[]): ArticleTable[] {
  const joined: { table: ArticleTable; traits: Traits }[] = [];
  for (const table of tables) {
    const last = joined.at(-1);
    const traits = traitsOf(table);
    const isNext =
      last !== undefined &&
      table.follows !== null &&
      plainTitle(last.table.title) === plainTitle(table.title) &&
      (!table.isHeaded || last.table.processor === table.processor) &&
      mayBeOne(last.traits, traits, table.follows === 'heading');
    if (!isNext) {
      joined.push({ table: { ...table, rows: [...table.rows], unread: [...table.unread] }, traits });
      continue;
    }
    for (const row of table.rows) last.table.rows.push(row);
    for (const line of table.unread) last.table.unread.push(line);
    const further = new Set([...(last.table.further ?? []), ...(table.further ?? [])]);
    if (further.size > 0) last.table.further = [...further];
    for (const trait of ['files', 'platforms', 'products'] as const) {
      for (const one of traits[trait]) last.traits[trait].add(one);
    }
  }
  return joined.map(({ table }) => table);
}

/** `x86 (continued)` is `x86`. */
function plainTitle(title: string): string {
  return title.replace(/ {0,3}\((?:continued|cont(?:'d|\.)?)\)$/i, '');
}

/** What tells tables of one heading apart. */
interface Traits {
  /** Name, folders and processor of each row. */
  files: Set<string>;
  platforms: Set<string>;
  products: Set<string>;
}

function traitsOf({ rows }: ArticleTable): Traits {
  const traits: Traits = { files: new Set(), platforms: new Set(), products: new Set() };
  for (const row of rows) {
    const reading = 'doubts' in row ? row : row[0];
    if (reading === undefined) continue;
    const { name, platform, folder, version } = reading;
    const processor = canonicalPlatform(platform);
    const folders = foldersOfRow(name).length === 0 ? (folder ?? '') : '';
    traits.files.add(`${nameKey(name)}|${nameKey(folders)}|${processor}`);
    if (processor !== null) traits.platforms.add(processor);
    const product = version === null ? undefined : explainVersion(version)?.product;
    if (product !== undefined) traits.products.add(product);
  }
  return traits;
}

/** A heading that a table repeats between its rows says nothing of a processor. */
function mayBeOne(before: Traits, after: Traits, isOneTable: boolean): boolean {
  return (
    isApart(before.files, after.files) &&
    !differ(before.products, after.products) &&
    (isOneTable || !differ(before.platforms, after.platforms))
  );
}

/** Both sets have something, and nothing in common. */
const differ = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size > 0 && b.size > 0 && isApart(a, b);

function isApart(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const one of b) if (a.has(one)) return false;
  return true;
}
