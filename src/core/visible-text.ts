/**
 * Characters that act on what shows them instead of being shown: controls (C0, DEL, C1), separators of lines and
 * paragraphs, halves of surrogate pairs, and format characters (Unicode category Cf), among them the marks that turn the
 * direction of writing around (`exe.` shown as `.exe`), zero-width ones, the byte order mark and tags. The signs of Cf
 * that enclose Arabic and Syriac numbers are visible and stay.
 */
const acting =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}]|(?![\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}])\p{Cf}/gu;

/** The same but for line feeds, which JSON has between its values alone. */
const actingInJson =
  /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}]|(?![\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}])\p{Cf}/gu;

/** What most text is made of: nothing in it acts. */
const plain = /^[ -~]*$/;

/** The same of JSON in lines. */
const plainJson = /^[ -~\n]*$/;

/** Text from a package for a terminal, on one line: what would act there is written as `\x1b`, `\u202e`, `\u{e0041}`. */
export function printable(text: string): string {
  return withoutActing(text, (character) => {
    const code = character.codePointAt(0)!;
    const digits = code.toString(16);
    if (code <= 0xff) return `\\x${digits.padStart(2, '0')}`;
    return code <= 0xffff ? `\\u${digits.padStart(4, '0')}` : `\\u{${digits}}`;
  });
}

/** Text with something else for each character that acts where it is shown. */
export function withoutActing(text: string, replacement: (character: string) => string): string {
  return plain.test(text) ? text : text.replace(acting, replacement);
}

/** {@link printable} for text of several lines, whose line ends and tabs are meant. */
export function printableLines(text: string): string {
  return text
    .split(/(\r?\n|\t)/)
    .map((part, index) => (index % 2 === 1 ? part : printable(part)))
    .join('');
}

/**
 * A value as JSON that any terminal can show: what would act there is escaped as `\uXXXX`, which is the same value to
 * whoever reads it.
 */
export function printableJson(value: unknown): string {
  const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  const json = JSON.stringify(value, null, 2);
  if (plainJson.test(json)) return json;
  return json.replace(actingInJson, (character) => character.split('').map(escaped).join(''));
}
