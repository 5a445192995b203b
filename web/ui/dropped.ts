import type { FileRow, OpenedView } from '../protocol.js';
import { pathIn } from './file-tree.js';

/** The files of one drop, by what they are for. */
export interface Dropped<FileLike> {
  /** The package to open; null where there is none. */
  main: FileLike | null;
  /** The others, which may belong to it. */
  beside: FileLike[];
  /** What may be an article or a manifest to compare the package with, where the package has no such file. */
  articles: FileLike[];
}

/** Endings of names, the likelier packages first. */
const packages = ['msi', 'msp', 'msm', 'mst', 'exe', 'msu', 'zip', 'cab', 'cat'];
const articles = ['json', 'html', 'htm', 'md', 'txt', 'csv', 'mht', 'mhtml'];

const endingOf = (name: string): string => /\.([^.]+)$/.exec(name.toLowerCase())?.[1] ?? '';

/** Whether a file is an article or a manifest by its name. */
export function isArticleName(name: string): boolean {
  return articles.includes(endingOf(name));
}

/** Whether a file may be opened as a package by its name. */
export function isPackageName(name: string): boolean {
  return packages.includes(endingOf(name));
}

/** Tells the package of a drop from what lies beside it. What has no known ending may be anything, so it is a package. */
export function sortDropped<FileLike extends { name: string; size: number }>(
  files: readonly FileLike[],
): Dropped<FileLike> {
  const rank = ({ name }: FileLike): number => {
    const place = packages.indexOf(endingOf(name));
    return place < 0 ? packages.length : place;
  };
  const candidates = files
    .filter(({ name }) => !isArticleName(name))
    .sort((a, b) => rank(a) - rank(b) || b.size - a.size);
  const [main = null] = candidates;
  return {
    main,
    beside: files.filter((file) => file !== main),
    articles: files.filter(({ name }) => isArticleName(name)),
  };
}

/** The articles of a drop: the package comes first, so a file that it expects beside itself is none. */
export function articlesOf<FileLike extends { name: string }>(
  articles: readonly FileLike[],
  files: readonly Pick<FileRow, 'key' | 'targetPath' | 'sourcePath' | 'cabinet'>[],
): FileLike[] {
  if (articles.length === 0) return [];
  const own = new Set(
    files.flatMap((file) =>
      file.cabinet === null ? [pathIn(file, 'source').split('/').at(-1)!.toLowerCase()] : [],
    ),
  );
  return articles.filter(({ name }) => !own.has(name.toLowerCase()));
}

/** Packages that came with the open one and are not part of it. */
export function othersOf<FileLike extends { name: string }>(
  beside: readonly FileLike[],
  { description, files }: Pick<OpenedView, 'description' | 'files'>,
): FileLike[] {
  const candidates = beside.filter(({ name }) => isPackageName(name));
  if (candidates.length === 0) return [];
  const own = new Set(
    [
      ...description.cabinets.map(({ name }) => name),
      ...files.flatMap((file) => (file.cabinet === null ? [pathIn(file, 'source')] : [])),
    ].map((path) => path.split(/[\\/]/).at(-1)!.toLowerCase()),
  );
  return candidates.filter(({ name }) => !own.has(name.toLowerCase()));
}

const paths = new WeakMap<object, string>();

/** Files of a drop, those in folders that were dropped among them; what is dropped is read before this returns. */
export function filesOfDrop(data: Pick<DataTransfer, 'files' | 'items'>): File[] | Promise<File[]> {
  const entries = [...data.items].flatMap((item) => item.webkitGetAsEntry?.() ?? []);
  if (!entries.some(({ isDirectory }) => isDirectory)) return [...data.files];
  return Promise.all(entries.map(filesIn)).then((all) => all.flat());
}

async function filesIn(entry: FileSystemEntry): Promise<File[]> {
  if (!entry.isDirectory) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    paths.set(file, entry.fullPath.replace(/^\/+/, ''));
    return [file];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const files: File[] = [];
  for (;;) {
    // A browser gives so many at once, and none at the end.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return files;
    // No more at once than a call takes arguments.
    for (const one of some) for (const file of await filesIn(one)) files.push(file);
  }
}

/** The path that a file was dropped or picked with; its name where it came by itself. */
const pathOf = (file: Pick<File, 'name' | 'webkitRelativePath'>): string =>
  paths.get(file) || file.webkitRelativePath || file.name;

/** Files with their paths from the folder of the package; those of other folders do not lie beside it. */
export function besideOf<FileLike extends Pick<File, 'name' | 'webkitRelativePath'>>(
  main: FileLike,
  beside: readonly FileLike[],
): { file: FileLike; path: string }[] {
  const path = pathOf(main);
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  return beside.flatMap((file) => {
    const own = pathOf(file);
    if (own.startsWith(folder)) return [{ file, path: own.slice(folder.length) }];
    return own.includes('/') ? [] : [{ file, path: own }];
  });
}
