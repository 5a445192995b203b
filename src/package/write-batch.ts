import { HotfixkitError, type Warning } from '../errors.js';
import { Hasher } from '../fs/hash.js';
import { StagedFile } from '../fs/output-folder.js';
import type { PackageContent, PackageFile } from './package-content.js';

/** One file to write: where its bytes go for now and what they must be. */
export interface BatchItem {
  file: PackageFile;
  /** Path of the file to create. */
  staged: string;
  /** The path that people will see. */
  label: string;
}

export interface BatchOptions {
  /** A size or hash that differs from the package's own tables is a warning instead of an error. */
  tolerant: boolean;
  /** Called with the bytes of each chunk; throws to stop. */
  onChunk: (bytes: number) => void;
}

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

/** {@link writeBatch} in steps of one chunk, so that a caller can let other things happen in between. */
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
        open = new CheckedFile(itemOf.get(part.file)!, content.modified(part.file));
        openFiles.set(part.file, open);
      }
      if ('chunk' in part) {
        open.write(part.chunk);
        options.onChunk(part.chunk.length);
      } else {
        const warning = open.end(options.tolerant);
        if (warning) warnings.push(warning);
        openFiles.delete(part.file);
      }
      yield;
    }
  } finally {
    for (const file of openFiles.values()) file.abandon();
  }
}

/** A file on its way to disk that knows what it must become. */
class CheckedFile {
  readonly #file: PackageFile;
  readonly #label: string;
  readonly #output: StagedFile;
  readonly #hasher: Hasher | null;
  #size = 0;

  constructor(item: BatchItem, modified: Date | null) {
    this.#file = item.file;
    this.#label = item.label;
    this.#output = new StagedFile(item.staged, { label: item.label, modified });
    this.#hasher = item.file.md5 === null ? null : new Hasher('md5');
  }

  write(chunk: Uint8Array): void {
    this.#size += chunk.length;
    this.#hasher?.update(chunk);
    this.#output.write(chunk);
  }

  end(tolerant: boolean): Warning | null {
    const problem = this.#check();
    if (problem && !tolerant) throw problem;
    this.#output.end();
    return problem && { code: problem.code, message: problem.message, ...problem.facts };
  }

  abandon(): void {
    this.#output.abandon();
  }

  #check(): HotfixkitError | null {
    const { key, size, md5 } = this.#file;
    if (this.#size !== size) {
      return new HotfixkitError(
        'PACKAGE_FILE_SIZE',
        `${this.#label} does not have the size that the File table states`,
        {
          entry: key,
          expected: size,
          found: this.#size,
        },
      );
    }
    const found = this.#hasher?.hex() ?? null;
    if (found !== md5) {
      return new HotfixkitError(
        'PACKAGE_FILE_HASH',
        `${this.#label} does not have the hash that the package states`,
        {
          entry: key,
          structure: 'MsiFileHash',
          expected: md5 ?? '',
          found: found ?? '',
        },
      );
    }
    return null;
  }
}
