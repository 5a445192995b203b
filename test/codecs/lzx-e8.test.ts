import { describe, expect, it } from 'vitest';
import { undoE8 } from '../../src/codecs/lzx-e8.js';

/** A frame of `length` bytes with a call at `at`, to `target`. */
function frameWithCall(length: number, at: number, target: number): Uint8Array {
  const frame = new Uint8Array(length).fill(0x90);
  frame[at] = 0xe8;
  new DataView(frame.buffer).setInt32(at + 1, target, true);
  return frame;
}

function targetAt(frame: Uint8Array, at: number): number {
  return new DataView(frame.buffer).getInt32(at + 1, true);
}

describe('a call', () => {
  it.each([
    // frame offset, place, stored target, size, decoded target
    ['absolute becomes relative', 0x8000, 100, 0x9000, 0x10000, 0x9000 - 0x8000 - 100],
    ['the largest target', 0, 0, 0xffff, 0x10000, 0xffff],
    ['a target at the size is left alone', 0, 0, 0x10000, 0x10000, 0x10000],
    ['negative ones wrap at the size', 0x8000, 100, -1, 0x10000, 0xffff],
    ['the lowest target', 0x8000, 100, -(0x8000 + 100), 0x10000, 0x10000 - 0x8000 - 100],
    ['one below is left alone', 0x8000, 100, -(0x8000 + 101), 0x10000, -(0x8000 + 101)],
  ])('%s', (_label, frameOffset, at, stored, size, decoded) => {
    const frame = frameWithCall(200, at, stored);
    undoE8(frame, frameOffset, size);
    expect(targetAt(frame, at)).toBe(decoded);
  });

  it.each([
    [189, true],
    [190, false],
    [195, false],
  ])('at %i of 200 is translated: %s', (at, isTranslated) => {
    const frame = frameWithCall(200, at, 0x7000);
    undoE8(frame, 0, 0x10000);
    expect(targetAt(frame, at) !== 0x7000).toBe(isTranslated);
  });

  it('within the target of another is none', () => {
    const frame = frameWithCall(64, 10, 0xe8e8e8);
    undoE8(frame, 0x100, 0x10000);
    expect(targetAt(frame, 10)).toBe(0xe8e8e8);
    expect([...frame.subarray(15)].every((byte) => byte === 0x90)).toBe(true);
  });
});

it('frames of ten bytes and fewer stay as they are', () => {
  const frame = Uint8Array.of(0xe8, 1, 2, 3, 4, 0xe8, 1, 2, 3, 4);
  undoE8(frame, 0, 0x7fffffff);
  expect([...frame]).toEqual([0xe8, 1, 2, 3, 4, 0xe8, 1, 2, 3, 4]);
});
