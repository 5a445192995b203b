import { HotfixkitError, shortened, type Warning } from './errors.js';
import { normalise } from './normalise.js';
import { checkPathLimits } from './path-limits.js';
import { withoutTail } from './text-scan.js';

/** Names that Windows gives to devices, whatever their extension. */
const devices =
  /^(con|prn|aux|nul|clock\$|conin\$|conout\$|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3])$/i;

/** Characters that Windows refuses in a name, and others that no name should have. */
const unsafe =
  /[<>:"|?*\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|\p{Surrogate}/gu;

/** {@link pathKey} of the prefix of this program's staging folders. */
const OWN = '.HOTFIXKIT-';

/** Longest name of one file or folder: 255 UTF-16 units on NTFS, 255 bytes on most other systems. */
const NAME_LIMIT = 255;

/** A path that can be written on every system. */
export interface SafePath {
  /** Relative, `/` between the parts, never empty, usable on every system. */
  path: string;
  /** `PATH_RENAMED` where the name had to be altered. */
  warning: Warning | null;
}

/**
 * One rule makes any name from a package safe, the same on every system, so that an output never depends on where it
 * was made:
 *
 * - `/` and `\` both separate; empty parts and `.` are removed, so that absolute paths become relative;
 * - a drive letter loses its colon and `..` becomes `xx` (as cabextract writes it): nothing leaves the output folder;
 * - `< > : " | ? *` and control characters become `_`, as does a trailing dot or blank, which Windows would drop, and what
 *   makes a name look like another one: separators of lines, marks that turn the direction of writing, half surrogates;
 * - a device name (`CON`, `nul.txt`, `LPT1`) gets a `_` in front, and so does a name that is kept for this program.
 *
 * Throws `PATH_UNSAFE` where nothing is left of the name, a part is longer than 255, or the path is longer or deeper than
 * any that can be used.
 *
 * @example
 * import { safePath } from 'hotfixkit/package';
 *
 * console.log(safePath('..\\con.txt').path);
 */
export function safePath(name: string): SafePath {
  if (isPlainName(name)) return { path: name, warning: null };
  checkPathLimits(name);
  const { parts, isAltered } = safeParts(name, name);
  if (parts.length === 0) throw unusable(name);
  return safePathOf(name, parts.join('/'), isAltered);
}

/** The parts of a name or of a folder in front of one, as {@link safePath} makes them; `name` is for the message. */
export function safeParts(text: string, name: string): { parts: string[]; isAltered: boolean } {
  const given = text.split(/[\\/]/).filter((part) => part !== '' && part !== '.');
  // The length is checked before characters are replaced, which may take several passes.
  if (given.some((part) => part.length > NAME_LIMIT)) throw tooLong(name);
  const parts = given.map(safeName);
  // A unit is three bytes at most.
  if (
    parts.some((part) => part.length > NAME_LIMIT / 3 && new TextEncoder().encode(part).length > NAME_LIMIT)
  ) {
    throw tooLong(name);
  }
  return { parts, isAltered: /^[\\/]/.test(text) || parts.some((part, i) => part !== given[i]) };
}

/** Adds a warning if the path differs from the name. */
export function safePathOf(name: string, path: string, isAltered: boolean): SafePath {
  if (!isAltered) return { path, warning: null };
  const message = `written as ${JSON.stringify(path)}: the name is not safe as it is`;
  return { path, warning: { code: 'PATH_RENAMED', message, entry: name } };
}

function unusable(name: string): HotfixkitError {
  return new HotfixkitError('PATH_UNSAFE', 'a file has no usable name', { entry: name });
}

/** Whether a name means a folder: its last part is `.`, or it has only that part. */
export function meansOwnFolder(name: string): boolean {
  if (/[^./\\][/\\]\.$/.test(name)) return true;
  return (
    name !== '' &&
    name.length <= NAME_LIMIT &&
    /^[./\\]+$/.test(name) &&
    name.split(/[\\/]/).every((part) => part === '' || part === '.')
  );
}

/**
 * The file that Windows means by the name of a file: it drops dots and blanks at the end, and what follows a colon is a
 * stream of the file in front of it. Null where that is the name itself.
 */
export function nameOnWindows(name: string): string | null {
  if (isPlainName(name)) return null;
  const colon = name.indexOf(':');
  const meant = withoutTail(colon < 0 ? name : name.slice(0, colon), '. ');
  return meant === name || meant === '' ? null : meant;
}

function tooLong(name: string): HotfixkitError {
  return new HotfixkitError('PATH_UNSAFE', `a name is longer than ${NAME_LIMIT} bytes`, {
    entry: shortened(name),
  });
}

function safeName(part: string): string {
  if (isPlainName(part)) return part;
  if (part === '..') return 'xx';
  if (/^[a-z]:$/i.test(part)) return part.slice(0, 1);
  const allowed = part.replace(unsafe, '_');
  const plain = withoutTail(allowed, '. ').padEnd(allowed.length, '_');
  return isReservedName(plain) || pathKey(plain).startsWith(OWN) ? `_${plain}` : plain;
}

/**
 * A fast check for names that are safe: letters, digits, `_` and single marks between them. Most names pass, and
 * packages have a hundred thousand of them. False does not mean unsafe.
 */
export function isPlainName(name: string): boolean {
  return name.length <= PLAIN_LENGTH && plainName.test(name) && !isReservedName(name);
}

const PLAIN_LENGTH = 64;
const plainName = /^\w+(?:[.-]\w+)*$/;

/** First letters of all devices. */
const mayBeDevice = /^[acnlp]/i;

/** Whether Windows treats a name as a device, whatever its extension. */
export function isReservedName(part: string): boolean {
  if (!mayBeDevice.test(part)) return false;
  return devices.test(part.split('.')[0]!.trimEnd());
}

const ASCII = /^[\0-\x7f]*$/;

/**
 * The key under which Windows would find a path: two paths with the same key are the same file there. Folders that
 * differ only in letter case are one folder.
 */
export function pathKey(path: string): string {
  if (ASCII.test(path)) return path.toUpperCase();
  // Unit by unit, as Windows compares: its upper case of ß is not SS.
  return normalise(path, 'NFC').replace(/./gsu, (character) => {
    const upper = character.toUpperCase();
    return upper.length === character.length ? upper : character;
  });
}
