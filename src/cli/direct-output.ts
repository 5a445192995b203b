import { fstatSync, statSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { diskError } from '../node/disk-error.js';

/** Milliseconds until a reader that takes nothing now is asked again. */
const AGAIN = 5;

/** A stream of a terminal that is written at once, from any thread. */
export interface DirectOutput {
  write(data: string | Uint8Array): void;
  isTTY: boolean;
  readonly columns: number | undefined;
}

/**
 * Standard output (1) or standard error (2) without Node's stream, which takes long to load. Nothing is gathered: a reader
 * that is slow is waited for. `failed` is called once, with the error of the first write that fails; later data is dropped.
 */
export function directOutput(fd: 1 | 2, failed: (error: NodeJS.ErrnoException) => void): DirectOutput {
  const isTTY = isTerminal(fd);
  // A console of Windows takes text, not bytes of UTF-8.
  const stream = isTTY ? process[fd === 1 ? 'stdout' : 'stderr'] : null;
  let isClosed = false;
  return {
    isTTY,
    get columns() {
      return stream?.columns;
    },
    write(data) {
      if (isClosed) return;
      if (stream) {
        stream.write(data);
        return;
      }
      try {
        writeAll(fd, typeof data === 'string' ? Buffer.from(data) : data);
      } catch (error) {
        isClosed = true;
        failed(error as NodeJS.ErrnoException);
      }
    },
  };
}

function isTerminal(fd: number): boolean {
  try {
    const stat = fstatSync(fd);
    // Asking Node loads much more, and only a device can be a terminal; the empty one is not.
    return stat.isCharacterDevice() && stat.rdev !== nullDevice() && isatty(fd);
  } catch {
    // A closed descriptor.
    return false;
  }
}

function nullDevice(): number | undefined {
  return process.platform === 'win32' ? undefined : statSync('/dev/null', { throwIfNoEntry: false })?.rdev;
}

function writeAll(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      // A pipe that does not block and is full.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, AGAIN);
    }
  }
}

/** The line on standard error for output that could not be written; empty where only the reader is gone. */
export function lostOutputLine(error: NodeJS.ErrnoException): string {
  if (isReaderGone(error)) return '';
  const { message } = diskError(error, 'FILE_WRITE', 'cannot be written', '');
  return `hotfixkit: standard output ${message}\n`;
}

/** Whether output failed because its reader is gone. Windows reports that as the end of the file. */
export function isReaderGone(error: NodeJS.ErrnoException): boolean {
  return error.code === 'EPIPE' || error.code === 'EOF';
}
