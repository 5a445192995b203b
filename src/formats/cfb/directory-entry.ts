import { ByteReader } from '../../core/byte-reader.js';
import { HotfixkitError } from '../../core/errors.js';
import { filetimeToDate } from '../../core/filetime.js';
import { formatGuid } from '../../core/guid.js';

export const DIRECTORY_ENTRY_SIZE = 128;
/** Stream identifier of no entry (NOSTREAM). */
export const NO_ENTRY = 0xffffffff;

export const NO_CLSID = '{00000000-0000-0000-0000-000000000000}';

export const ObjectType = { unused: 0, storage: 1, stream: 2, root: 5 } as const;

/** A directory entry (MS-CFB 2.6.1). */
export interface DirectoryEntry {
  name: string; // Directory Entry Name, UTF-16LE, 64 bytes at 0x00
  objectType: number; // u1 at 0x42
  left: number; // Left Sibling ID, u4 at 0x44
  right: number; // Right Sibling ID, u4 at 0x48
  child: number; // Child ID, u4 at 0x4C
  clsid: string; // 16 bytes at 0x50; zeros for streams, whatever is there
  created: Date | null; // FILETIME at 0x64; null for streams
  modified: Date | null; // FILETIME at 0x6C; null for streams
  startSector: number; // u4 at 0x74
  size: number; // Stream Size, u8 at 0x78: bytes
  stored: Uint8Array; // the whole entry
}

/** Throws `CFB_BAD_DIRECTORY`. `base` is the place of the entry in the directory stream. */
export function parseDirectoryEntry(bytes: Uint8Array, base: number, version: 3 | 4): DirectoryEntry {
  const reader = new ByteReader(bytes, 'Directory Entry', base, 'CFB_BAD_DIRECTORY');
  const nameBytes = reader.take(64);
  const nameLength = reader.u16(); // bytes, terminator included
  const objectType = reader.u8();
  reader.skip(1); // Color Flag: trees in the wild are not always red-black
  const left = reader.u32();
  const right = reader.u32();
  const child = reader.u32();
  // Only storages have a class and times. Skipping those of streams makes reading a directory several times faster.
  const isStorage = objectType === ObjectType.storage || objectType === ObjectType.root;
  const classBytes = reader.take(16);
  const clsid = isStorage ? formatGuid(classBytes) : NO_CLSID;
  reader.skip(4); // State Bits
  const times = reader.take(16);
  const { created, modified } = isStorage ? parseTimes(times) : NO_TIMES;
  const startSector = reader.u32();
  const low = reader.u32();
  const high = reader.u32();
  if (objectType !== ObjectType.unused && (nameLength > 64 || nameLength % 2 !== 0)) {
    throw new HotfixkitError('CFB_BAD_DIRECTORY', 'the name of a directory entry has an impossible length', {
      offset: base + 0x40,
      structure: 'Directory Entry',
      expected: 'an even number up to 64',
      found: nameLength,
    });
  }
  return {
    name: utf16(nameBytes.subarray(0, Math.max(0, nameLength - 2))),
    objectType,
    left,
    right,
    child,
    clsid,
    created,
    modified,
    startSector,
    // Writers of version 3 may leave garbage in the high half (MS-CFB 2.6.1).
    size: version === 3 ? low : high * 2 ** 32 + low,
    stored: bytes,
  };
}

interface Times {
  created: Date | null;
  modified: Date | null;
}

const NO_TIMES: Times = { created: null, modified: null };

function parseTimes(bytes: Uint8Array): Times {
  const reader = new ByteReader(bytes, 'Directory Entry');
  return { created: filetimeToDate(reader.u64()), modified: filetimeToDate(reader.u64()) };
}

function utf16(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i + 1 < bytes.length; i += 2) text += String.fromCharCode(bytes[i]! | (bytes[i + 1]! << 8));
  return text;
}
