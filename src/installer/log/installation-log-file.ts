import { basename, dirname, resolve } from 'node:path';
import { HotfixkitError, type Warning } from '../../core/errors.js';
import { isSameName } from '../../core/name-key.js';
import { AppendFile, type AppendPlace, inspectAppendPlace } from '../../node/append-file.js';
import { isSameFolder } from '../../node/same-folder.js';
import type { MsiexecLogOptions } from '../command-line/msiexec-log-options.js';
import type { InstallationEvent } from './installation-log.js';
import { InstallationLogLines } from './installation-log-lines.js';

export interface InstallationLogFileOptions {
  /** What writes the log: `hotfixkit 1.0.0`. */
  program: string;
  processId?: number;
  now?: () => Date;
}

type Encoding = 'utf-16le' | 'utf-8';

/** Signatures of packages, cabinets, archives and programs: a log never replaces such a file. */
const noLogs: readonly (readonly number[])[] = [
  [0xd0, 0xcf, 0x11, 0xe0],
  [0x4d, 0x53, 0x43, 0x46],
  [0x50, 0x4b, 0x03, 0x04],
  [0x4d, 0x5a],
];
const mark = [0xff, 0xfe];
/** Most lines that are buffered until the run knows which files it will write. */
const HELD = 100_000;

/**
 * The log file of `/l`: UTF-16LE with its mark, lines ending with CR LF, as Windows Installer 4 and later write it, so
 * that all readers of such logs read this one. With `+` an existing file is continued in its encoding.
 *
 * The file is made when {@link begin} is called, which is given the files that the run will write, or else by
 * {@link close}; until then lines are held back, so that nothing the run needs is overwritten by its log. A log that
 * cannot be written any more does not stop the run: {@link close} says so.
 */
export class InstallationLogFile {
  readonly path: string;
  readonly #options: MsiexecLogOptions;
  readonly #lines: InstallationLogLines;
  readonly #place: AppendPlace;
  readonly #held: string[] = [];
  #file: AppendFile | null = null;
  #encoding: Encoding = 'utf-16le';
  #failure: HotfixkitError | null = null;
  #refused = false;
  #closed = false;

  /**
   * Checks whether the log can be written; nothing is changed yet. Throws `MSIEXEC_LOG`: the folder is missing, the
   * file cannot be written, or it is one of `sources` (packages, patches, transforms) or looks like one.
   */
  constructor(
    log: MsiexecLogOptions,
    sources: readonly string[],
    { program, ...options }: InstallationLogFileOptions,
  ) {
    this.path = resolve(log.file);
    this.#options = log;
    this.#lines = new InstallationLogLines({ flags: log.flags, program, ...options });
    try {
      this.#place = inspectAppendPlace(this.path);
    } catch (error) {
      if (!(error instanceof HotfixkitError)) throw error;
      throw new HotfixkitError(
        'MSIEXEC_LOG',
        `the log cannot be written: ${error.message}`,
        { file: log.file },
        { cause: error },
      );
    }
    this.#refuse(sources);
    const { head } = this.#place;
    if (noLogs.some((magic) => magic.every((byte, index) => head[index] === byte))) {
      throw new HotfixkitError(
        'MSIEXEC_LOG',
        'the log would overwrite a package or program with this name; choose another name',
        { file: log.file },
      );
    }
    for (const one of this.#lines.opening()) this.#held.push(one);
  }

  /** Writes an event of the installation; never throws. */
  readonly listen = (event: InstallationEvent): void => {
    this.#put(this.#lines.of(event));
    // After a failure the log must be on the disk, even if the program is then killed.
    if (this.#options.flush || event.type === 'message' || event.type === 'engineEnd') this.#flush();
  };

  /**
   * Starts writing. `targets`: absolute paths that the run is about to write; throws `MSIEXEC_LOG` where the log is one
   * of them, and then leaves that file alone for good.
   */
  begin(targets: readonly string[]): void {
    try {
      this.#refuse(targets);
    } catch (error) {
      this.#refused = true;
      throw error;
    }
    this.#open();
  }

  /** Writes the remaining lines; returns whether lines were lost. Later calls do nothing. */
  close(): Warning | null {
    if (this.#closed) return null;
    this.#closed = true;
    this.#put(this.#lines.closing());
    this.#open();
    this.#guarded(() => this.#file?.close());
    this.#file = null;
    const failure = this.#failure;
    return (
      failure && {
        code: 'MSIEXEC_LOG',
        message: `the log is not complete: ${failure.message}`,
        file: this.#options.file,
      }
    );
  }

  #put(lines: readonly string[]): void {
    if (lines.length === 0 || this.#refused || this.#failure) return;
    if (!this.#file) {
      for (const one of lines) this.#held.push(one);
      if (this.#held.length > HELD) this.#open();
      return;
    }
    const file = this.#file;
    const text = lines.map((line) => `${line}\r\n`).join('');
    this.#guarded(() => file.write(Buffer.from(text, this.#encoding)));
  }

  #flush(): void {
    this.#guarded(() => this.#file?.flush());
  }

  #open(): void {
    if (this.#file || this.#refused || this.#failure) return;
    const appends = this.#options.append && (this.#place.size ?? 0) > 0;
    const isWide = mark.every((byte, index) => this.#place.head[index] === byte);
    if (appends && !isWide) this.#encoding = 'utf-8';
    this.#guarded(() => {
      this.#file = new AppendFile(this.path, { append: appends });
      if (!appends) this.#file.write(Uint8Array.from(mark));
    });
    this.#put(this.#held.splice(0));
    this.#flush();
  }

  #guarded(body: () => void): void {
    if (this.#failure) return;
    try {
      body();
    } catch (error) {
      if (!(error instanceof HotfixkitError)) throw error;
      this.#failure = error;
    }
  }

  #refuse(paths: readonly string[]): void {
    for (const path of paths) {
      if (!isSameFile(this.path, path)) continue;
      throw new HotfixkitError(
        'MSIEXEC_LOG',
        'the log would overwrite a file that the installation reads or writes; choose another name',
        { file: this.#options.file, found: path },
      );
    }
  }
}

/** Letter case does not tell two files apart on Windows, and an image is made for Windows. */
function isSameFile(a: string, b: string): boolean {
  return isSameName(basename(a), basename(b)) && isSameFolder(dirname(a), dirname(b));
}
