import { type ByteSource, readInto } from '../../core/byte-source.js';
import { HotfixkitError } from '../../core/errors.js';

/** What other files begin with, as Latin-1, and what to do with them. */
const formats: readonly (readonly [magic: string, what: string, advice: string])[] = [
  [
    '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1',
    'a compound file, as packages and patches are',
    '"info" and "verify" read those',
  ],
  ['MSCF', 'a cabinet', 'extract its logs first'],
  ['PK\x03\x04', 'a zip archive', 'extract its logs first'],
  ['PK\x05\x06', 'a zip archive', 'extract its logs first'],
  ['\x1f\x8b', 'a gzip archive', 'extract its logs first'],
  ['7z\xbc\xaf\x27\x1c', 'a 7z archive', 'extract its logs first'],
  ['Rar!\x1a\x07', 'a RAR archive', 'extract its logs first'],
  ['ElfFile\0', 'a Windows event log', 'save it as text in Event Viewer'],
  ['%PDF-', 'a PDF document', 'save its text'],
];

/** Throws `DIAGNOSE_NOT_A_LOG` for a file that is known to be something else: nothing would be found in it. */
export function refuseOtherFormat(source: ByteSource, file: string): void {
  const head = new Uint8Array(Math.min(64, source.size));
  readInto(source, 0, head);
  const start = String.fromCharCode(...head);
  const found =
    formats.find(([magic]) => start.startsWith(magic)) ??
    (isProgram(start) ? (['MZ', 'a program', '"info" and "versions" read those'] as const) : undefined);
  if (!found) return;
  const [, what, advice] = found;
  throw new HotfixkitError('DIAGNOSE_NOT_A_LOG', `this is ${what}, not a log; ${advice}`, { file });
}

/** The header of a program has zero bytes; a log that begins with these letters has none. */
function isProgram(start: string): boolean {
  return start.startsWith('MZ') && start.includes('\0');
}
