import type { FlushMode } from '../../node/flush-steps.js';
import { beat } from '../../node/run-monitor.js';
import type { PackageLocation } from '../opened-package.js';
import type { PackageFile } from '../package-content.js';

export interface WriteItem {
  file: PackageFile;
  /** Relative, safe, `/` between the parts. */
  path: string;
}

/** Progress of a run: bytes and files that are done, and the totals. */
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
  /** How to open the package again, for other threads. */
  location?: PackageLocation | null;
  /** When files are flushed to disk, see {@link FlushMode}. */
  flush?: FlushMode;
  /** An existing file is an error, even if it appears during the run. */
  isNew?: boolean;
  /** Maximum of threads; 0 or 1 for this thread only. */
  threads?: number;
}

/** Counts written bytes and files, for {@link WriteOptions.onProgress}. */
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
