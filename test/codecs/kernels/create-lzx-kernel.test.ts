import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createLzxKernel } from '../../../src/codecs/kernels/create-lzx-kernel.js';
import { LzxScriptKernel } from '../../../src/codecs/kernels/lzx-script-kernel.js';
import { LzxWasmKernel } from '../../../src/codecs/kernels/lzx-wasm-kernel.js';
import { RunResult } from '../../../src/codecs/lzx-codes.js';
import { undoE8 } from '../../../src/codecs/lzx-e8.js';
import { sameBytes } from '../../support/sample-bytes.js';
import { itThorough, runs } from '../../support/thorough.js';

describe.each([
  ['WebAssembly', LzxWasmKernel],
  ['JavaScript', LzxScriptKernel],
])('in %s', (_language, Kernel) => {
  describe('translate', () => {
    const kernel = new Kernel(32_768, 30);

    it('does what undoE8 does, for frames of any length', () => {
      const bytes = fc
        .uint8Array({ minLength: 1, maxLength: 300 })
        .map((raw) => raw.map((byte) => (byte < 90 ? 0xe8 : byte)));
      fc.assert(
        fc.property(bytes, fc.nat(0x3fff_ffff), fc.integer(), fc.nat(1000), (frame, offset, size, start) => {
          kernel.window.set(frame, start);
          const expected = frame.slice();
          undoE8(expected, offset, size);
          expect(sameBytes(kernel.translate(start, frame.length, offset, size), expected)).toBe(true);
          expect(sameBytes(kernel.window.subarray(start, start + frame.length), frame)).toBe(true);
        }),
        { seed: 20080414, numRuns: runs(500) },
      );
    });
  });

  describe('bits', () => {
    it('come from words, highest bit first', () => {
      const kernel = new Kernel(32_768, 30);
      kernel.setInput(Uint8Array.of(0x34, 0x12, 0x78, 0x56, 0xbc, 0x9a, 0xf0, 0xde));
      kernel.startBits(0, 8);
      expect(kernel.peek() >>> 16).toBe(0x1234);
      kernel.bitPosition = 4;
      expect(kernel.peek() >>> 8).toBe(0x234567);
      kernel.startBits(1, 8);
      expect(kernel.peek() >>> 16).toBe(0x7812);
    });
  });

  describe('matches', () => {
    /** One match of `header` + 2 bytes at the last distance, from a main code of two symbols. */
    function run(before: Uint8Array, start: number, distance: number, header: number): number {
      const kernel = new Kernel(32_768, 30);
      kernel.window.set(before, start - before.length);
      kernel.position = start;
      kernel.setRecent(distance, 1, 1);
      const lengths = new Uint8Array(256 + 240);
      lengths[256 + header] = 1;
      lengths[256 + 8] = 1;
      expect(kernel.main.build(lengths)).toBe(true);
      kernel.hasLengths = false;
      // Slot 0 is the lower of the two symbols, so its code is 0.
      kernel.setInput(new Uint8Array(16));
      kernel.startBits(0, 16);
      const result = kernel.decodeRun(start + header + 2, before.length - start, false);
      if (result === RunResult.ok) {
        const expected = [...before];
        for (let i = 0; i < header + 2; i++) expected.push(expected[expected.length - distance]!);
        expect([...kernel.window.subarray(start, start + header + 2)]).toEqual(expected.slice(before.length));
      }
      return result;
    }

    const before = Uint8Array.from({ length: 40 }, (_, i) => i + 1);

    itThorough('of every length and distance', () => {
      for (let header = 0; header < 7; header++) {
        for (let distance = 1; distance <= 40; distance++)
          expect(run(before, 40, distance, header)).toBe(RunResult.ok);
      }
    });

    it('that reach back before the start, or too far', () => {
      expect(run(before, 40, 41, 3)).toBe(RunResult.beforeStart);
      expect(run(before, 40, 0x7fff_ffff, 3)).toBe(RunResult.beforeStart);
    });

    it('with a length from a tree that is not there', () => {
      expect(run(before, 40, 1, 7)).toBe(RunResult.noLengthTree);
    });
  });
});

describe('createLzxKernel', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('takes WebAssembly', () => expect(createLzxKernel(32_768, 30)).toBeInstanceOf(LzxWasmKernel));

  it.each([
    ['there is none', undefined],
    [
      'there is no memory for it',
      {
        Memory: class {
          constructor() {
            throw new RangeError('could not allocate memory');
          }
        },
      },
    ],
  ])('takes JavaScript where %s', (_label, replacement) => {
    vi.stubGlobal('WebAssembly', replacement);
    expect(createLzxKernel(32_768, 30)).toBeInstanceOf(LzxScriptKernel);
  });
});
