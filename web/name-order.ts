/** Names as a person orders them: numbers by their value, in no letter case. */
export const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** The place of each text among all of them; equal ones have the same. */
export function placesOf(texts: readonly string[]): number[] {
  const places = new Map<string, number>();
  let last: string | null = null;
  for (const text of [...new Set(texts)].sort(collator.compare)) {
    const isSame = last !== null && collator.compare(last, text) === 0;
    places.set(text, places.size === 0 ? 0 : isSame ? places.get(last!)! : places.size);
    last = text;
  }
  return texts.map((text) => places.get(text)!);
}
