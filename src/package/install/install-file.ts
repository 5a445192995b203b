import type { TableRow } from '../../msi/schema.js';
import { CheckedPackageFile } from '../checked-package-file.js';
import type { FilePart, PackageFileFacts } from '../package-content.js';
import type { OpenedSource } from './source-folder.js';

export interface InstallFileFacts extends PackageFileFacts {
  readonly row: TableRow<'File'>;
  readonly mediaRow: TableRow<'Media'> | null;
  readonly compressed: boolean;
}

/** The operations of a package that its files use. */
export interface FileOpener<File> {
  check(files: readonly File[]): void;
  decode(files: readonly File[]): Generator<FilePart, void, void>;
  modified(file: File): Date | null;
  openInPlace(file: File): OpenedSource | null;
}

/** A row of the File table with the facts of related tables. */
export abstract class InstallFile extends CheckedPackageFile {
  readonly row: TableRow<'File'>;
  readonly mediaRow: TableRow<'Media'> | null;
  /** Whether the content is in a cabinet; otherwise it is in the source tree. */
  readonly compressed: boolean;

  constructor(facts: InstallFileFacts) {
    super(facts);
    this.row = facts.row;
    this.mediaRow = facts.mediaRow;
    this.compressed = facts.compressed;
  }
}
