import { HotfixkitError } from '../../core/errors.js';
import type { Value } from '../../msi/binary-cell.js';
import { type StandardTable, standardColumns } from '../../msi/schema.js';
import type { Transform } from '../../msi/transform.js';
import { joinPath, resolveDirectories } from '../install/directories.js';
import { parseFileName } from '../install/file-name.js';

/** What the transforms of a patch state about a file, without the product. Null if they do not. */
export interface PatchFileFacts {
  name: string | null;
  targetPath: string | null;
  sourcePath: string | null;
  sourceShortPath: string | null;
  /** File.FileSize of the new file. */
  size: number | null;
  version: string | null;
  language: string | null;
  /** Whether the Patch table has a row for it, so that the cabinet has a delta. */
  isDelta: boolean;
}

type Changes = Map<string, ReadonlyMap<string, Value>>;

/**
 * Files by File key. A transform holds whole new rows, but only the changed columns of
 * existing ones, so that new files have names and, if their folders are also new, paths; sizes and versions are known
 * for all changed files. Facts that differ between targets count as unknown.
 */
export function readPatchFileFacts(
  pairs: readonly { product: Transform; patch: Transform | null }[],
): Map<string, PatchFileFacts> {
  const facts = new Map<string, PatchFileFacts>();
  for (const { product, patch } of pairs) {
    const files = readChanges(product, 'File');
    const components = readChanges(product, 'Component');
    const directories = resolvedDirectories(readChanges(product, 'Directory'));
    const deltas = patch ? new Set(readChanges(patch, 'Patch').keys()) : new Set<string>();
    for (const key of new Set([...files.keys(), ...deltas])) {
      const row = files.get(key);
      const fileName = textOf(row?.get('FileName'));
      const name = fileName === null ? null : parseFileName(fileName);
      const component = components.get(textOf(row?.get('Component_')) ?? '');
      const folder = directories.get(textOf(component?.get('Directory_')) ?? '');
      const size = row?.get('FileSize');
      const one: PatchFileFacts = {
        name: name?.long ?? null,
        targetPath: name && folder ? joinPath(folder.targetLong, name.long) : null,
        sourcePath: name && folder ? joinPath(folder.sourceLong, name.long) : null,
        sourceShortPath: name && folder ? joinPath(folder.sourceShort, name.short) : null,
        size: typeof size === 'number' ? size : null,
        version: textOf(row?.get('Version')),
        language: textOf(row?.get('Language')),
        isDelta: deltas.has(key),
      };
      const other = facts.get(key);
      facts.set(key, other ? agreeing(other, one) : one);
    }
  }
  return facts;
}

function agreeing(a: PatchFileFacts, b: PatchFileFacts): PatchFileFacts {
  const pick = <T>(x: T | null, y: T | null): T | null => (x === null ? y : y === null || x === y ? x : null);
  return {
    name: pick(a.name, b.name),
    targetPath: pick(a.targetPath, b.targetPath),
    sourcePath: pick(a.sourcePath, b.sourcePath),
    sourceShortPath: pick(a.sourceShortPath, b.sourceShortPath),
    size: pick(a.size, b.size),
    version: pick(a.version, b.version),
    language: pick(a.language, b.language),
    isDelta: a.isDelta || b.isDelta,
  };
}

/** Folders whose parents are all in the transform, up to a row without a parent; others have no known path. */
function resolvedDirectories(rows: Changes): ReturnType<typeof resolveDirectories>['directories'] {
  const whole = [...rows].flatMap(([directory, row]) => {
    const defaultDir = textOf(row.get('DefaultDir'));
    return defaultDir === null
      ? []
      : [
          {
            Directory: directory,
            Directory_Parent: textOf(row.get('Directory_Parent')),
            DefaultDir: defaultDir,
          },
        ];
  });
  const byId = new Map(whole.map((row) => [row.Directory, row]));
  const reachesRoot = (id: string): boolean => {
    const seen = new Set<string>();
    for (let row = byId.get(id); row && !seen.has(row.Directory); ) {
      const parent: string | null = row.Directory_Parent;
      if (parent === null || parent === '' || parent === row.Directory) return true;
      seen.add(row.Directory);
      row = byId.get(parent);
    }
    return false;
  };
  return resolveDirectories(whole.filter((row) => reachesRoot(row.Directory))).directories;
}

/** Cabinets that the Media rows of a patch transform name, as Media.Cabinet has them. */
export function readPatchCabinets(patch: Transform): string[] {
  return readRows(patch, 'Media').flatMap((row) => textOf(row.get('Cabinet')) ?? []);
}

/** Inserted and updated rows by their first key, which is a string. */
function readChanges(transform: Transform, table: StandardTable): Changes {
  const changes: Changes = new Map();
  for (const row of readRows(transform, table)) {
    const [key] = row.values();
    if (typeof key === 'string') changes.set(key, row);
  }
  return changes;
}

/** Inserted and updated rows, values by column, the key first; empty if the form of the rows is unknown. */
export function readRows(transform: Transform, table: StandardTable): ReadonlyMap<string, Value>[] {
  const size = transform.strings.referenceSize;
  const forms = transform.createdColumns(table)
    ? [transform.createdColumns(table)!]
    : standardColumns(table, size);
  for (const columns of forms) {
    try {
      const rows: ReadonlyMap<string, Value>[] = [];
      for (const { change, values } of transform.rows(table, columns)) {
        if (change === 'delete' || values.get(0) === undefined) continue;
        rows.push(
          new Map([...values].sort(([a], [b]) => a - b).map(([c, value]) => [columns[c]!.name, value])),
        );
      }
      return rows;
    } catch (error) {
      if (!(error instanceof HotfixkitError) || error.kind !== 'input') throw error;
    }
  }
  return [];
}

function textOf(value: Value | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
