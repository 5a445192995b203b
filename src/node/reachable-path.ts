import { existsSync } from 'node:fs';
import { HotfixkitError } from '../core/errors.js';
import { isReservedName } from '../core/safe-path.js';
import { withoutTail } from '../core/text-scan.js';
import { isDots, piecesOf } from './trimmed-names.js';
import { deviceOf, isVerbatim, withoutPrefix } from './windows-prefix.js';

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
  if (platform !== 'win32') return;
  refuseDevice(path, platform);
  refuseServer(path, platform);
  if (isVerbatim(path, platform)) return;
  const drive = /^([A-Za-z]):(?![\\/])(.*)$/s.exec(path);
  if (drive) {
    const root = `${drive[1]}:\\`;
    throw unreachable(
      path,
      `without a backslash, ${drive[1]}: is the current folder of that drive; give ${root}${drive[2] || ' for its root, or a folder on it'}`,
    );
  }
  const { start, pieces, trimmed } = piecesOf(withoutPrefix(path, platform));
  for (const [i, piece] of pieces.entries()) {
    if (piece === '' || isDots(piece) || /^[\\/]/.test(piece)) continue;
    const character = refused.exec(piece)?.[0];
    if (character !== undefined) {
      throw unreachable(
        path,
        `no name can have ${JSON.stringify(character)} in it on Windows${adviceOn(character)}`,
      );
    }
    if (isReservedName(trimmed[i]!)) {
      throw unreachable(
        path,
        `${JSON.stringify(piece)} is the name of a device on Windows, in any folder and with any extension; choose another name`,
      );
    }
    if (trimmed[i] === '') {
      throw unreachable(
        path,
        `no name on Windows consists of dots and blanks, like ${JSON.stringify(piece)}; choose another name`,
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

/**
 * {@link refuseUnreachable} for a path to read that leads to nothing: says what was meant, where that is the reason. What lies
 * within a file (`a.exe!b.msi`) and patterns are no matter of Windows.
 */
export function refuseMistaken(path: string, platform: string = process.platform): void {
  if (platform !== 'win32' || path === '') return;
  refuseDevice(path, platform);
  refuseServer(path, platform);
  if (existsSync(path)) return;
  const file = path.split(/[!#]/)[0]!;
  if (file.includes('"')) refuseUnreachable(file, platform);
  if (!refused.test(withoutTail(file.slice(piecesOf(file).start.length), ':')) && !existsSync(file))
    refuseUnreachable(file, platform);
}

/** cmd.exe gives `"C:\a b\" x` to a program as one word with a mark in it. */
function adviceOn(character: string): string {
  return character === '"'
    ? '; a backslash before the closing quotation mark makes that mark part of the path: leave the backslash out, or type two'
    : '';
}

function refuseDevice(path: string, platform: string): void {
  const kind = deviceOf(path, platform);
  if (kind === 'device')
    throw unreachable(path, 'this names a device of Windows and no file; give the path of a file or folder');
  if (kind === 'volume') {
    throw unreachable(
      path,
      'a volume as a whole cannot be opened by this name; give its drive letter, or a folder on the volume',
    );
  }
}

/** Node takes a path that begins as that of a share, and names none, for one from the root of the current drive. */
function refuseServer(path: string, platform: string): void {
  if (!/^[\\/]{2}(?![^\\/]+[\\/]+[^\\/])/.test(withoutPrefix(path, platform))) return;
  throw unreachable(
    path,
    'this names no share; give \\\\server\\share, or one backslash in front for the root of the current drive',
  );
}

function unreachable(file: string, message: string): HotfixkitError {
  return new HotfixkitError('PATH_UNREACHABLE', message, { file });
}
