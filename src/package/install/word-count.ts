/** Bits of the Word Count summary property of an installation package (win32 docs, "Word Count Summary Property"). */
export const WordCount = {
  /** Source files and folders have short names. */
  shortNames: 1,
  /** Files are in cabinets, and every source folder is the source's root. */
  compressed: 2,
  /** The package is an administrative image. */
  administrativeImage: 4,
  /** Elevated privileges are not needed to install. */
  noElevation: 8,
} as const;

/** Bits of File.Attributes (win32 docs, "File Table"). */
export const FileAttributes = {
  readOnly: 1,
  hidden: 2,
  system: 4,
  vital: 512,
  checksum: 1024,
  patchAdded: 4096,
  noncompressed: 8192,
  compressed: 16384,
} as const;
