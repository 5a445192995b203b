/*
 * What a regular expression with `+$` or `\s*x` would do in time that grows with the square of a run: a search tries such
 * an expression again at each character of the run. These look at each character once.
 */

/** The start of the run of `characters` at the end of a text; the length of the text if there is none. */
export function startOfTail(text: string, characters: string): number {
  let end = text.length;
  while (end > 0 && characters.includes(text[end - 1]!)) end--;
  return end;
}

/** A text without the run of `characters` at its end. */
export function withoutTail(text: string, characters: string): string {
  return text.slice(0, startOfTail(text, characters));
}
