import { pathKey } from '../../core/safe-path.js';
import type { Package } from '../package.js';
import type { PackageFile } from '../package-content.js';

/** Two states of one file; null on the side that does not have it. */
export interface FilePair {
  before: PackageFile | null;
  after: PackageFile | null;
  /** It has one File key and two paths. */
  isMoved: boolean;
}

/** Which path of a file is compared. */
type PathOf = (file: PackageFile) => string | null;

/** The installed path, or the one in the source where the package states no other. */
export function comparedPath({ targetPath, sourcePath }: PackageFile): string | null {
  return targetPath ?? sourcePath;
}

/**
 * Puts the files of two packages together: by their paths, then those of databases by their File keys. A folder is compared with a
 * package by the layout that it has: that of an installation, or that of an image.
 */
export function pairFiles(
  before: Package,
  after: Package,
  filesOf: (content: Package) => readonly PackageFile[],
): FilePair[] {
  const [old, now] = [filesOf(before), filesOf(after)];
  const paths: readonly [PathOf, PathOf] =
    before.kind === 'folder' || after.kind === 'folder'
      ? [layoutLike(old, now), layoutLike(now, old)]
      : [comparedPath, comparedPath];
  const pairs: FilePair[] = [];
  const left = new Set(now);
  const lonely: PackageFile[] = [];
  const byPath = indexOf(now, (file) => pathKey(paths[1](file) ?? file.key));
  for (const file of old) {
    const there = (byPath.get(pathKey(paths[0](file) ?? file.key)) ?? []).filter((one) => left.has(one));
    // A patch may have one path for several targets.
    const like = there.find(({ key, patchTarget }) => key === file.key && patchTarget === file.patchTarget);
    const other = like ?? there.find(({ key }) => key === file.key) ?? there[0];
    if (other) {
      pairs.push({ before: file, after: other, isMoved: false });
      left.delete(other);
    } else lonely.push(file);
  }
  const byKey = indexOf(hasKeys(before) && hasKeys(after) ? [...left] : [], ({ key }) => key);
  for (const file of lonely) {
    const other = byKey.get(file.key)?.find((one) => left.has(one)) ?? null;
    pairs.push({ before: file, after: other, isMoved: other !== null });
    if (other) left.delete(other);
  }
  return [...pairs, ...[...left].map((after): FilePair => ({ before: null, after, isMoved: false }))];
}

function hasKeys({ kind }: Package): boolean {
  return kind === 'msi' || kind === 'msm' || kind === 'msp';
}

/** The paths of the files by which most of them lie where the others do. */
function layoutLike(files: readonly PackageFile[], others: readonly PackageFile[]): PathOf {
  const known = new Set(
    others.flatMap((file) => [file.targetPath, file.sourcePath].map((path) => path && pathKey(path))),
  );
  const layouts: PathOf[] = [
    comparedPath,
    ({ sourcePath }) => sourcePath,
    ({ sourceShortPath }) => sourceShortPath,
    ({ name }) => name,
  ];
  const counts = layouts.map((pathOf) => {
    return files.filter((file) => known.has(pathKey(pathOf(file) ?? ''))).length;
  });
  return layouts[counts.indexOf(Math.max(...counts))]!;
}

function indexOf<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const index = new Map<string, T[]>();
  for (const value of values) {
    const known = index.get(keyOf(value));
    if (known) known.push(value);
    else index.set(keyOf(value), [value]);
  }
  return index;
}
