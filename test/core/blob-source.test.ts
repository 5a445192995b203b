import { afterEach, describe, expect, it, vi } from 'vitest';
import { type BlobLike, BlobSource } from '../../src/core/blob-source.js';
import { caught } from '../support/caught.js';

/** A blob whose bytes a reader can have at once, as in the worker of a browser. */
class FakeBlob {
  readonly bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
  get size(): number {
    return this.bytes.length;
  }
  slice(start: number, end: number): FakeBlob {
    return new FakeBlob(this.bytes.subarray(start, end));
  }
  arrayBuffer(): Promise<ArrayBuffer> {
    return Promise.resolve(Uint8Array.from(this.bytes).buffer);
  }
}

class FakeReader {
  readAsArrayBuffer(blob: FakeBlob): ArrayBuffer {
    return Uint8Array.from(blob.bytes).buffer;
  }
}

afterEach(() => vi.unstubAllGlobals());

describe('BlobSource', () => {
  it('reads in place', () => {
    vi.stubGlobal('FileReaderSync', FakeReader);
    const source = new BlobSource(new FakeBlob(Uint8Array.of(1, 2, 3, 4)) satisfies BlobLike);
    expect(source.size).toBe(4);
    expect(source.read(1, 2)).toEqual(Uint8Array.of(2, 3));
    expect(caught(() => source.read(3, 2)).code).toBe('READ_PAST_END');
  });

  it('says where it does not work', () => {
    expect(caught(() => new BlobSource(new Blob([]))).code).toBe('PACKAGE_UNSUPPORTED');
  });
});
