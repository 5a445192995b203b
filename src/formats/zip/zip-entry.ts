/** WinZip's AES extra field (0x9901). */
export interface AesFacts {
  /** 1 has the CRC of the content, 2 only its own check. */
  readonly version: 1 | 2;
  /** Bytes of key: 16, 24 or 32. */
  readonly keyLength: number;
}

/** One file of a zip archive, as the central directory has it (APPNOTE.TXT 4.3.12). */
export interface ZipEntry {
  /** Decoded, `/` between the parts. May be anything at all: not fit to be a path. */
  readonly name: string;
  /** A folder by itself: a name that ends in `/`. */
  readonly isFolder: boolean;
  /** A symbolic link as Unix archivers store them. */
  readonly isLink: boolean;
  /** Bytes when unpacked. */
  readonly size: number;
  readonly compressedSize: number;
  readonly crc32: number;
  /** What is beneath the encryption: 0 stored, 8 deflate, 9 Deflate64, others by their numbers. */
  readonly method: number;
  readonly encryption: 'none' | 'ZipCrypto' | AesFacts;
  /** The byte that ends ZipCrypto's header. */
  readonly checkByte: number;
  /** Offset of the local file header in the archive. */
  readonly headerOffset: number;
  /** UTC where the archive says so, otherwise local time of its maker, read as UTC. */
  readonly modified: Date | null;
}

/** Names of the methods that archives are met with (APPNOTE.TXT 4.4.5). */
const methods: Readonly<Record<number, string>> = {
  0: 'stored',
  1: 'Shrink',
  2: 'Reduce',
  3: 'Reduce',
  4: 'Reduce',
  5: 'Reduce',
  6: 'Implode',
  8: 'deflate',
  9: 'Deflate64',
  10: 'PKWARE DCL Implode',
  12: 'BZIP2',
  14: 'LZMA',
  16: 'IBM CMPSC',
  18: 'IBM TERSE',
  19: 'IBM LZ77',
  93: 'Zstandard',
  94: 'MP3',
  95: 'XZ',
  96: 'JPEG',
  97: 'WavPack',
  98: 'PPMd',
};

export function zipMethodName(method: number): string {
  return methods[method] ?? `method ${method}`;
}
