import { HotfixkitError, shortened, type Warning, withFacts } from '../../core/errors.js';
import { LONGEST_PATH } from '../../core/path-limits.js';
import type { Database } from '../../msi/database.js';
import type { TableRow } from '../../msi/schema.js';
import { parseDefaultDir } from './file-name.js';

/** Paths of one Directory row, relative to the root, `/` between the parts, `''` for the root itself. */
export interface DirectoryPaths {
  targetLong: string;
  targetShort: string;
  sourceLong: string;
  sourceShort: string;
}

/** Why the folder of a component is not known. */
export function whyNoFolder(database: Database, component: string | null): string {
  const row = database.rows('Component').find((one) => one.Component === component);
  return row
    ? `component ${row.Component} names the folder ${row.Directory_}, which the Directory table does not have`
    : `the File table names the component ${component}, which the Component table does not have`;
}

/** Maximum depth of folders: every level lengthens every path below it. */
const DEPTH = 500;

const ROOT: DirectoryPaths = { targetLong: '', targetShort: '', sourceLong: '', sourceShort: '' };

/**
 * Resolves the Directory table as an administrative installation does (win32 docs, "Directory Table" and
 * "Using the Directory Table"): the row without a parent (or its own parent) is the root; `.` on a side means the
 * parent's folder on that side; nothing else is special. In particular the ids of system folders do not matter, so
 * that the result is the same wherever it is computed.
 *
 * Throws `PACKAGE_BAD_DIRECTORY` where folders are nested too deep, `PATH_UNSAFE` where a path becomes too long. A parent that is not there, or a ring of parents, makes the row a child of the root and comes back as a warning.
 */
export function resolveDirectories(rows: readonly TableRow<'Directory'>[]): {
  directories: Map<string, DirectoryPaths>;
  warnings: Warning[];
} {
  const byId = new Map(rows.map((row) => [row.Directory, row]));
  const directories = new Map<string, DirectoryPaths>();
  const depths = new Map<string, number>();
  const warnings: Warning[] = [];

  const complain = (row: TableRow<'Directory'>, message: string): void => {
    warnings.push({ code: 'PACKAGE_BAD_DIRECTORY', message, stream: 'Directory', entry: row.Directory });
  };

  for (const start of rows) {
    // Walk up to the first resolved row, then down again: parents may follow their children.
    const pending: TableRow<'Directory'>[] = [];
    const visited = new Set<string>();
    let row: TableRow<'Directory'> | undefined = start;
    let above: DirectoryPaths = ROOT;
    while (row) {
      const known = directories.get(row.Directory);
      if (known) {
        above = known;
        break;
      }
      const parent: string | null = row.Directory_Parent;
      if (parent === null || parent === '' || parent === row.Directory) {
        directories.set(row.Directory, ROOT);
        above = ROOT;
        break;
      }
      visited.add(row.Directory);
      pending.push(row);
      if (visited.has(parent)) {
        complain(row, `the parents of this folder form a loop; it is treated as a child of the root`);
        break;
      }
      const next = byId.get(parent);
      if (!next)
        complain(row, `its parent ${parent} is not in the table; it is treated as a child of the root`);
      row = next;
    }
    let depth = depths.get(row?.Directory ?? '') ?? 0;
    for (const child of pending.reverse()) {
      depths.set(child.Directory, ++depth);
      if (depth > DEPTH) {
        throw new HotfixkitError('PACKAGE_BAD_DIRECTORY', 'folders are nested too deep', {
          stream: 'Directory',
          entry: child.Directory,
          expected: `at most ${DEPTH} levels`,
        });
      }
      above = withFacts({ stream: 'Directory' }, () => below(above, child));
      directories.set(child.Directory, above);
    }
  }
  return { directories, warnings };
}

function below(above: DirectoryPaths, { DefaultDir: defaultDir }: TableRow<'Directory'>): DirectoryPaths {
  const { target, source } = parseDefaultDir(defaultDir);
  return {
    targetLong: joinPath(above.targetLong, target.long),
    targetShort: joinPath(above.targetShort, target.short),
    sourceLong: joinPath(above.sourceLong, source.long),
    sourceShort: joinPath(above.sourceShort, source.short),
  };
}

/**
 * Joins a folder and a name with `/`; `''` is the root and `.` names the folder itself. Throws `PATH_UNSAFE` if the
 * path would be too long to use, before building it: thousands of rows share folders.
 */
export function joinPath(folder: string, name: string): string {
  if (name === '.' || name === '') return folder;
  if (folder.length + 1 + name.length > LONGEST_PATH) {
    throw new HotfixkitError('PATH_UNSAFE', `a path is longer than ${LONGEST_PATH} characters`, {
      entry: shortened(name),
      expected: `at most ${LONGEST_PATH}`,
      found: folder.length + 1 + name.length,
    });
  }
  return folder === '' ? name : `${folder}/${name}`;
}
