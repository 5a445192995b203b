import { placesOf } from '../name-order.js';
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

function comparison(
  sorting: Sorting,
  versions: ReadonlyMap<string, number>,
): (a: FileRow, b: FileRow) => number {
  const byName = (a: FileRow, b: FileRow): number => a.order - b.order;
  const text = (field: 'platform' | 'modified' | 'component' | 'feature') => (a: FileRow, b: FileRow) =>
    (a[field] ?? '') < (b[field] ?? '') ? -1 : (a[field] ?? '') > (b[field] ?? '') ? 1 : 0;
  const compare = {
    name: byName,
    size: (a: FileRow, b: FileRow) => a.size - b.size,
    // By their numbers; files without a version first.
    version: (a: FileRow, b: FileRow) => versions.get(a.version ?? '')! - versions.get(b.version ?? '')!,
    platform: text('platform'),
    modified: text('modified'),
    component: text('component'),
    feature: text('feature'),
  }[sorting.key];
  const sign = sorting.isDescending ? -1 : 1;
  return (a, b) => sign * compare(a, b) || (sorting.key === 'name' ? 0 : byName(a, b)) || a.row - b.row;
}

/** The files in an order: by name as the worker ordered all names, or by a fact and then by name. */
function comparisonOf(files: readonly FileRow[], sorting: Sorting): (a: FileRow, b: FileRow) => number {
  const texts = sorting.key === 'version' ? [...new Set(files.map(({ version }) => version ?? ''))] : [];
  const places = placesOf(texts);
  return comparison(sorting, new Map(texts.map((text, i) => [text, places[i]!])));
}

/** The order of a tree. Each folder is sorted once, when it is first seen. */
export class TreeOrder {
  readonly #compare: (a: FileRow, b: FileRow) => number;
  readonly #sorting: Sorting;
  readonly #folders = new WeakMap<FolderNode, readonly FolderNode[]>();
  readonly #files = new WeakMap<FolderNode, readonly FileRow[]>();

  /** @param files all that the tree has */
  constructor(files: readonly FileRow[], sorting: Sorting) {
    this.#compare = comparisonOf(files, sorting);
    this.#sorting = sorting;
  }

  files(node: FolderNode): readonly FileRow[] {
    let sorted = this.#files.get(node);
    if (!sorted) {
      sorted = [...node.files].sort(this.#compare);
      this.#files.set(node, sorted);
    }
    return sorted;
  }

  folders(node: FolderNode): readonly FolderNode[] {
    let sorted = this.#folders.get(node);
    if (sorted) return sorted;
    const { key, isDescending } = this.#sorting;
    const sign = isDescending ? -1 : 1;
    const all = [...node.folders.values()];
    const places = placesOf(all.map(({ name }) => name));
    const placeOf = new Map(all.map((one, i) => [one, places[i]!]));
    const byName = (a: FolderNode, b: FolderNode): number => placeOf.get(a)! - placeOf.get(b)!;
    sorted = all.sort((a, b) =>
      key === 'size' ? sign * (a.size - b.size) || byName(a, b) : (key === 'name' ? sign : 1) * byName(a, b),
    );
    this.#folders.set(node, sorted);
    return sorted;
  }

  /** What is left of a tree with some of its files, in the same order. */
  fitting(node: FolderNode, fits: ReadonlySet<FileRow>): FolderNode {
    const left = folder(node.name, node.path);
    left.files = this.files(node).filter((file) => fits.has(file));
    left.count = left.files.length;
    for (const file of left.files) left.size += file.size;
    const folders: FolderNode[] = [];
    for (const one of this.folders(node)) {
      const inner = this.fitting(one, fits);
      if (inner.count === 0) continue;
      left.folders.set(inner.name.toLowerCase(), inner);
      left.count += inner.count;
      left.size += inner.size;
      folders.push(inner);
    }
    this.#files.set(left, left.files);
    if (this.#sorting.key !== 'size') this.#folders.set(left, folders);
    return left;
  }
}

/** What a text that is typed fits: its words are all in the path, key, version or platform, in any letter case. */
export function fitsText(text: string, layout: Layout): ((file: FileRow) => boolean) | null {
  const words = text
    .toLowerCase()
    .replaceAll('\\', '/')
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return null;
  return (file) => {
    const { key, version, platform } = file;
    const all = `${pathIn(file, layout)}\n${key}\n${version ?? ''}\n${platform ?? ''}`.toLowerCase();
    return words.every((word) => all.includes(word));
  };
}

/** All files in one list. */
export function flatLines(files: readonly FileRow[], sorting: Sorting, layout: Layout): FileLine[] {
  return [...files]
    .sort(comparisonOf(files, sorting))
    .map((file) => ({ kind: 'file', level: 1, file, name: pathIn(file, layout) }) as const);
}

/** What is seen of a tree: folders first, and the content of those that are open. */
export function treeLines(
  root: FolderNode,
  isOpen: (folder: FolderNode) => boolean,
  order: TreeOrder,
  layout: Layout,
): ListLine[] {
  const lines: ListLine[] = [];
  const add = (node: FolderNode, level: number): void => {
    for (const one of order.folders(node)) {
      const open = isOpen(one);
      lines.push({ kind: 'folder', level, folder: one, isOpen: open });
      if (open) add(one, level + 1);
    }
    for (const file of order.files(node)) {
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

/** What an address names a file by: its path, or its key where another one has that path. */
export function addressOf(files: readonly FileRow[], file: FileRow): string {
  const path = pathIn(file, 'target');
  return findFile(files, path) === file ? path : file.key;
}
