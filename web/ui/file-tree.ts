import type { FileRow } from '../protocol.js';

/** Which paths a list shows. */
export type Layout = 'target' | 'source';

/** What a list can be sorted by. */
export type SortKey = 'name' | 'version' | 'platform' | 'size' | 'modified' | 'component' | 'feature';

export interface Sorting {
  key: SortKey;
  isDescending: boolean;
}

/** A folder with its files and folders. */
export interface FolderNode {
  /** Empty for the root. */
  name: string;
  /** With the folders around it, `/` between them. */
  path: string;
  folders: Map<string, FolderNode>;
  files: FileRow[];
  /** Of all files below it. */
  count: number;
  size: number;
}

/** A line of the list: a folder, or a file. */
export type ListLine = { kind: 'folder'; level: number; folder: FolderNode; isOpen: boolean } | FileLine;

export interface FileLine {
  kind: 'file';
  level: number;
  file: FileRow;
  name: string;
}

/** The path of a file in a layout, `/` between the parts; the key where the package states none. */
export function pathIn(file: Pick<FileRow, 'key' | 'targetPath' | 'sourcePath'>, layout: Layout): string {
  return ((layout === 'target' ? file.targetPath : file.sourcePath) ?? file.key).replaceAll('\\', '/');
}

const nameIn = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Puts files into the folders of their paths; names of folders differ in more than case. */
export function buildTree(files: readonly FileRow[], layout: Layout): FolderNode {
  const root = folder('', '');
  const known = new Map<string, FolderNode[]>();
  for (const file of files) {
    const path = pathIn(file, layout);
    const place = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    let way = known.get(place);
    if (!way) {
      way = wayTo(root, place);
      known.set(place, way);
    }
    way.at(-1)!.files.push(file);
    for (const one of way) {
      one.count++;
      one.size += file.size;
    }
  }
  return root;
}

function folder(name: string, path: string): FolderNode {
  return { name, path, folders: new Map(), files: [], count: 0, size: 0 };
}

function wayTo(root: FolderNode, place: string): FolderNode[] {
  const way = [root];
  if (place === '') return way;
  for (const name of place.split('/')) {
    const parent = way.at(-1)!;
    const key = name.toLowerCase();
    let next = parent.folders.get(key);
    if (!next) {
      next = folder(name, parent.path === '' ? name : `${parent.path}/${name}`);
      parent.folders.set(key, next);
    }
    way.push(next);
  }
  return way;
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Versions by their numbers; files without a version first. */
function compareVersions(a: string | null, b: string | null): number {
  return collator.compare(a ?? '', b ?? '');
}

function comparison({ key, isDescending }: Sorting, layout: Layout): (a: FileRow, b: FileRow) => number {
  const names = new Map<FileRow, string>();
  const nameOf = (file: FileRow): string => {
    let name = names.get(file);
    if (name === undefined) {
      name = nameIn(pathIn(file, layout));
      names.set(file, name);
    }
    return name;
  };
  const byName = (a: FileRow, b: FileRow): number => collator.compare(nameOf(a), nameOf(b));
  const text = (field: 'platform' | 'modified' | 'component' | 'feature') => (a: FileRow, b: FileRow) =>
    (a[field] ?? '') < (b[field] ?? '') ? -1 : (a[field] ?? '') > (b[field] ?? '') ? 1 : 0;
  const compare = {
    name: byName,
    size: (a: FileRow, b: FileRow) => a.size - b.size,
    version: (a: FileRow, b: FileRow) => compareVersions(a.version, b.version),
    platform: text('platform'),
    modified: text('modified'),
    component: text('component'),
    feature: text('feature'),
  }[key];
  const sign = isDescending ? -1 : 1;
  return (a, b) => sign * compare(a, b) || (key === 'name' ? 0 : byName(a, b)) || a.row - b.row;
}

/** The files that have a text, in any letter case, in their path, key or version. Several words all have to be there. */
export function filterFiles(files: readonly FileRow[], text: string, layout: Layout): readonly FileRow[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return files;
  return files.filter((file) => {
    const { key, version, platform } = file;
    const all = `${pathIn(file, layout)}\n${key}\n${version ?? ''}\n${platform ?? ''}`.toLowerCase();
    return words.every((word) => all.includes(word.replaceAll('\\', '/')));
  });
}

/** All files in one list. */
export function flatLines(files: readonly FileRow[], sorting: Sorting, layout: Layout): FileLine[] {
  return [...files]
    .sort(comparison(sorting, layout))
    .map((file) => ({ kind: 'file', level: 1, file, name: pathIn(file, layout) }) as const);
}

/** What is seen of a tree: folders first, and the content of those that are open. */
export function treeLines(
  root: FolderNode,
  isOpen: (folder: FolderNode) => boolean,
  sorting: Sorting,
  layout: Layout,
): ListLine[] {
  const lines: ListLine[] = [];
  const compare = comparison(sorting, layout);
  const add = (node: FolderNode, level: number): void => {
    const folders = [...node.folders.values()].sort((a, b) =>
      sorting.key === 'size' && a.size !== b.size
        ? (sorting.isDescending ? -1 : 1) * (a.size - b.size)
        : (sorting.key === 'name' && sorting.isDescending ? -1 : 1) * collator.compare(a.name, b.name),
    );
    for (const one of folders) {
      const open = isOpen(one);
      lines.push({ kind: 'folder', level, folder: one, isOpen: open });
      if (open) add(one, level + 1);
    }
    for (const file of [...node.files].sort(compare)) {
      lines.push({ kind: 'file', level, file, name: nameIn(pathIn(file, layout)) });
    }
  };
  add(root, 1);
  return lines;
}

/** The folders that are open at first: those on the way to where a choice begins, and all of a small tree. */
export function openAtFirst(root: FolderNode): Set<string> {
  const open = new Set<string>();
  if (root.count <= 200) {
    const all = (node: FolderNode): void => {
      open.add(node.path);
      for (const one of node.folders.values()) all(one);
    };
    all(root);
    return open;
  }
  for (let node = root; node.folders.size === 1 && node.files.length === 0; ) {
    node = [...node.folders.values()][0]!;
    open.add(node.path);
  }
  return open;
}

/** All files of a folder and of those in it. */
export function filesBelow(folder: FolderNode): FileRow[] {
  return [...folder.files, ...[...folder.folders.values()].flatMap(filesBelow)];
}

/** The folders around a path. */
export function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, i) => parts.slice(0, i + 1).join('/'));
}

/** The file that an address names: by its path, by its key, or by the end of its path. */
export function findFile(files: readonly FileRow[], wanted: string): FileRow | null {
  const name = wanted.replaceAll('\\', '/').toLowerCase();
  const fits: ((file: FileRow) => boolean)[] = [
    (file) => pathIn(file, 'target').toLowerCase() === name,
    (file) => file.key.toLowerCase() === name,
    (file) => pathIn(file, 'target').toLowerCase().endsWith(`/${name}`),
  ];
  for (const fit of fits) {
    const found = files.find(fit);
    if (found) return found;
  }
  return null;
}
