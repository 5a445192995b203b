import type { Archive, ArchiveFile, FilePart as ArchiveFilePart } from '../archive/archive.js';
import type { ContainerKind } from '../archive/container.js';
import type { OpenedSource } from './install/source-folder.js';

/** The kind of a package, by its bytes. */
export type PackageKind = 'msi' | 'msm' | 'msp' | 'mst' | 'folder' | ContainerKind;

/** The facts that a package states about one of its files. Paths are relative, `/` between the parts. */
export interface PackageFileFacts {
  /** File.File of a database, the member's name in a cabinet, the path in a folder. */
  readonly key: string;
  /** Long name without folders. */
  readonly name: string;
  /** The installed path, long names. Null if the package does not state it. */
  readonly targetPath: string | null;
  /** The path in an administrative image, long names. */
  readonly sourcePath: string | null;
  /** The same with short names, if the package has them. */
  readonly sourceShortPath: string | null;
  /** Bytes, as the package states. */
  readonly size: number;
  /** File.Version: a version, or the key of the companion file whose version applies. */
  readonly version: string | null;
  /** File.Language: decimal language identifiers, comma between them. */
  readonly language: string | null;
  /** File.Attributes, or the attributes of the CFFILE. */
  readonly attributes: number | null;
  readonly component: string | null;
  /** The first feature (in table order) that the component belongs to. */
  readonly feature: string | null;
  /** Media.DiskId */
  readonly media: number | null;
  /** Media.Cabinet as authored (`#name` is a stream), or the cabinet that contains a member. */
  readonly cabinet: string | null;
  /** False for a file that an administrative installation leaves out (features with level 0). */
  readonly selected: boolean;
  /** MD5 from the MsiFileHash table, lower-case hexadecimal digits; null where there is none. */
  readonly md5: string | null;
  /** The R/O bit. */
  readonly readOnly: boolean;
  /** The content is a delta, from which another file makes this one; absent where it is the file itself. */
  readonly isDelta?: boolean;
  /** For a file in a patch: its target. Files for different targets may have one key and one path. */
  readonly patchTarget?: string | null;
  /**
   * For a file whose name was taken in its container: its name there, without the number that `name` has. For one whose name
   * is that of another file on Windows, as `a.dll.` is: its name there.
   */
  readonly statedName?: string;
  /** Time to make the file relative to unpacking as many bytes; default 1. */
  readonly effort?: number;
}

/**
 * One file of a package. Its methods read and check the content. For many files, use the package,
 * which decodes files together that are compressed together.
 */
export interface PackageFile extends PackageFileFacts, ArchiveFile {
  /** The content differs from what the package states, and a warning says so: size and hash are not compared. */
  readonly isUnchecked?: boolean;
  /** Opens an uncompressed file in place, for random access; the caller closes it. Null for any other file. */
  openInPlace(): OpenedSource | null;
  /**
   * The content from its start on; a piece is valid until the next one is requested. At the end it has been compared with
   * what the package states: `PACKAGE_FILE_SIZE`, `PACKAGE_FILE_HASH`. Throws what checking and decoding throw.
   */
  pieces(): Generator<Uint8Array, void, void>;
}

/** A piece of a decoded file. The chunk is valid until the next one is requested. */
export type FilePart<File = PackageFile> = ArchiveFilePart<File>;

/**
 * The content of an open package. Listing, extracting, verifying and staging use this interface for installation
 * packages, cabinets and folders alike.
 */
export interface PackageContent extends Archive<PackageFile> {
  readonly kind: PackageKind;
  /**
   * Throws one error that names everything that is missing (cabinets, loose files) before anything is decoded:
   * `PACKAGE_NO_CABINET`, `PACKAGE_NO_FILE`, `PACKAGE_NOT_IN_CABINET`, `CAB_MISSING_PART`; `PACKAGE_INCOMPLETE` where the
   * package ends before some of the files do.
   */
  check(files: readonly PackageFile[]): void;
  /** Returns the files whose content is truncated or continues in a missing cabinet; absent = none. */
  incomplete?(files: readonly PackageFile[]): readonly PackageFile[];
  close(): void;
}
