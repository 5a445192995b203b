import type { ByteReader } from '../../core/byte-reader.js';
import { decodeText } from '../../core/code-page.js';
import { type DosDateTime, parseDosDateTime } from '../../core/dos-date-time.js';
import { HotfixkitError } from '../../core/errors.js';
import { readCabinetString } from './cabinet-string.js';

/** Bytes of a CFFILE without its name. */
export const CF_FILE_LENGTH = 16;

const CONTINUED_FROM_PREVIOUS = 0xfffd;
const CONTINUED_TO_NEXT = 0xfffe;
const CONTINUED_BOTH = 0xffff;

const UTF_8 = 65001;

/** Bits of CFFILE.attribs. */
export const FileAttributes = {
  readOnly: 0x01,
  hidden: 0x02,
  system: 0x04,
  archive: 0x20,
  execute: 0x40,
  nameIsUtf8: 0x80,
} as const;

/** CFFILE (MS-CAB 2.3). */
export interface CfFile {
  /** Decoded; `\` between folders, as stored. Not validated: unsafe as a path. */
  name: string;
  /** Bytes when decoded. // cbFile, u4 at 0x00 */
  size: number;
  /** Where the file starts in the output of its folder. // uoffFolderStart, u4 at 0x04 */
  folderOffset: number;
  /** Index of its folder in this cabinet, markers resolved. // iFolder, u2 at 0x08 */
  folderIndex: number;
  /** Local time of the cabinet's creator; null if the fields are not a time. // date, time, u2 at 0x0A and 0x0C */
  modified: DosDateTime | null;
  /** Bits: 1 read-only, 2 hidden, 4 system, 0x20 archive, 0x40 execute, 0x80 the name is UTF-8. // attribs, u2 at 0x0E */
  attributes: number;
  /** The file begins in the previous cabinet of the set, or ends in the next one. */
  continuedFromPrevious: boolean;
  continuedToNext: boolean;
}

/** Names without the UTF-8 attribute are in `codePage`. Throws `CAB_TRUNCATED`, `CAB_BAD_FILE`. */
export function readCfFile(reader: ByteReader, folderCount: number, codePage: number): CfFile {
  const offset = reader.offset;
  const size = reader.u32();
  const folderOffset = reader.u32();
  const storedIndex = reader.u16();
  const date = reader.u16();
  const time = reader.u16();
  const attributes = reader.u16();
  const nameBytes = readCabinetString(reader, 'CFFILE', 'CAB_BAD_FILE');
  const name = decodeText(nameBytes, (attributes & FileAttributes.nameIsUtf8) !== 0 ? UTF_8 : codePage);
  if (name === '') {
    throw new HotfixkitError('CAB_BAD_FILE', 'a file has no name', { offset, structure: 'CFFILE' });
  }

  const continuedFromPrevious = storedIndex === CONTINUED_FROM_PREVIOUS || storedIndex === CONTINUED_BOTH;
  const continuedToNext = storedIndex === CONTINUED_TO_NEXT || storedIndex === CONTINUED_BOTH;
  const folderIndex = continuedFromPrevious ? 0 : continuedToNext ? folderCount - 1 : storedIndex;
  if (folderIndex >= folderCount || (storedIndex === CONTINUED_BOTH && folderCount !== 1)) {
    throw new HotfixkitError('CAB_BAD_FILE', 'a file is in a folder that does not exist', {
      entry: name,
      offset,
      structure: 'CFFILE',
      expected: `fewer than ${folderCount}`,
      found: storedIndex,
    });
  }
  return {
    name,
    size,
    folderOffset,
    folderIndex,
    modified: parseDosDateTime(date, time),
    attributes,
    continuedFromPrevious,
    continuedToNext,
  };
}
