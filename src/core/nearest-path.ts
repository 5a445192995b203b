import { nearestName } from './nearest-name.js';

/**
 * The path that was probably meant by a name that fits none, as without the folders above it; its name alone, where the name was given without a folder. Null for
 * a pattern with wildcards, and if none is near.
 */
export function nearestPath(given: string, paths: readonly string[]): string | null {
  if (/[*?{[]/.test(given)) return null;
  const wanted = given.replaceAll('\\', '/');
  const all = paths.map((path) => path.replaceAll('\\', '/'));
  if (!wanted.includes('/')) return nearestName(wanted, all.map(nameOf));
  // Only folders above may be missing.
  const end = `/${wanted.toLowerCase()}`;
  return all.find((path) => path.toLowerCase().endsWith(end)) ?? nearestName(wanted, all);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** `; did you mean setup.exe?` for the first of the names that one of the paths comes near; `otherwise` if none does. */
export function meantPath(given: readonly string[], paths: readonly string[], otherwise = ''): string {
  for (const name of given) {
    const meant = nearestPath(name, paths);
    if (meant !== null) return `; did you mean ${meant}?`;
  }
  return otherwise;
}
