import { posix, win32 } from 'node:path';
import { wayBelow } from '../node/file-key.js';

/**
 * Spells a path like the word of the command line that it is, or is below: `/home/me/out/image` is `out/image` after
 * `-o out`. A path that no word leads to stays as it is.
 */
export function asTyped(path: string, words: readonly string[], platform: string = process.platform): string {
  const { isAbsolute, resolve, sep } = platform === 'win32' ? win32 : posix;
  if (!isAbsolute(path)) return path;
  let best: { word: string; length: number; rest: string } | null = null;
  for (const word of words.flatMap(valuesIn)) {
    const full = resolve(word);
    const way = wayBelow(full, path, platform);
    if (way === null || full.length <= (best?.length ?? 0)) continue;
    best = { word, length: full.length, rest: way.replaceAll('/', sep) };
  }
  if (best === null) return path;
  if (best.rest === '') return best.word;
  return /[\\/]$/.test(best.word) ? best.word + best.rest : best.word + sep + best.rest;
}

/** A word, and the text after its `=`, as in `--output=out` and `TARGETDIR=out`. */
function valuesIn(word: string): string[] {
  const at = word.indexOf('=');
  return [word, at < 0 ? '' : word.slice(at + 1)].filter((value) => value !== '' && !value.startsWith('-'));
}
