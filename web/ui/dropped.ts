/** The files of one drop, by what they are for. */
export interface Dropped<FileLike> {
  /** The package to open; null where there is none. */
  main: FileLike | null;
  /** The others, which may belong to it. */
  beside: FileLike[];
  /** An article or a manifest, to compare the package with. */
  article: FileLike | null;
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
    article: files.find(({ name }) => isArticleName(name)) ?? null,
  };
}
