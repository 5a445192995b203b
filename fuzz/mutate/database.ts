import { BufferSource } from '../../src/core/byte-source.js';
import { CompoundFile } from '../../src/formats/cfb/compound-file.js';
import type { StorageContent } from '../../src/formats/cfb/compound-file-writer.js';
import { storageContent } from '../../src/formats/cfb/storage-content.js';
import { buildDatabaseStorage, type CellPlan, type TablePlan } from '../../test/support/database-builder.js';
import { tablesOf } from '../../test/support/transform-builder.js';
import type { Random } from '../random.js';
import { tolerate } from '../target.js';
import { edges } from './bytes.js';
import { fileOf } from './compound-file.js';
import { mutateText } from './text.js';

/*
 * Damage on the level of cells: tables stay well-formed, what they say does not. This reaches what bytes seldom reach:
 * folders that contain themselves, sizes below zero, paths and conditions made up by an attacker, rows by the thousand.
 */

/** A database taken apart: its tables, and the other streams as they are. */
export interface DatabaseParts {
  tables: readonly TablePlan[];
  /** Streams that belong to no table: cabinets, the summary, signatures. */
  streams: StorageContent['streams'];
  storages: StorageContent['storages'];
  clsid: StorageContent['clsid'];
}

/** Texts that packages should not say. */
const hostile = [
  '..',
  '../../../x',
  '..\\..\\x',
  '/tmp/hotfixkit-escape',
  'C:\\Windows\\x',
  'C:',
  '\\\\server\\share\\x',
  '.',
  'a|..',
  '..|a:..|b',
  'a:b',
  'con',
  'nul.txt|aux',
  'x.',
  ' ',
  'a\0b',
  '\u202e',
  'TARGETDIR',
  'SourceDir',
  'ROOTDRIVE',
  '[TARGETDIR]..',
  '[SourceDir]',
  '[%PATH]',
  '[~]',
  '#files.cab',
  '#nothing.cab',
  '-1',
  '2147483648',
  'NOT Installed AND ((((1))))',
  '__proto__',
  'name|name|name',
  'x'.repeat(300),
  'a/'.repeat(200),
  'a.'.repeat(100),
];

export function partsOf(bytes: Uint8Array): DatabaseParts | null {
  return tolerate(() => {
    const content = storageContent(CompoundFile.open(new BufferSource(bytes)).root);
    const tables = tablesOf(bytes);
    // Streams of the database itself (`!Name`) are made again from the tables.
    const own = content.streams.filter(({ name }) => name.charCodeAt(0) !== 0x4840);
    return { tables, streams: own, storages: content.storages, clsid: content.clsid };
  });
}

/** A database of these parts with one to four changes to its rows; null where they make none. */
export function mutateDatabase(random: Random, parts: DatabaseParts): Uint8Array | null {
  const tables = parts.tables.map((table) => ({ ...table, rows: table.rows.map((row) => [...row]) }));
  const filled = tables.filter(({ rows }) => rows.length > 0);
  if (filled.length === 0) return null;
  const rounds = 1 + random.below(4);
  for (let i = 0; i < rounds; i++) mutateTable(random, random.pick(filled), tables);
  return databaseOf({ ...parts, tables });
}

export function databaseOf(parts: DatabaseParts): Uint8Array | null {
  try {
    const built = buildDatabaseStorage({ tables: parts.tables, codePage: 65001 });
    // What belongs to no table is taken over; the summary of the builder is another one.
    const streams = built.streams.filter(({ name }) => !parts.streams.some((other) => other.name === name));
    return fileOf({
      ...built,
      ...(parts.clsid ? { clsid: parts.clsid } : {}),
      streams: [...streams, ...parts.streams],
      ...(parts.storages ? { storages: parts.storages } : {}),
    });
  } catch {
    return null;
  }
}

interface MutableTable {
  name: string;
  columns: TablePlan['columns'];
  rows: CellPlan[][];
}

function mutateTable(random: Random, table: MutableTable, all: readonly MutableTable[]): void {
  if (table.rows.length === 0) return;
  const row = random.pick(table.rows);
  const column = random.below(row.length);
  switch (random.below(8)) {
    case 0:
      table.rows.splice(table.rows.indexOf(row), 1);
      return;
    case 1:
      table.rows.push(...Array.from({ length: random.pick([1, 3, 40, 1000]) }, () => [...row]));
      return;
    case 2: {
      // Rows that differ in one cell by number: keys stay unique, and there are many.
      const count = random.pick([2, 50, 1500]);
      const old = row[column];
      for (let i = 0; i < count; i++) {
        const copy = [...row];
        copy[column] = typeof old === 'number' ? i : `${typeof old === 'string' ? old : ''}${i}`;
        table.rows.push(copy);
      }
      return;
    }
    case 3: {
      const donor = random.pick(all);
      if (donor.rows.length === 0) return;
      row[column] = fitting(random.pick(random.pick(donor.rows)), table.columns[column]!.type);
      return;
    }
    case 4:
      row[column] = random.pick(table.rows)[column]!;
      return;
    default:
      row[column] = otherCell(random, row[column]!, table.columns[column]!.type);
  }
}

function otherCell(random: Random, cell: CellPlan, type: string): CellPlan {
  if (random.chance(0.1)) return null;
  if (/^i/i.test(type)) {
    const wide = type.endsWith('4');
    const value = random.pick(edges) * (random.chance(0.3) ? -1 : 1);
    return wide ? value | 0 : Math.max(-32767, Math.min(32767, value));
  }
  if (cell instanceof Uint8Array) return cell.subarray(0, random.below(cell.length + 1));
  if (random.chance(0.5)) return random.pick(hostile);
  return mutateText(random, typeof cell === 'string' ? cell : '');
}

function fitting(cell: CellPlan, type: string): CellPlan {
  if (/^i/i.test(type)) return typeof cell === 'number' ? cell : null;
  if (/^v/i.test(type)) return cell instanceof Uint8Array ? cell : null;
  return cell instanceof Uint8Array ? null : cell === null ? null : String(cell);
}

/** The database without one of its tables, and with fewer rows in one. */
export function* reduceDatabase(bytes: Uint8Array): Generator<Uint8Array> {
  const parts = partsOf(bytes);
  if (!parts) return;
  const { tables } = parts;
  const build = (changed: readonly TablePlan[]): Uint8Array | null =>
    databaseOf({ ...parts, tables: changed });
  for (const table of tables) {
    const file = build(tables.filter((other) => other !== table));
    if (file && file.length < bytes.length) yield file;
  }
  for (const table of tables) {
    const { rows } = table;
    for (
      let size = Math.ceil(rows.length / 2);
      size >= 1 && rows.length > 1;
      size = size === 1 ? 0 : size >> 1
    ) {
      for (let from = 0; from < rows.length; from += size) {
        const kept = [...rows.slice(0, from), ...rows.slice(from + size)];
        const file = build(tables.map((other) => (other === table ? { ...table, rows: kept } : other)));
        if (file && file.length <= bytes.length) yield file;
      }
      if (rows.length > 64 && size < 8) break;
    }
  }
}
