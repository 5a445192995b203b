import type { HotfixkitError, Warning } from '../../core/errors.js';
import { tryParseFileVersion } from '../../core/file-version.js';
import { type FileFacts, readFileFacts } from '../../formats/pe/file-facts.js';
import { FileFactsCollector } from '../../formats/pe/file-facts-collector.js';
import { FileSource } from '../../node/file-source.js';
import { checkSize, checkVersion } from '../file-check.js';
import type { PackageContent, PackageFile } from '../package-content.js';
import { deltaWarning, isWindowsUpdateDelta } from './windows-update-delta.js';

/** One file to write, and its temporary path. */
export interface BatchItem {
  file: PackageFile;
  /** Path of the file to create. */
  staged: string;
  /** The path below the output folder. */
  label: string;
  /** The final path with the output folder, for disk errors. */
  target: string;
  /** Its place in the identities and digests of the written files. */
  number: number;
}

export interface BatchOptions {
  /** A size or hash that differs from the package's own tables is a warning instead of an error; a version always is. */
  tolerant: boolean;
  /** Called with the bytes of each chunk; throws to stop. */
  onChunk: (bytes: number) => void;
  /** Called when a file is complete. */
  onFile?: () => void;
  /** Creates a file; its hash is compared there. */
  open: (item: BatchItem, modified: Date | null) => BatchFile;
  /** Takes a check that reads a file again, for after all files of `open` are on disk. */
  whenWritten: (check: LateCheck) => void;
}

/** A file that is being written. */
export interface BatchFile {
  /** Takes a megabyte at most; the bytes are copied before it returns. */
  write(chunk: Uint8Array): void;
  /** Completes it. `isUnchecked`: its hash is not compared. */
  end(isUnchecked: boolean): void;
  /** Closes it incomplete. */
  abandon(): void;
}

/** Where batches are written. */
export interface BatchOutput extends Pick<BatchOptions, 'open'> {
  /** Whether {@link BatchOutput.ready} has to be waited for before more is written. */
  readonly isBusy: boolean;
  /** Waits until there is room. */
  ready(): Promise<void>;
  /** After the last file: those whose hash differs from the package's, `PACKAGE_FILE_HASH`. */
  finish(): HotfixkitError[] | Promise<HotfixkitError[]>;
  /** Closes files that are not complete. */
  close(): void | Promise<void>;
}

/** Bytes that are written in one step. */
const STEP = 1024 * 1024;

/**
 * Decodes one batch into files. Every file is checked against File.FileSize as it passes: `PACKAGE_FILE_SIZE`.
 */
export function writeBatch(
  content: PackageContent,
  items: readonly BatchItem[],
  options: BatchOptions,
): Warning[] {
  const warnings: Warning[] = [];
  for (const step of writeBatchSteps(content, items, options, warnings)) void step;
  return warnings;
}

/** {@link writeBatch} in steps of one chunk, so that the caller can interleave other work. */
export function* writeBatchSteps(
  content: PackageContent,
  items: readonly BatchItem[],
  options: BatchOptions,
  warnings: Warning[],
): Generator<void, void, void> {
  const itemOf = new Map(items.map((item) => [item.file, item]));
  let open: CheckedFile | null = null;
  const openFiles = new Map<PackageFile, CheckedFile>();
  try {
    for (const part of content.decode(items.map((item) => item.file))) {
      open = openFiles.get(part.file) ?? null;
      if (!open) {
        open = new CheckedFile(itemOf.get(part.file)!, part.file.modified(), options);
        openFiles.set(part.file, open);
      }
      if ('chunk' in part) {
        // A file that is made from a delta comes in one piece.
        for (let at = 0; at < part.chunk.length; at += STEP) {
          const piece = part.chunk.length <= STEP ? part.chunk : part.chunk.subarray(at, at + STEP);
          open.write(piece);
          options.onChunk(piece.length);
          if (at + STEP < part.chunk.length) yield;
        }
      } else {
        const told = part.warnings ?? [];
        const found = open.end(part.isUnchecked ?? false);
        for (const one of told) warnings.push(one);
        for (const one of found) {
          // Making a file from deltas has checked its version.
          if (!told.some(({ code }) => code === one.code)) warnings.push(one);
        }
        openFiles.delete(part.file);
        options.onFile?.();
      }
      yield;
    }
  } finally {
    for (const file of openFiles.values()) file.abandon();
  }
}

/** A file that is being written and checked. */
class CheckedFile {
  readonly #item: BatchItem;
  readonly #options: BatchOptions;
  readonly #output: BatchFile;
  /** For an executable whose package states its version; null for any other file. */
  readonly #facts: FileFactsCollector | null;
  /** The first bytes. */
  readonly #head = new Uint8Array(4);
  #size = 0;

  constructor(item: BatchItem, modified: Date | null, options: BatchOptions) {
    this.#item = item;
    this.#options = options;
    this.#output = options.open(item, modified);
    this.#facts = isVersion(item.file.version) ? new FileFactsCollector(item.file.size) : null;
  }

  write(chunk: Uint8Array): void {
    if (this.#size < this.#head.length) {
      this.#head.set(chunk.subarray(0, this.#head.length - this.#size), this.#size);
    }
    this.#size += chunk.length;
    this.#facts?.write(chunk);
    this.#output.write(chunk);
  }

  /** Throws for another size than the package states, unless it is tolerant; the rest are warnings. */
  end(isUnchecked: boolean): Warning[] {
    const { tolerant } = this.#options;
    const { file, label } = this.#item;
    const size = isUnchecked ? null : checkSize(file, label, this.#size);
    if (size && !tolerant) throw size;
    // A file of another size has another hash too: that is said once.
    this.#output.end(isUnchecked || size !== null);
    const wrongVersion = isUnchecked ? null : this.#wrongVersion();
    const flaws = [size, wrongVersion].flatMap((one) => (one ? [asWarning(one)] : []));
    return isWindowsUpdateDelta(this.#head) ? [...flaws, deltaWarning([label])] : flaws;
  }

  /** `PACKAGE_FILE_VERSION` if an executable has another version than the package states. */
  #wrongVersion(): HotfixkitError | null {
    if (!this.#facts) return null;
    const { file, label, staged } = this.#item;
    const passed = this.#size === file.size ? this.#facts.finish() : null;
    if (passed) return checkVersion(file, label, passed.version);
    this.#options.whenWritten(() => checkVersion(file, label, factsOnDisk(staged).version));
    return null;
  }

  abandon(): void {
    this.#output.abandon();
  }
}

function isVersion(text: string | null): boolean {
  return text !== null && tryParseFileVersion(text) !== null;
}

/** Where one pass cannot tell. */
function factsOnDisk(path: string): FileFacts {
  const source = new FileSource(path);
  try {
    return readFileFacts(source);
  } finally {
    source.close();
  }
}

/** Checks that need all files on disk. */
export type LateCheck = () => HotfixkitError | null;

/** What is wrong with written files, as warnings. Throws the first of `problems`, unless they are tolerated. */
export function judgeWritten(
  problems: readonly HotfixkitError[],
  checks: readonly LateCheck[],
  tolerant: boolean,
): Warning[] {
  if (problems.length > 0 && !tolerant) throw problems[0]!;
  return [...problems, ...checks.flatMap((check) => check() ?? [])].map(asWarning);
}

function asWarning(error: HotfixkitError): Warning {
  return { code: error.code, message: error.message, ...error.facts };
}
