import { HotfixkitError } from '../../core/errors.js';
import { pathKey } from '../../core/safe-path.js';
import { evaluateCondition, parseCondition } from '../../msi/condition.js';
import type { TableRow } from '../../msi/schema.js';
import { type DirectoryPaths, joinPath } from './directories.js';

/** A file for {@link targetPathsApart}. */
export interface PlacedRow {
  targetPath: string | null;
  component: string | null;
}

export interface PlaceTables {
  components: ReadonlyMap<string, TableRow<'Component'>>;
  directories: ReadonlyMap<string, DirectoryPaths>;
  /** Those of the Directory table; they are asked for where paths are doubled. */
  rows: () => readonly TableRow<'Directory'>[];
  properties: ReadonlyMap<string, string>;
}

/**
 * System folders that Windows separates, by property (win32 docs, Msi/property-reference), with the names that a 64-bit
 * Windows has for them.
 */
const systemFolders: ReadonlyMap<string, string> = new Map([
  ['SystemFolder', 'SysWOW64'],
  ['System64Folder', 'System32'],
  ['System16Folder', 'System'],
  ['WindowsFolder', 'Windows'],
  ['FontsFolder', 'Fonts'],
  ['TempFolder', 'Temp'],
  ['ProgramFilesFolder', 'Program Files (x86)'],
  ['ProgramFiles64Folder', 'Program Files'],
  ['CommonFilesFolder', 'Common Files (x86)'],
  ['CommonFiles64Folder', 'Common Files'],
  ['CommonAppDataFolder', 'ProgramData'],
  ['AppDataFolder', 'AppData'],
  ['LocalAppDataFolder', 'Local AppData'],
  ['PersonalFolder', 'Documents'],
  ['DesktopFolder', 'Desktop'],
  ['StartMenuFolder', 'Start Menu'],
  ['ProgramMenuFolder', 'Programs'],
  ['StartupFolder', 'StartUp'],
  ['SendToFolder', 'SendTo'],
  ['TemplateFolder', 'Templates'],
]);

/** Platform properties in conditions (win32 docs, Msi/property-reference). */
const platforms: readonly { name: string; properties: ReadonlyMap<string, string> }[] = [
  { name: 'x86', properties: new Map([['Intel', '6']]) },
  {
    name: 'x64',
    properties: new Map([
      ['Intel', '6'],
      ['VersionNT64', '603'],
      ['MsiAMD64', '6'],
      ['Msix64', '6'],
    ]),
  },
  {
    name: 'ia64',
    properties: new Map([
      ['VersionNT64', '603'],
      ['Intel64', '6'],
    ]),
  },
];

/**
 * Separates target paths of files that share a path in the Directory table but not in an installation:
 *
 * - Files below two system folders with one name in the table, as `System` for SystemFolder and System64Folder. These
 *   folders get their names in Windows.
 * - Files of components for different platforms. They get a folder for the platform.
 *
 * Without duplicate paths nothing changes. The result maps file indexes to new paths.
 */
export function targetPathsApart(files: readonly PlacedRow[], tables: PlaceTables): Map<number, string> {
  const paths = files.map(({ targetPath }) => targetPath);
  const doubled = groupsOf(paths);
  if (doubled.length === 0) return new Map();
  const folders = new SystemFolders(tables);
  const components = files.map(({ component }) => tables.components.get(component ?? '') ?? null);
  const clashing = new Set<string>();
  for (const group of doubled) {
    const roots = new Set(group.map((index) => folders.above(components[index]?.Directory_ ?? '')));
    roots.delete(null);
    if (roots.size > 1) for (const root of roots) clashing.add(root!);
  }
  if (clashing.size > 0) {
    files.forEach(({ targetPath }, index) => {
      const component = components[index];
      const root = component && folders.above(component.Directory_);
      if (targetPath !== null && root && clashing.has(root)) paths[index] = folders.renamed(targetPath, root);
    });
  }
  const conditions = new PlatformConditions(tables.properties);
  for (const group of clashing.size > 0 ? groupsOf(paths) : doubled) {
    const names = group.map((index) => conditions.platforms(components[index]?.Condition ?? null));
    if (!areApart(names)) continue;
    group.forEach((index, at) => {
      paths[index] = joinPath(names[at]![0]!, paths[index]!);
    });
  }
  return new Map(
    paths.flatMap((path, index) =>
      path === null || path === files[index]!.targetPath ? [] : [[index, path] as const],
    ),
  );
}

/** Indexes of files that share a path with another one. Few do, so that there is no list for each path. */
function groupsOf(paths: readonly (string | null)[]): number[][] {
  const firsts = new Map<string, number>();
  const groups = new Map<number, number[]>();
  paths.forEach((path, index) => {
    if (path === null) return;
    const key = pathKey(path);
    const first = firsts.get(key);
    if (first === undefined) {
      firsts.set(key, index);
      return;
    }
    const group = groups.get(first);
    if (group) group.push(index);
    else groups.set(first, [first, index]);
  });
  return [...groups].sort(([a], [b]) => a - b).map(([, group]) => group);
}

class SystemFolders {
  readonly #tables: PlaceTables;
  readonly #parents: ReadonlyMap<string, string | null>;
  readonly #known = new Map<string, string | null>();

  constructor(tables: PlaceTables) {
    this.#tables = tables;
    this.#parents = new Map(tables.rows().map((row) => [row.Directory, row.Directory_Parent]));
  }

  /** The key of the system folder that is or contains a folder; null if none. */
  above(directory: string): string | null {
    const passed: string[] = [];
    let found: string | null = null;
    let at: string | null | undefined = directory;
    for (const seen = new Set<string>(); at && !seen.has(at); at = this.#parents.get(at)) {
      const known = this.#known.get(at);
      if (known !== undefined) {
        found = known;
        break;
      }
      passed.push(at);
      seen.add(at);
      if (systemFolders.has(systemFolderOf(at))) {
        found = at;
        break;
      }
    }
    for (const one of passed) this.#known.set(one, found);
    return found;
  }

  /** A path below a system folder, with the folder's name in Windows. */
  renamed(path: string, folder: string): string {
    const { directories } = this.#tables;
    const old = directories.get(folder)?.targetLong ?? '';
    const parent = directories.get(this.#parents.get(folder) ?? '')?.targetLong ?? '';
    const below = old === '' ? path : path.slice(old.length + 1);
    return joinPath(joinPath(parent, systemFolders.get(systemFolderOf(folder))!), below);
  }
}

/** Merge modules have their own system folders: `SystemFolder.GUID`. */
function systemFolderOf(directory: string): string {
  const dot = directory.indexOf('.');
  return dot < 0 ? directory : directory.slice(0, dot);
}

/** On which platforms conditions of components hold. */
class PlatformConditions {
  readonly #properties: ReadonlyMap<string, string>;
  readonly #known = new Map<string, readonly string[]>();

  constructor(properties: ReadonlyMap<string, string>) {
    this.#properties = properties;
  }

  platforms(condition: string | null): readonly string[] {
    const key = condition ?? '';
    let names = this.#known.get(key);
    if (!names) {
      names = this.#evaluate(key);
      this.#known.set(key, names);
    }
    return names;
  }

  #evaluate(text: string): string[] {
    try {
      const condition = parseCondition(text);
      return platforms
        .filter(({ properties }) =>
          evaluateCondition(condition, {
            property: (name) =>
              properties.get(name) ?? this.#properties.get(name) ?? (name === 'VersionNT' ? '603' : null),
          }),
        )
        .map(({ name }) => name);
    } catch (error) {
      // The meaning of the condition is unknown: it does not separate files.
      if (error instanceof HotfixkitError && error.code === 'MSI_BAD_CONDITION') return [];
      throw error;
    }
  }
}

/** Whether files are for different platforms: some differ, and those that differ have no platform in common. */
function areApart(names: readonly (readonly string[])[]): boolean {
  const kinds = new Map(names.map((one) => [one.join(), one]));
  if (kinds.size < 2 || kinds.has('')) return false;
  const all = [...kinds.values()].flat();
  return new Set(all).size === all.length;
}
