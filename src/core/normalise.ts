/** Marks that a letter may have behind it in any language are a few; a name of a file has no more than this in all. */
const MOST = 256;

/** More marks in a row than this are worth a look; half-width voiced marks of Japanese become such marks. */
const longRun = /[\p{M}\uff9e\uff9f]{32,}/gu;
/** The combining grapheme joiner, which is invisible. */
const JOINER = '\u034f';

/**
 * `String.normalize` in linear time. Marks that follow one letter are sorted, which takes the square of their number, and
 * nothing can interrupt it. So longer runs are cut by a joiner, as in the Stream-Safe Text Format of Unicode (UAX 15).
 */
export function normalise(text: string, form: 'NFC' | 'NFD' | 'NFKC'): string {
  if (text.length <= MOST) return text.normalize(form);
  return text.replace(longRun, cut).normalize(form);
}

function cut(run: string): string {
  if (run.length <= MOST) return run;
  let pieces = '';
  let count = 0;
  for (const mark of run) {
    pieces += mark;
    if (++count % (MOST / 2) === 0) pieces += JOINER;
  }
  return pieces;
}
