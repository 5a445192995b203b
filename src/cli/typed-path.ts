import { isAbsolute, resolve, sep } from 'node:path';

/**
 * Spells a path like the word of the command line that it is, or is below: `/home/me/out/image` is `out/image` after
 * `-o out`. A path that no word leads to stays as it is.
 */
export function asTyped(path: string, words: readonly string[]): string {
  if (!isAbsolute(path)) return path;
  let best: { word: string; length: number } | null = null;
  for (const word of words.flatMap(valuesIn)) {
    const full = resolve(word);
    const isAbove = path === full || path.startsWith(full.endsWith(sep) ? full : full + sep);
    if (isAbove && full.length > (best?.length ?? 0)) best = { word, length: full.length };
  }
  if (best === null) return path;
  const rest = path.slice(best.length).replace(/^[\\/]/, '');
  if (rest === '') return best.word;
  return /[\\/]$/.test(best.word) ? best.word + rest : best.word + sep + rest;
}

/** A word, and the text after its `=`, as in `--output=out` and `TARGETDIR=out`. */
function valuesIn(word: string): string[] {
  const at = word.indexOf('=');
  return [word, at < 0 ? '' : word.slice(at + 1)].filter((value) => value !== '' && !value.startsWith('-'));
}
