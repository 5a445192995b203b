import { HotfixkitError } from '../core/errors.js';
import { isReservedName } from '../core/safe-path.js';
import { withoutTail } from '../core/text-scan.js';

/** The drive or the share at the front of a path; it is no name. */
const front = /^(?:[A-Za-z]:|[\\/]{2}[^\\/]+[\\/]+[^\\/]+)/;

/** What no name of a file can have in it on Windows. A colon would name a hidden stream of the file. */
const refused = /[<>:"|?*\u0000-\u001f]/;

/**
 * Refuses a path to write to by which other programs of Windows could not find the file again. Node passes paths to the
 * system as they are. All others leave out dots and blanks at the end of a name and take `con` and `nul` in any folder for
 * devices. A path that begins with `\\?\` asks for exactly this name.
 *
 * `path` is as it was typed: what is said is about its own names, not about those of the current folder. Throws
 * `PATH_UNREACHABLE`.
 */
export function refuseUnreachable(path: string, platform: string = process.platform): void {
  if (platform !== 'win32' || /^[\\/]{2}[?.][\\/]/.test(path)) return;
  const drive = /^([A-Za-z]):(?![\\/])(.*)$/s.exec(path);
  if (drive) {
    const root = `${drive[1]}:\\`;
    throw unreachable(
      path,
      `without a backslash, ${drive[1]}: is the current folder of that drive; give ${root}${drive[2] || ' for its root, or a folder on it'}`,
    );
  }
  const { start, pieces, trimmed } = piecesOf(path);
  for (const [i, piece] of pieces.entries()) {
    if (piece === '' || isDots(piece) || /^[\\/]/.test(piece)) continue;
    const character = refused.exec(piece)?.[0];
    if (character !== undefined) {
      throw unreachable(path, `no name can have ${JSON.stringify(character)} in it on Windows`);
    }
    if (isReservedName(trimmed[i]!)) {
      throw unreachable(
        path,
        `${JSON.stringify(piece)} is the name of a device on Windows, in any folder and with any extension; choose another name`,
      );
    }
    if (trimmed[i] !== piece) {
      throw unreachable(
        path,
        `other programs could not open ${JSON.stringify(piece)}, because Windows leaves out dots and blanks at the end of a name; give ${JSON.stringify(start + trimmed.join('')).replaceAll('\\\\', '\\')}`,
      );
    }
  }
}

/** Whether Windows leaves something out of a name in a path, or takes one for a device. */
export function isTrimmedOnWindows(path: string): boolean {
  const { pieces, trimmed } = piecesOf(path);
  return pieces.some((piece, i) => piece !== trimmed[i] || isReservedName(piece));
}

/** The names of a path, the separators between them, and what Windows leaves of each. */
function piecesOf(path: string): { start: string; pieces: string[]; trimmed: string[] } {
  const start = front.exec(path)?.[0] ?? '';
  const pieces = path.slice(start.length).split(/([\\/]+)/);
  const trimmed = pieces.map((piece) => (isDots(piece) ? piece : withoutTail(piece, '. ')));
  return { start, pieces, trimmed };
}

function isDots(piece: string): boolean {
  return piece === '.' || piece === '..';
}

function unreachable(file: string, message: string): HotfixkitError {
  return new HotfixkitError('PATH_UNREACHABLE', message, { file });
}
