import type { HotfixkitError, Warning } from '../../core/errors.js';
import { tryParseFileVersion } from '../../core/file-version.js';
import { type FileFacts, readFileFacts } from '../../formats/pe/file-facts.js';
import { FileFactsCollector } from '../../formats/pe/file-facts-collector.js';
import { FileSource } from '../../node/file-source.js';
import { StagedFile } from '../../node/staged-file.js';
import type { WrittenDigests } from '../../node/written-digests.js';
import type { WrittenIdentities } from '../../node/written-identities.js';
import { checkHash, checkSize, checkVersion } from '../file-check.js';
import type { PackageContent, PackageFile } from '../package-content.js';
import { deltaWarning, isWindowsUpdateDelta } from './windows-update-delta.js';
import { WrittenHash, wantedDigests } from './written-hash.js';

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
  /** Where to note what identifies the files, if that is wanted. */
  identities?: WrittenIdentities | null;
  /** Where to note digests of the files, if those are wanted. */
  digests?: WrittenDigests | null;
  /** Creates a file; by default on this thread, which compares its hash too. */
  open?: (item: BatchItem, modified: Date | null) => BatchFile;
  /** Takes a check that reads a file again, for after all files of `open` are on disk. */
  whenWritten?: (check: () => HotfixkitError | null) => void;
}

/** A file that is being written. */
export interface BatchFile {
  /** Takes a megabyte at most; the bytes are copied before it returns. */
  write(chunk: Uint8Array): void;
  /** Completes it. Returns what is wrong with the hash if that is known now and asked for. */
  end(isUnchecked: boolean): HotfixkitError | null;
  /** Closes it incomplete. */
  abandon(): void;
}

/** Bytes that are written in one step. */
const STEP = 1024 * 1024;

/**
 * Decodes one batch into files on this thread. Every file is checked against File.FileSize and MsiFileHash as it
 * passes: `PACKAGE_FILE_SIZE`, `PACKAGE_FILE_HASH`.
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
    this.#output = options.open ? options.open(item, modified) : new OwnFile(item, modified, options);
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

  /** Throws for another size or hash than the package states, unless it is tolerant; the rest are warnings. */
  end(isUnchecked: boolean): Warning[] {
    const { tolerant } = this.#options;
    const { file, label } = this.#item;
    const size = isUnchecked ? null : checkSize(file, label, this.#size);
    if (size && !tolerant) throw size;
    // A file of another size has another hash too: that is said once.
    const hash = this.#output.end(isUnchecked || size !== null);
    if (hash && !tolerant) throw hash;
    const wrongVersion = isUnchecked ? null : this.#wrongVersion();
    const flaws = [size, hash, wrongVersion].flatMap((one) => (one ? [asWarning(one)] : []));
    return isWindowsUpdateDelta(this.#head) ? [...flaws, deltaWarning([label])] : flaws;
  }

  /** `PACKAGE_FILE_VERSION` if an executable has another version than the package states. */
  #wrongVersion(): HotfixkitError | null {
    if (!this.#facts) return null;
    const { file, label, staged } = this.#item;
    const passed = this.#size === file.size ? this.#facts.finish() : null;
    if (passed) return checkVersion(file, label, passed.version);
    const onDisk = (): HotfixkitError | null => checkVersion(file, label, factsOnDisk(staged).version);
    if (!this.#options.whenWritten) return onDisk();
    this.#options.whenWritten(onDisk);
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

/** A file that this thread writes. */
class OwnFile implements BatchFile {
  readonly #item: BatchItem;
  readonly #output: StagedFile;
  readonly #hash: WrittenHash | null;

  constructor(item: BatchItem, modified: Date | null, { identities, digests = null }: BatchOptions) {
    this.#item = item;
    this.#output = new StagedFile(item.staged, {
      label: item.target,
      modified,
      identify: identities ? (stat) => identities.note(item.number, stat) : null,
    });
    const wanted = wantedDigests(item.file, digests);
    this.#hash = wanted.length > 0 ? new WrittenHash(item.number, wanted, digests) : null;
  }

  write(chunk: Uint8Array): void {
    this.#hash?.update(chunk);
    this.#output.write(chunk);
  }

  end(isUnchecked: boolean): HotfixkitError | null {
    this.#output.end();
    const md5 = this.#hash?.end() ?? null;
    if (isUnchecked || md5 === null) return null;
    return checkHash(this.#item.file, this.#item.label, md5);
  }

  abandon(): void {
    this.#output.abandon();
  }
}

export function asWarning(error: HotfixkitError): Warning {
  return { code: error.code, message: error.message, ...error.facts };
}
