import type { FlushMode } from '../../node/flush-steps.js';
import { beat } from '../../node/run-monitor.js';
import type { PackageLocation } from '../opened-package.js';
import type { PackageFile } from '../package-content.js';

export interface WriteItem {
  file: PackageFile;
  /** Relative, safe, `/` between the parts. */
  path: string;
}

/** How far a run has come: bytes and files that are done, and all that there are. */
export interface WriteProgress {
  bytes: number;
  totalBytes: number;
  files: number;
  totalFiles: number;
}

/** How files of a package are written; shared by everything that writes them. */
export interface WriteOptions {
  /** A size or hash that differs from the package's own tables is a warning instead of an error. */
  tolerant?: boolean;
  onProgress?: (progress: WriteProgress) => void;
  signal?: AbortSignal;
  /** Where the package can be opened again, so that other threads may help. */
  location?: PackageLocation | null;
  /** When what was written is flushed to disk, see {@link FlushMode}. */
  flush?: FlushMode;
  /** A file that is there already is an error, also one that appears during the run. */
  isNew?: boolean;
  /** Threads at most; 0 or 1 keeps everything on this one. */
  threads?: number;
}

/** Counts what has been written, for {@link WriteOptions.onProgress}. */
export class Progress {
  bytes = 0;
  files = 0;
  readonly totalBytes: number;
  readonly #totalFiles: number;
  readonly #report: ((progress: WriteProgress) => void) | undefined;

  constructor(items: readonly WriteItem[], options: WriteOptions) {
    this.totalBytes = items.reduce((sum, item) => sum + item.file.size, 0);
    this.#totalFiles = items.length;
    this.#report = options.onProgress;
  }

  add(bytes: number): void {
    this.bytes += bytes;
    beat();
  }

  report(): void {
    this.#report?.({
      bytes: this.bytes,
      totalBytes: this.totalBytes,
      files: this.files,
      totalFiles: this.#totalFiles,
    });
  }
}
