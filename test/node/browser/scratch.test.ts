import { afterEach, expect, it, vi } from 'vitest';
import { Scratch } from '../../../src/node/browser/scratch.js';

/** Reads a blob of this process at once, as the worker of a browser does. */
class Reader {
  readAsArrayBuffer(blob: FakeBlob): ArrayBuffer {
    return new Uint8Array(blob.bytes).buffer;
  }
}

class FakeBlob {
  readonly bytes: Uint8Array;

  constructor(parts: (Uint8Array | FakeBlob)[]) {
    this.bytes = Buffer.concat(parts.map((part) => ('bytes' in part ? part.bytes : part)));
  }

  get size(): number {
    return this.bytes.length;
  }

  slice(start: number, end: number): FakeBlob {
    return new FakeBlob([this.bytes.subarray(start, end)]);
  }
}

afterEach(() => vi.unstubAllGlobals());

it.each([
  ['in memory', 100],
  ['in a blob', 10],
])('keeps pieces that are overwritten later %s', (_, budget) => {
  vi.stubGlobal('Blob', FakeBlob);
  vi.stubGlobal('FileReaderSync', Reader);
  const shared = new Uint8Array(8);
  const pieces = function* () {
    for (let i = 0; i < 5; i++) yield shared.fill(i);
  };
  const scratch = new Scratch(budget);
  const stored = scratch.store(pieces(), 40);
  shared.fill(99);
  expect(stored.size).toBe(40);
  expect([...stored.read(6, 4)]).toEqual([0, 0, 1, 1]);
  scratch.close();
});
