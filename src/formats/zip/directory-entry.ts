/** One header of the central directory (APPNOTE.TXT 4.3.12), its values as they are there, those of Zip64 in place. */
export interface DirectoryEntry {
  readonly versionMadeBy: number;
  readonly generalPurposeBitFlag: number;
  readonly compressionMethod: number;
  readonly lastModFileTime: number;
  readonly lastModFileDate: number;
  readonly crc32: number;
  readonly compressedSize: number;
  readonly uncompressedSize: number;
  readonly externalFileAttributes: number;
  readonly relativeOffsetOfLocalHeader: number;
  /** Not decoded. */
  readonly fileName: Uint8Array;
  readonly extraFields: readonly { readonly id: number; readonly data: Uint8Array }[];
  /** The time in the extra fields of Unix or NTFS, else that of MS-DOS, read as UTC. */
  modified(): Date;
}
