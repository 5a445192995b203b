const ASCII = /^[\0-\x7f]*$/;

/**
 * The key by which Windows compares names of files: names with one key are one name there. NTFS compares UTF-16 unit by
 * unit in upper case, by a table of one unit for one unit that the volume has ($UpCase; [MS-FSA] 2.1.5, "case-insensitive"
 * comparison). It knows no other forms of a letter: no normalisation, `ß` is not `SS`, the Kelvin sign and the long `ſ` are not
 * `K` and `S`, `ı` and `İ` are not `I`.
 *
 * The table is made of the simple upper case of Unicode as far as it leads back: the lower case of the result has to be the
 * letter. The final sigma is the one exception. Alphabets that got capitals after the table (Georgian, Cherokee) have none.
 *
 * Whether two files can lie in one folder on every system is another question: `pathKey` joins more names.
 */
export function nameKey(name: string): string {
  if (ASCII.test(name)) return name.toUpperCase();
  return name.replace(/[^\0-\x7f]|[a-z]+/g, (unit) => (unit < '\x80' ? unit.toUpperCase() : upperUnit(unit)));
}

/** Whether Windows takes two names of files for the same. */
export function isSameName(a: string, b: string): boolean {
  return a === b || nameKey(a) === nameKey(b);
}

const FINAL_SIGMA = 'ς';
/** Lower-case letters whose capitals are younger than the table: Georgian, Cherokee. */
const withoutCapital = /[\u10d0-\u10ff\u13f8-\u13fd\uab70-\uabbf]/;

function upperUnit(unit: string): string {
  if (unit === FINAL_SIGMA) return 'Σ';
  const upper = unit.toUpperCase();
  return upper.length === 1 && upper.toLowerCase() === unit && !withoutCapital.test(unit) ? upper : unit;
}
