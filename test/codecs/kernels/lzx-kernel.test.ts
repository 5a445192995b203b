import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LzxKernel } from '../../../src/codecs/kernels/lzx-kernel.js';
import * as layout from '../../../src/codecs/kernels/lzx-layout.js';
import { lzxWasm } from '../../../src/codecs/kernels/lzx-wasm.js';
import { WasmModule } from '../../../src/codecs/kernels/wasm-module.js';
import { HotfixkitError } from '../../../src/core/errors.js';
import { encodeLzx } from '../../support/lzx-encoder.js';
import { sameBytes, sampleBytes } from '../../support/sample-bytes.js';
import { itThorough } from '../../support/thorough.js';

interface Exports {
  configure(windowSize: number, slots: number, isDelta: boolean): void;
  reset(reference: number): void;
  decode(length: number, outputLength: number): number;
  translate(start: number, length: number, frameOffset: number, size: number): void;
}

const raw = (): { bytes: Uint8Array; exports: Exports } =>
  new WasmModule<Exports>(lzxWasm).instantiate(layout.WINDOW + 32_768 + layout.RING_EXTRA + layout.OVERSHOOT);

describe('calls', () => {
  const { bytes, exports } = raw();

  function translated(frame: Uint8Array, frameOffset: number, size: number, start = 77): Uint8Array {
    bytes.set(frame, layout.WINDOW + start);
    exports.translate(start, frame.length, frameOffset, size);
    expect(sameBytes(bytes.subarray(layout.WINDOW + start).subarray(0, frame.length), frame)).toBe(true);
    return bytes.slice(layout.TRANSLATED, layout.TRANSLATED + frame.length);
  }

  /** A frame of `length` bytes with a call at `at`, to `target`. */
  function frameWithCall(length: number, at: number, target: number): Uint8Array {
    const frame = new Uint8Array(length).fill(0x90);
    frame[at] = 0xe8;
    new DataView(frame.buffer).setInt32(at + 1, target, true);
    return frame;
  }

  const targetAt = (frame: Uint8Array, at: number): number =>
    new DataView(frame.buffer).getInt32(at + 1, true);

  it.each([
    // frame offset, place, stored target, size, decoded target
    ['absolute becomes relative', 0x8000, 100, 0x9000, 0x10000, 0x9000 - 0x8000 - 100],
    ['the largest target', 0, 0, 0xffff, 0x10000, 0xffff],
    ['a target at the size is left alone', 0, 0, 0x10000, 0x10000, 0x10000],
    ['negative ones wrap at the size', 0x8000, 100, -1, 0x10000, 0xffff],
    ['the lowest target', 0x8000, 100, -(0x8000 + 100), 0x10000, 0x10000 - 0x8000 - 100],
    ['one below is left alone', 0x8000, 100, -(0x8000 + 101), 0x10000, -(0x8000 + 101)],
  ])('%s', (_label, frameOffset, at, stored, size, decoded) => {
    expect(targetAt(translated(frameWithCall(200, at, stored), frameOffset, size), at)).toBe(decoded);
  });

  it.each([
    [189, true],
    [190, false],
    [195, false],
  ])('at %i of 200 are translated: %s', (at, isTranslated) => {
    expect(targetAt(translated(frameWithCall(200, at, 0x7000), 0, 0x10000), at) !== 0x7000).toBe(
      isTranslated,
    );
  });

  it('within the target of another are none', () => {
    const frame = translated(frameWithCall(64, 10, 0xe8e8e8), 0x100, 0x10000);
    expect(targetAt(frame, 10)).toBe(0xe8e8e8);
    expect([...frame.subarray(15)].every((byte) => byte === 0x90)).toBe(true);
  });

  it('in frames of ten bytes and fewer stay as they are', () => {
    const frame = Uint8Array.of(0xe8, 1, 2, 3, 4, 0xe8, 1, 2, 3, 4);
    expect([...translated(frame, 0, 0x7fffffff)]).toEqual([...frame]);
  });

  it('in frames full of them come to what the document says', () => {
    /** [MS-PATCH] 2.4, byte by byte. */
    function byTheDocument(frame: Uint8Array, frameOffset: number, size: number): Uint8Array {
      const result = frame.slice();
      const view = new DataView(result.buffer);
      for (let at = 0; at < result.length - 10; at++) {
        if (result[at] !== 0xe8) continue;
        const place = frameOffset + at;
        const target = view.getInt32(at + 1, true);
        if (target >= -place && target < size) {
          view.setInt32(at + 1, target < 0 ? target + size : target - place, true);
        }
        at += 4;
      }
      return result;
    }
    const frames = fc
      .uint8Array({ minLength: 1, maxLength: 300 })
      .map((noise) => noise.map((byte) => (byte < 90 ? 0xe8 : byte)));
    fc.assert(
      fc.property(frames, fc.nat(0x3fff_ffff), fc.integer(), fc.nat(1000), (frame, offset, size, start) => {
        const expected = byTheDocument(frame, offset, size);
        expect(sameBytes(translated(frame, offset, size, start), expected)).toBe(true);
      }),
      { seed: 20080414, numRuns: 500 },
    );
  });
});

itThorough('reads and writes its own memory only, whatever it is given', () => {
  const streams = [
    encodeLzx(sampleBytes(40_000), { windowBits: 15, translationSize: 40_000 }),
    encodeLzx(sampleBytes(40_000, 5), {
      windowBits: 15,
      blocks: [
        { type: 'stored', length: 1001 },
        { type: 'aligned', length: 9000 },
      ],
    }),
  ];
  const kernel = new LzxKernel(15);
  const change = fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 }));
  let refused = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...streams),
      fc.boolean(),
      fc.array(change, { minLength: 1, maxLength: 4 }),
      fc.nat(300),
      (frames, isDelta, changes, near) => {
        kernel.configure(15, isDelta);
        kernel.reset(sampleBytes(1000));
        for (const { data, uncompressedLength } of frames) {
          const bytes = data.slice();
          // Headers and trees are at the start.
          for (const [at, mask] of changes) bytes[(at % 2 ? at : at % (near + 1)) % bytes.length]! ^= mask;
          try {
            expect(kernel.decode(bytes, uncompressedLength)).toHaveLength(uncompressedLength);
          } catch (error) {
            // A trap would be another error: WebAssembly.RuntimeError.
            expect(error).toBeInstanceOf(HotfixkitError);
            expect(error).toMatchObject({ code: 'LZX_CORRUPT' });
            refused++;
            return;
          }
        }
      },
    ),
    { seed: 15, numRuns: 1500 },
  );
  expect(refused).toBeGreaterThan(500);
});

itThorough('takes the longest frame of noise to an answer', () => {
  const kernel = new LzxKernel(15);
  for (let seed = 1; seed <= 50; seed++) {
    let state = seed;
    const noise = Uint8Array.from({ length: 65_535 }, () => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return state >>> 24;
    });
    // A block of the whole frame, so that the noise is its trees.
    noise.set([0x80 >> 2, seed % 2 ? 0x10 : 0x20], 0);
    kernel.configure(15, true);
    kernel.reset();
    try {
      kernel.decode(noise, 32_768);
    } catch (error) {
      expect(error).toMatchObject({ code: 'LZX_CORRUPT' });
    }
  }
});
