import type { PackageDescription } from '../src/hotfix/describe/describe-package.js';
import type { ListedFile } from '../src/package/inspect/list-package.js';
import type { PackageDiff } from '../src/package/node/diff-packages.js';
import type { PackageSignature } from '../src/package/signature/package-signatures.js';
import type { Report } from '../src/report/report.js';

/*
 * What the page asks its workers, and what they answer. Everything here is plain data that can be sent to another thread; a
 * `File` or `Blob` is sent without its bytes.
 */

/** A package that the server of the page has: `hotfixkit view`. */
export interface ServedFile {
  name: string;
  /** Bytes. */
  size: number;
  address: string;
  /** Milliseconds since 1970; of files beside the package. */
  modified?: number;
}

/** A file that came with a package. */
export interface BesideFile {
  file: File | ServedFile;
  /** From the folder of the package, `/` between the parts; a bare name may be that of a file in any folder. */
  path: string;
}

/** A package to open. */
export interface OpenRequest {
  file: File | ServedFile;
  /** Files that were dropped with it: cabinets and loose files of the package. */
  beside: readonly BesideFile[];
  /** The members that lead to the package inside; an empty one at the end means the container itself. */
  inside: readonly string[];
  password?: string;
  /** Patches and transforms that are applied to it. */
  additions?: readonly File[];
}

/** A file of the open package, by its place in the list. */
export interface FileRow extends ListedFile {
  row: number;
  /** Whether it has content here; patches list files whose cabinets are elsewhere. */
  isHere: boolean;
  /** The place of its name among those of all files, so that a list of many is sorted at once. */
  order: number;
}

export interface TableSummary {
  name: string;
  rows: number;
  columns: number;
}

/** What is known of a package as soon as it is open, before any file is decoded. */
export interface OpenedView {
  description: PackageDescription;
  /** As the package states them; empty for what is no package. */
  files: FileRow[];
  tables: TableSummary[];
  /** One line each, as the command line prints them. */
  warnings: string[];
  /** Whether several packages are inside, so that none of them was opened. */
  hasSeveral: boolean;
  /** Why the package inside could not be opened, where only what is around it is shown. */
  failure: string | null;
}

/** Files as their content says: versions and platforms of executables, sizes. */
export interface ReadFiles {
  files: FileRow[];
  warnings: string[];
}

/** A column, and the tables that its values are keys of. */
export interface TableColumn {
  name: string;
  /** As the text archive format writes it: `s72`. */
  type: string;
  isKey: boolean;
  isNumber: boolean;
  refersTo: string[];
}

/** A cell: text, a number, or the stream of a binary value, with its size if the database has it. */
export type TableCell = string | number | null | { stream: string; size: number | null };

export interface TableView {
  name: string;
  columns: TableColumn[];
  rows: TableCell[][];
}

/** A row of a table, by its place. */
export interface RowPlace {
  table: string;
  row: number;
}

/** A cell that has a text, or that refers to a row. */
export interface CellHit extends RowPlace {
  column: string;
  value: string;
  /** The key of the row. */
  key: string;
}

export interface FoundCells {
  hits: CellHit[];
  /** Whether there are more than are given. */
  isCut: boolean;
}

/** An action of a sequence. */
export interface SequenceStep {
  /** Null for one that is not called in it. */
  sequence: number | null;
  action: string;
  condition: string | null;
  /** `unknown`: neither Windows Installer nor the package has it. */
  kind: 'standard' | 'custom' | 'dialog' | 'unknown';
  /** What a custom action does, in words. */
  does: string | null;
}

export interface SequenceView {
  table: string;
  steps: SequenceStep[];
}

/** Files for a zip archive. */
export interface ArchiveRequest {
  rows: number[];
  layout: 'target' | 'source';
  /** The folder that was asked for: paths in the archive begin with it. Empty for all. */
  below: string;
}

export interface ArchiveMade {
  blob: Blob;
  warnings: string[];
}

/** An article that is built in. */
export interface KnownArticle {
  kb: string;
  title: string;
  products: string[];
}

/** What the package is compared with: an article that is built in, or one in a file. */
export interface CheckRequest {
  kb: string | null;
  article: File | null;
  /** Null: the table that fits best. */
  product: string | null;
}

export interface Checked {
  report: Report;
  /** The same as a page of its own. */
  html: string;
  /** Of the article. */
  products: string[];
  /** Which table was used, and why. */
  reason: string;
  /** Whether warnings weaken the verdict. */
  isWeak: boolean;
  /** What is wrong with each row; null for a match. */
  problems: (string | null)[];
}

/** Another package, beside the open one. */
export interface CompareRequest {
  other: File;
  /** Files that came with it: its cabinets and loose files. */
  beside: readonly BesideFile[];
  password?: string;
}

export interface Compared {
  diff: PackageDiff;
  /** What each of them is called: the open one first. */
  names: [string, string];
}

export interface Operations {
  compare: { request: CompareRequest; answer: Compared };
  archiveFiles: { request: ArchiveRequest; answer: ArchiveMade };
  archiveImage: { request: null; answer: ArchiveMade };
  knownArticles: { request: null; answer: KnownArticle[] };
  check: { request: CheckRequest; answer: Checked };
  readTable: { request: { table: string }; answer: TableView };
  /** Numbers that order the rows of a table by a column. */
  rankRows: { request: { table: string; column: number }; answer: number[] };
  findCells: { request: { text: string }; answer: FoundCells };
  /** The rows that refer to a row of a table by its key. */
  findReferrers: { request: { table: string; key: string }; answer: FoundCells };
  /** The row with a key, in the first of some tables that has it. */
  followReference: { request: { tables: string[]; key: string }; answer: RowPlace | null };
  takeStream: { request: { stream: string }; answer: Blob };
  tableAsCsv: { request: { table: string }; answer: Blob };
  sequences: { request: null; answer: SequenceView[] };
  open: { request: OpenRequest; answer: OpenedView };
  readFiles: { request: null; answer: ReadFiles };
  signatures: { request: null; answer: PackageSignature[] };
  takeFile: { request: { row: number }; answer: Blob };
  hashFiles: { request: { rows: number[] }; answer: (string | null)[] };
}

export type OperationName = keyof Operations;
export type RequestOf<Name extends OperationName> = Operations[Name]['request'];
export type AnswerOf<Name extends OperationName> = Operations[Name]['answer'];

/** What a worker is sent. Requests are answered one after the other. */
export interface RequestMessage<Name extends OperationName = OperationName> {
  id: number;
  name: Name;
  request: RequestOf<Name>;
}

/** An error as the command line prints it. */
export interface PlainError {
  /** Of `HotfixkitError`; `INTERNAL` for a mistake of this program. */
  code: string;
  message: string;
}

/** Bytes or files that are done, of how many. */
export interface WorkProgress {
  done: number;
  total: number;
}

/** What a worker sends back. */
export type AnswerMessage =
  | { kind: 'answer'; id: number; answer: unknown }
  | { kind: 'error'; id: number; error: PlainError }
  | { kind: 'progress'; id: number; progress: WorkProgress };
