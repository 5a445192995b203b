import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** What lies in a folder, as far as it can be compared between runs: relative path to a digest of the content. */
export interface Tree {
  files: Map<string, string>;
  folders: Set<string>;
  /** What a run keeps for itself while it is at work; folders end in `/`. */
  leftovers: string[];
  /** Digests of the files among them, to see where an old file has gone. */
  kept: Map<string, string>;
}

/** Files of others, put into each scenario's folders: none of them may ever be touched. */
export const foreignFiles: Readonly<Record<string, string>> = {
  '.hotfixkit-notes': 'notes of somebody else\n',
  '.hotfixkit-0123456789ab.txt': 'a name that is almost ours\n',
  '0.old': 'an old file of somebody else\n',
  '0': 'a file named as ours are while they are written\n',
};

/** Reads a folder; one that is not there is empty. */
export function readTree(root: string): Tree {
  const tree: Tree = { files: new Map(), folders: new Set(), leftovers: [], kept: new Map() };
  visit(root, '', tree);
  return tree;
}

function visit(root: string, folder: string, tree: Tree): void {
  let names: string[];
  try {
    names = readdirSync(join(root, folder));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  for (const name of names.sort()) {
    const path = folder === '' ? name : `${folder}/${name}`;
    const stat = lstatSync(join(root, path));
    const isOurs = path.split('/').some(isLeftover);
    if (stat.isDirectory()) {
      if (isOurs) tree.leftovers.push(`${path}/`);
      else tree.folders.add(path);
      visit(root, path, tree);
      continue;
    }
    const digest = stat.isSymbolicLink()
      ? `link to ${readlinkSync(join(root, path))}`
      : digestOf(readFileSync(join(root, path)));
    if (isOurs) {
      tree.leftovers.push(path);
      tree.kept.set(path, digest);
    } else tree.files.set(path, digest);
  }
}

/** Names that runs keep for themselves begin with `.hotfixkit` or have it as a suffix. */
export function isLeftover(name: string): boolean {
  return /\.hotfixkit(?:$|[-.])/.test(name) && !(name in foreignFiles);
}

/** Two runs differ in the times that they write into databases, records and reports. */
function digestOf(bytes: Buffer): string {
  // What a scan keeps depends on when it read the files; that it is whole does not.
  if (bytes.subarray(0, 80).includes('hotfixkit verify state'))
    return /\n\{"entries":\d+,"sha256":"[0-9a-f]{64}"\}\n$/.test(bytes.toString('latin1'))
      ? 'state'
      : 'torn state';
  const text = bytes
    .toString('latin1')
    // PID_LASTSAVE_DTM and the like: VT_FILETIME of 2023 or later.
    .replace(/\x40\0\0\0[\0-\xff]{6}[\xd9-\xff]\x01/g, '<FILETIME>')
    .replace(/20[2-9]\d-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z?/g, '<time>')
    // So has the hash of an image's database, in the report that lists what was written.
    .replace(/("path": "image\/[^"]*\.msi",\s*"sha256": ")[0-9a-f]{64}/g, '$1<hash>')
    // Folders that a record of staging says it made: one that a killed run left is no longer new to the next.
    .replace(/"folders": \[[^\]]*\]/g, '<folders>');
  return createHash('sha256').update(text, 'latin1').digest('hex').slice(0, 16);
}

/** All that is in both is equal, and neither has more. */
export function isSameTree(a: Tree, b: Tree): boolean {
  return differences(a, b).length === 0;
}

/** Paths in which the second differs from the first: `-` gone, `+` new, `~` changed; folders end in `/`. */
export function differences(a: Tree, b: Tree): string[] {
  const found: string[] = [];
  for (const [path, digest] of a.files) {
    const other = b.files.get(path);
    if (other === undefined) found.push(`-${path}`);
    else if (other !== digest) found.push(`~${path}`);
  }
  for (const path of b.files.keys()) if (!a.files.has(path)) found.push(`+${path}`);
  for (const path of a.folders) if (!b.folders.has(path)) found.push(`-${path}/`);
  for (const path of b.folders) if (!a.folders.has(path)) found.push(`+${path}/`);
  return found;
}

/**
 * The same without folders that are new and hold nothing: a folder is made before anything in it can say who made it, so
 * that a kill right then leaves it.
 */
export function differencesOfContent(a: Tree, b: Tree): string[] {
  const holders = [...b.files.keys(), ...b.leftovers];
  return differences(a, b).filter(
    (change) =>
      !change.startsWith('+') ||
      !change.endsWith('/') ||
      holders.some((path) => path.startsWith(change.slice(1))),
  );
}

/** The numbers (inodes) of all files below a folder, by relative path. */
export function inodesOf(root: string): Map<string, bigint> {
  return new Map(
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry): [string, bigint] => {
        const path = join(entry.parentPath, entry.name);
        return [path.slice(root.length), lstatSync(path, { bigint: true }).ino];
      }),
  );
}

/** Puts a copy of one folder in the place of another: times, modes and hard links kept. */
export function copyTree(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  execFileSync('cp', ['-a', from, to]);
}
