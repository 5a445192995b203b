/* Stands in for `../scratch.ts` in browsers, whose blobs are kept on disk when they are large. */

import { BlobSource } from '../../core/blob-source.js';
import { BufferSource, type ByteSource } from '../../core/byte-source.js';

/** Pieces are gathered into blobs of this many bytes. */
const GATHER = 4 << 20;

export class Scratch {
  readonly #memoryBudget: number;
  #memory = 0;

  constructor(memoryBudget: number) {
    this.#memoryBudget = memoryBudget;
  }

  /** Stores the pieces, which may be overwritten afterwards: in memory up to the budget, beyond that as a blob. */
  store(pieces: Iterable<Uint8Array>, _expected: number): ByteSource {
    const left = this.#memoryBudget - this.#memory;
    const blobs: Blob[] = [];
    let kept: Uint8Array<ArrayBuffer>[] = [];
    let gathered = 0;
    let length = 0;
    for (const piece of pieces) {
      kept.push(new Uint8Array(piece));
      gathered += piece.length;
      length += piece.length;
      if (length <= left || gathered < GATHER) continue;
      blobs.push(new Blob(kept));
      kept = [];
      gathered = 0;
    }
    if (length > left) return new BlobSource(new Blob([...blobs, ...kept]));
    this.#memory += length;
    const bytes = new Uint8Array(length);
    let at = 0;
    for (const piece of kept) {
      bytes.set(piece, at);
      at += piece.length;
    }
    return new BufferSource(bytes);
  }

  close(): void {
    this.#memory = 0;
  }
}
