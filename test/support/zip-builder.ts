import { createCipheriv, createHmac, pbkdf2Sync } from 'node:crypto';
import { crc32, deflateRawSync } from 'node:zlib';
import { formatDosDateTime } from './dos-date-time.js';

/*
 * Writes zip archives (APPNOTE.TXT) for tests: stored and deflated files, ZipCrypto and WinZip's AES, zip64, stubs before
 * and bytes behind, and most of what a damaged or hostile archive needs. Nothing here is shared with the reader.
 */

export interface ZipFilePlan {
  name: string;
  nameBytes?: Uint8Array;
  bytes?: Uint8Array | string;
  /** Default deflate (8); for others `bytes` go in as they are. */
  method?: number;
  /** Read as UTC; 2010-01-25 06:27 where absent. */
  modified?: Date;
  password?: string;
  /** With `password`: AES of so many bits instead of ZipCrypto; `aesVersion` 1 or 2. */
  aes?: 128 | 192 | 256;
  aesVersion?: 1 | 2;
  /** The header's CRC and sizes follow the content, as when an archive is written to a pipe. */
  descriptor?: boolean;
  /** Flags besides those that follow from the rest; UTF-8 (0x800) is one of them. */
  flags?: number;
  /** The extra field of the central directory. */
  extra?: Uint8Array;
  /** Unix mode; the entry says that it was made on Unix. */
  mode?: number;
  /** Attributes of MS-DOS. */
  attributes?: number;
  /** What the directory says instead of the truth. */
  crc?: number;
  size?: number;
  compressedSize?: number;
  /** Offset of the local header, in the archive. */
  offset?: number;
  /** What the local header says instead of what the directory says. */
  local?: { name?: string; crc?: number; size?: number; compressedSize?: number; method?: number };
  /** Whether the directory leaves it out. */
  unlisted?: boolean;
}

export interface ZipPlan {
  files: ZipFilePlan[];
  comment?: string;
  /** What stands before the archive. */
  before?: Uint8Array;
  /** Whether offsets count from the start of the file instead of the archive's. */
  fromFileStart?: boolean;
  /** What follows the archive. */
  behind?: Uint8Array;
  zip64?: boolean;
  /** Number of this disk. */
  disk?: number;
  /** Number of entries, where it is not to be the true one. */
  count?: number;
}

const NOT_YET = 0xffffffff;

export function buildZip(plan: ZipPlan): Uint8Array {
  const base = plan.fromFileStart ? (plan.before?.length ?? 0) : 0;
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  const put = (bytes: Uint8Array): void => {
    parts.push(bytes);
    at += bytes.length;
  };
  for (const file of plan.files) {
    const name = file.nameBytes ?? new TextEncoder().encode(file.name);
    const plain =
      typeof file.bytes === 'string'
        ? new TextEncoder().encode(file.bytes)
        : (file.bytes ?? new Uint8Array());
    const method = file.method ?? 8;
    const packed = method === 8 ? deflateRawSync(plain) : plain;
    const crc = crc32(plain);
    const { date, time } = formatDosDateTime(file.modified ?? new Date(Date.UTC(2010, 0, 25, 6, 27)));
    const flags =
      (file.password === undefined ? 0 : 1) |
      (file.descriptor ? 8 : 0) |
      (file.nameBytes || /^[\0-\x7f]*$/.test(file.name) ? 0 : 0x800) |
      (file.flags ?? 0);
    const aesVersion = file.aesVersion ?? 2;
    const data =
      file.password === undefined
        ? packed
        : file.aes
          ? encryptAes(packed, file.password, file.aes)
          : encryptZipCrypto(packed, file.password, file.descriptor ? time >>> 8 : crc >>> 24);
    const aesField = file.aes
      ? fields(
          [2, 0x9901],
          [2, 7],
          [2, aesVersion],
          [1, 0x41],
          [1, 0x45],
          [1, file.aes / 64 - 1],
          [2, method],
        )
      : new Uint8Array();
    const storedCrc = file.crc ?? (file.aes && aesVersion === 2 ? 0 : crc);
    const size = file.size ?? plain.length;
    const compressedSize = file.compressedSize ?? data.length;
    const headerOffset = base + (file.offset ?? at);
    const localName = file.local?.name === undefined ? name : new TextEncoder().encode(file.local.name);
    const shared = (inDirectory: boolean): [number, number][] => {
      const later = !inDirectory && file.descriptor;
      const own = inDirectory ? {} : (file.local ?? {});
      return [
        [2, file.aes ? 51 : 20],
        [2, flags],
        [2, own.method ?? (file.aes ? 99 : method)],
        [2, time],
        [2, date],
        [4, later ? 0 : (own.crc ?? storedCrc)],
        [4, later ? 0 : plan.zip64 && inDirectory ? NOT_YET : (own.compressedSize ?? compressedSize)],
        [4, later ? 0 : plan.zip64 && inDirectory ? NOT_YET : (own.size ?? size)],
        [2, inDirectory ? name.length : localName.length],
      ];
    };
    // The local header has an extra field of its own length: nobody may count on the directory's.
    const localExtra = join(aesField, fields([2, 0x7777], [2, 3], [1, 1], [1, 2], [1, 3]));
    put(join(fields([4, 0x04034b50], ...shared(false), [2, localExtra.length]), localName, localExtra, data));
    if (file.descriptor) put(fields([4, 0x08074b50], [4, storedCrc], [4, compressedSize], [4, size]));
    const zip64Field = plan.zip64
      ? fields([2, 1], [2, 24], [8, size], [8, compressedSize], [8, headerOffset])
      : new Uint8Array();
    const extra = join(zip64Field, aesField, file.extra ?? new Uint8Array());
    if (file.unlisted) continue;
    directory.push(
      join(
        fields(
          [4, 0x02014b50],
          [2, file.mode === undefined ? 20 : 0x314],
          ...shared(true),
          [2, extra.length],
          [2, 0],
          [2, 0],
          [2, 0],
          [4, (file.mode === undefined ? 0 : file.mode * 0x10000) + (file.attributes ?? 0)],
          [4, plan.zip64 ? NOT_YET : headerOffset],
        ),
        name,
        extra,
      ),
    );
  }
  const directoryOffset = base + at;
  const entries = join(...directory);
  put(entries);
  const count = plan.count ?? directory.length;
  if (plan.zip64) {
    const recordOffset = base + at;
    put(
      fields(
        [4, 0x06064b50],
        [8, 44],
        [2, 45],
        [2, 45],
        [4, 0],
        [4, 0],
        [8, count],
        [8, count],
        [8, entries.length],
        [8, directoryOffset],
      ),
    );
    put(fields([4, 0x07064b50], [4, 0], [8, recordOffset], [4, 1]));
  }
  const comment = new TextEncoder().encode(plan.comment ?? '');
  const short = (value: number): number => (plan.zip64 ? 0xffff : value);
  const long = (value: number): number => (plan.zip64 ? NOT_YET : value);
  const disk = plan.disk ?? 0;
  put(
    join(
      fields(
        [4, 0x06054b50],
        [2, disk],
        [2, disk],
        [2, short(count)],
        [2, short(count)],
        [4, long(entries.length)],
        [4, long(directoryOffset)],
        [2, comment.length],
      ),
      comment,
    ),
  );
  return join(plan.before ?? new Uint8Array(), ...parts, plan.behind ?? new Uint8Array());
}

/** Numbers, little-endian: how many bytes and the value of each. */
export function fields(...values: [number, number][]): Uint8Array {
  const bytes: number[] = [];
  for (const [length, value] of values) {
    let rest = value;
    for (let i = 0; i < length; i++) {
      bytes.push(rest % 256);
      rest = Math.floor(rest / 256);
    }
  }
  return Uint8Array.from(bytes);
}

export function join(...parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}

/** APPNOTE.TXT 6.1, with zlib's CRC for its steps. */
function encryptZipCrypto(bytes: Uint8Array, password: string, check: number): Uint8Array {
  let [a, b, c] = [0x12345678, 0x23456789, 0x34567890];
  const step = (crc: number, byte: number): number => ~crc32(Uint8Array.of(byte), ~crc >>> 0);
  const stir = (byte: number): void => {
    a = step(a, byte);
    b = Number((BigInt((b + (a & 255)) >>> 0) * 134775813n + 1n) & 0xffffffffn);
    c = step(c, b >>> 24);
  };
  for (const byte of Buffer.from(password)) stir(byte);
  const plain = join(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, check & 255), bytes);
  return plain.map((byte) => {
    const low = (c & 0xffff) | 2;
    const mask = Number((BigInt(low) * BigInt(low ^ 1)) >> 8n) & 255;
    stir(byte);
    return byte ^ mask;
  });
}

/** WinZip's AE-1 and AE-2. */
function encryptAes(bytes: Uint8Array, password: string, bits: number): Uint8Array {
  const keyLength = bits / 8;
  const salt = Uint8Array.from({ length: keyLength / 2 }, (_, i) => i * 7 + 1);
  const key = pbkdf2Sync(password, salt, 1000, 2 * keyLength + 2, 'sha1');
  const encrypted = Uint8Array.from(bytes);
  for (let block = 0; block * 16 < bytes.length; block++) {
    const cipher = createCipheriv(`aes-${bits}-ecb`, key.subarray(0, keyLength), null).setAutoPadding(false);
    const mask = cipher.update(fields([8, block + 1], [8, 0]));
    for (let i = block * 16; i < Math.min(bytes.length, block * 16 + 16); i++) encrypted[i]! ^= mask[i % 16]!;
  }
  const check = createHmac('sha1', key.subarray(keyLength, 2 * keyLength))
    .update(encrypted)
    .digest();
  return join(salt, key.subarray(2 * keyLength), encrypted, check.subarray(0, 10));
}
