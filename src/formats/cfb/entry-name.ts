/** The order of names in a storage (MS-CFB 2.6.4): shorter first, then by upper-case UTF-16 units. */
export function compareEntryNames(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  for (let i = 0; i < a.length; i++) {
    const difference = upperUnit(a, i) - upperUnit(b, i);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Characters with simple or no letter case: ASCII and the packed names of streams (U+3800 to U+4840). */
const SIMPLE = /^[\0-\x7f\u3000-\u9fff]*$/;

/** A key that is equal for names that a storage treats as equal. */
export function foldEntryName(name: string): string {
  if (SIMPLE.test(name)) return name.toUpperCase();
  let folded = '';
  for (let i = 0; i < name.length; i++) folded += String.fromCharCode(upperUnit(name, i));
  return folded;
}

/** Simple case conversion: a unit that would become several (`ß`) does not change. */
function upperUnit(text: string, index: number): number {
  const upper = text[index]!.toUpperCase();
  return upper.length === 1 ? upper.charCodeAt(0) : text.charCodeAt(index);
}
