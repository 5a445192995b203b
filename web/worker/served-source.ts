import { type ByteSource, checkRange } from '../../src/core/byte-source.js';
import { HotfixkitError } from '../../src/core/errors.js';
import type { ServedFile } from '../protocol.js';

/** Bytes that the server gives at once. */
const MOST = 8 * 2 ** 20;

/** What is used of `XMLHttpRequest`, named here so that these types do not depend on those of a browser. */
interface Request {
  responseType: string;
  readonly response: unknown;
  readonly status: number;
  open(method: string, address: string, isAsynchronous: boolean): void;
  setRequestHeader(name: string, value: string): void;
  send(): void;
}

/** A package that the server of the page has, read a part at a time: a worker may wait for an answer. */
export class ServedSource implements ByteSource {
  readonly size: number;
  readonly #file: ServedFile;

  constructor(file: ServedFile) {
    this.#file = file;
    this.size = file.size;
  }

  read(offset: number, length: number): Uint8Array {
    checkRange(this.size, offset, length);
    if (length <= MOST) return this.#part(offset, length);
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; at += MOST) {
      bytes.set(this.#part(offset + at, Math.min(MOST, length - at)), at);
    }
    return bytes;
  }

  #part(offset: number, length: number): Uint8Array {
    if (length === 0) return new Uint8Array();
    const { XMLHttpRequest } = globalThis as unknown as { XMLHttpRequest: new () => Request };
    const request = new XMLHttpRequest();
    request.open('GET', this.#file.address, false);
    request.responseType = 'arraybuffer';
    request.setRequestHeader('Range', `bytes=${offset}-${offset + length - 1}`);
    try {
      request.send();
    } catch (cause) {
      throw new HotfixkitError(
        'FILE_READ',
        'the server of this page has ended; start "hotfixkit view" again',
        { file: this.#file.name },
        { cause },
      );
    }
    const bytes = new Uint8Array(request.response as ArrayBuffer);
    if (request.status === 206 && bytes.length === length) return bytes;
    throw new HotfixkitError('FILE_READ', 'the file cannot be read; it may have been changed or removed', {
      file: this.#file.name,
      offset,
    });
  }
}
