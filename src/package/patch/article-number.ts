/**
 * The number of the article in the path of a patch, `2516517` of `…\KB2516517\x.msp`; the name of the file counts before
 * those of its folders. Null where there is none.
 */
export function articleNumber(path: string): number | null {
  for (const part of path.split(/[\\/]/).reverse()) {
    const match = /kb[-_ ]?(\d{5,8})(?!\d)/i.exec(part);
    if (match) return Number(match[1]);
  }
  return null;
}

/**
 * Puts patches of which no more is known than their paths among others that are in order: each before the first one with a
 * higher number. Those without a number go to the end, or to the start.
 */
export function insertByNumber(
  ordered: readonly string[],
  unknown: readonly string[],
  withoutNumber: 'first' | 'last',
): string[] {
  const result = [...ordered];
  const numbered = unknown.filter((path) => articleNumber(path) !== null);
  for (const path of numbered) {
    const number = articleNumber(path)!;
    const at = result.findIndex((other) => (articleNumber(other) ?? 0) > number);
    if (at < 0) result.push(path);
    else result.splice(at, 0, path);
  }
  const rest = unknown.filter((path) => articleNumber(path) === null);
  return withoutNumber === 'first' ? [...rest, ...result] : [...result, ...rest];
}

/** By the number of the article, then by path; those without a number last, as they are given. */
export function sortByNumber<T>(items: readonly T[], pathOf: (item: T) => string): T[] {
  return [...items].sort((a, b) => {
    const [path, other] = [pathOf(a), pathOf(b)];
    const [left, right] = [articleNumber(path), articleNumber(other)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return left - right || (path < other ? -1 : Number(path > other));
  });
}
