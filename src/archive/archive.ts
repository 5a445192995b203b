import type { Warning } from '../core/errors.js';
import type { FileFacts } from '../formats/pe/file-facts.js';

/** A file in an archive. Its methods read and check the content. */
export interface ArchiveFile {
  /** Unpacked size in bytes, as the archive states it. */
  readonly size: number;
  /** The R/O bit. */
  readonly readOnly: boolean;
  /** Time stamp as stored with the content, read as UTC; null where there is none. */
  modified(): Date | null;
  /**
   * The content from its start on, checked at its end; a piece is valid until the next one is requested. Throws what
   * decoding throws.
   */
  pieces(): Generator<Uint8Array, void, void>;
  /** All of {@link pieces}. */
  bytes(): Uint8Array;
  /** All of {@link pieces} as a stream. Each chunk belongs to the reader. The stream fails as `pieces` throws. */
  stream(): ReadableStream<Uint8Array>;
  /** What the headers of an executable state; all null for other files. Throws as {@link pieces} does. */
  facts(): FileFacts;
}

/** A piece of a decoded file. The chunk is valid until the next one is requested. */
export type FilePart<File> =
  | { file: File; chunk: Uint8Array }
  | {
      file: File;
      end: true;
      /** Warnings about tolerated flaws. */
      warnings?: readonly Warning[];
      /** Whether the file differs from the archive's statement, with a warning: its size and hash are not checked. */
      isUnchecked?: true;
    };

/**
 * A file or folder that contains other files. To read one file, use the file; to read many, use the archive, which
 * decodes files together that are compressed together.
 */
export interface Archive<File extends ArchiveFile = ArchiveFile> {
  readonly kind: string;
  /** In the order in which the archive lists them. */
  readonly files: readonly File[];
  readonly warnings: readonly Warning[];
  /** Groups that can be decoded independently, each in the cheapest order. */
  batches(files: readonly File[]): File[][];
  /** The bytes of the files, batch by batch; decodes only the necessary data. */
  decode(files: readonly File[]): Generator<FilePart<File>, void, void>;
}
