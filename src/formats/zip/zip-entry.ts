/** General purpose bits (APPNOTE.TXT 4.4.4). */
export const Flags = {
  encrypted: 1,
  descriptor: 8,
  strong: 0x2040,
  yauzlRefuses: 0x40,
  utf8: 0x800,
} as const;
/** The method that the headers of a file with AES state (APPNOTE.TXT, appendix E). */
export const AES_METHOD = 99;

/** WinZip's AES extra field (0x9901). */
export interface AesFacts {
  /** 1 has the CRC of the content, 2 only the authentication code. */
  readonly version: 1 | 2;
  /** Bytes of key: 16, 24 or 32. */
  readonly keyLength: number;
}

/** One file of a zip archive, as the central directory lists it (APPNOTE.TXT 4.3.12). */
export interface ZipEntry {
  /** Decoded, `/` between the parts. Not validated: unsafe as a path. */
  readonly name: string;
  /** A folder entry: the name ends in `/`. */
  readonly isFolder: boolean;
  /** A symbolic link as Unix archivers store them. */
  readonly isLink: boolean;
  /** Bytes when unpacked. */
  readonly size: number;
  readonly compressedSize: number;
  readonly crc32: number;
  /** Compression method beneath any encryption: 0 stored, 8 deflate, 9 Deflate64, others by number. */
  readonly method: number;
  readonly encryption: 'none' | 'ZipCrypto' | AesFacts;
  /** The byte that ends ZipCrypto's header. */
  readonly checkByte: number;
  /** Offset of the local file header in the archive. */
  readonly headerOffset: number;
  /** UTC if the archive states UTC, otherwise the creator's local time, read as UTC. */
  readonly modified: Date | null;
}

/** Names of the methods found in archives (APPNOTE.TXT 4.4.5). */
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
