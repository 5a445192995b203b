import { isReservedName } from '../core/safe-path.js';
import { withoutTail } from '../core/text-scan.js';

/** The drive or the share at the front of a path; it is no name. */
const front = /^(?:[A-Za-z]:|[\\/]{2}[^\\/]+[\\/]+[^\\/]+)/;

/** Whether Windows leaves something out of a name in a path, or takes one for a device. */
export function isTrimmedOnWindows(path: string): boolean {
  const { pieces, trimmed } = piecesOf(path);
  return pieces.some((piece, i) => piece !== trimmed[i] || isReservedName(piece));
}

/** The names of a path, the separators between them, and what Windows leaves of each. */
export function piecesOf(path: string): { start: string; pieces: string[]; trimmed: string[] } {
  const start = front.exec(path)?.[0] ?? '';
  const pieces = path.slice(start.length).split(/([\\/]+)/);
  const trimmed = pieces.map((piece) => (isDots(piece) ? piece : withoutTail(piece, '. ')));
  return { start, pieces, trimmed };
}

export function isDots(piece: string): boolean {
  return piece === '.' || piece === '..';
}
