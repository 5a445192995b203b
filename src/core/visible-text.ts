/**
 * Characters that control a display instead of being shown: controls (C0, DEL, C1), separators of lines and paragraphs,
 * halves of surrogate pairs, and format characters (Unicode category Cf), among them the marks that turn the direction
 * of writing around (`exe.` shown as `.exe`), zero-width ones, the byte order mark and tags. The signs of Cf that
 * enclose Arabic and Syriac numbers are visible and stay.
 */
const acting =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}]|(?![\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}])\p{Cf}/gu;

/** The same without line feeds, which JSON has only between its values. */
const actingInJson =
  /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}]|(?![\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}])\p{Cf}/gu;

/** Printable ASCII, which most text consists of. */
const plain = /^[ -~]*$/;

/** The same of JSON in lines. */
const plainJson = /^[ -~\n]*$/;

/**
 * Escapes text from a package for a terminal, on one line: control characters are written as `\x1b`, `\u202e`,
 * `\u{e0041}`.
 */
export function printable(text: string): string {
  return withoutActing(text, (character) => {
    const code = character.codePointAt(0)!;
    const digits = code.toString(16);
    if (code <= 0xff) return `\\x${digits.padStart(2, '0')}`;
    return code <= 0xffff ? `\\u${digits.padStart(4, '0')}` : `\\u{${digits}}`;
  });
}

/** Replaces each control character of a text. */
export function withoutActing(text: string, replacement: (character: string) => string): string {
  return plain.test(text) ? text : text.replace(acting, replacement);
}

/** {@link printable} for text of several lines: keeps line ends and tabs. */
export function printableLines(text: string): string {
  return text
    .split(/(\r?\n|\t)/)
    .map((part, index) => (index % 2 === 1 ? part : printable(part)))
    .join('');
}

/**
 * A value as JSON that is safe on a terminal: control characters are escaped as `\uXXXX`, which JSON parsers read as
 * the same value.
 */
export function printableJson(value: unknown): string {
  return [...printableJsonPieces(value)].join('');
}

/** {@link printableJson} in pieces: the whole text of a long list takes more memory than the list. */
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

/**
 * The result of `JSON.stringify` for a value at this depth. Long lists, and objects with one, are split into pieces.
 */
function* jsonPieces(value: unknown, indent: string): Generator<string, void, void> {
  if (!hasLongList(value)) {
    yield indented(JSON.stringify(value, null, 2), indent);
    return;
  }
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at += AT_ONCE) {
      // Without the brackets of the slice, which are on lines of their own.
      const slice = JSON.stringify(value.slice(at, at + AT_ONCE), null, 2).slice(1, -2);
      yield `${at === 0 ? '[' : ','}${indented(slice, indent)}`;
    }
    yield `\n${indent}]`;
    return;
  }
  let before = '{';
  for (const [key, member] of Object.entries(value)) {
    // JSON leaves these values out.
    if (member === undefined || typeof member === 'function' || typeof member === 'symbol') continue;
    yield `${before}\n${inner}${JSON.stringify(key)}: `;
    yield* jsonPieces(member, inner);
    before = ',';
  }
  yield `\n${indent}}`;
}

/** JSON has line feeds only between its values. */
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
