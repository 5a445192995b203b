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
  return [...printableJsonPieces(value)].join('');
}

/** {@link printableJson} in pieces: of a long list all of the text at once takes more memory than the list. */
export function* printableJsonPieces(value: unknown): Generator<string, void, void> {
  for (const piece of jsonPieces(value, '')) {
    yield plainJson.test(piece) ? piece : piece.replace(actingInJson, escapedUnits);
  }
}

function escapedUnits(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}

/** Elements of a list that are written at once. */
const AT_ONCE = 500;

/** What `JSON.stringify` makes of a value that lies so deep. Long lists are taken apart, and what has some in it. */
function* jsonPieces(value: unknown, indent: string): Generator<string, void, void> {
  if (!hasLongList(value)) {
    yield indented(JSON.stringify(value, null, 2), indent);
    return;
  }
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at += AT_ONCE) {
      // With the brackets of the slice, each on its line, left out.
      const slice = JSON.stringify(value.slice(at, at + AT_ONCE), null, 2).slice(1, -2);
      yield `${at === 0 ? '[' : ','}${indented(slice, indent)}`;
    }
    yield `\n${indent}]`;
    return;
  }
  let before = '{';
  for (const [key, member] of Object.entries(value)) {
    // JSON has no word for what is left out here.
    if (member === undefined || typeof member === 'function' || typeof member === 'symbol') continue;
    yield `${before}\n${inner}${JSON.stringify(key)}: `;
    yield* jsonPieces(member, inner);
    before = ',';
  }
  yield `\n${indent}}`;
}

/** Text of JSON has line feeds between its values only. */
function indented(json: string, indent: string): string {
  return indent === '' ? json : json.replaceAll('\n', `\n${indent}`);
}

/** Whether a value is a long list, or a plain object with one in it. */
function hasLongList(value: unknown): value is readonly unknown[] | Readonly<Record<string, unknown>> {
  if (Array.isArray(value)) return value.length > AT_ONCE;
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) return false;
  return Object.values(value).some(hasLongList);
}
