import { describe, expect, it } from 'vitest';
import { Unpacking } from '../../src/archive/unpacking.js';
import { caught } from '../support/caught.js';

describe('Unpacking', () => {
  it('counts depth, files and bytes against its limits', () => {
    const unpacking = new Unpacking({ limits: { maxDepth: 2, maxEntries: 10, maxSize: 100 } });
    unpacking.enter(2);
    expect(caught(() => unpacking.enter(3)).code).toBe('CONTAINER_TOO_DEEP');
    unpacking.countEntries(6);
    expect(unpacking.entriesLeft).toBe(4);
    expect(caught(() => unpacking.countEntries(5)).code).toBe('CONTAINER_TOO_MANY');
    expect(unpacking.isUsed).toBe(false);
    unpacking.store('a', [new Uint8Array(60)], 60);
    expect(unpacking.isUsed).toBe(true);
    expect(caught(() => unpacking.store('b', [new Uint8Array(50)], 50)).code).toBe('CONTAINER_TOO_LARGE');
  });

  it('does not believe a size', () => {
    const unpacking = new Unpacking({ limits: { maxSize: 1000 } });
    const endless = function* (): Generator<Uint8Array> {
      for (;;) yield new Uint8Array(100);
    };
    expect(caught(() => unpacking.store('a', endless(), 10)).code).toBe('CONTAINER_TOO_LARGE');
  });

  it('takes a ratio for what it is above some size only', () => {
    const unpacking = new Unpacking({ limits: { maxRatio: 100 } });
    unpacking.checkRatio('small', 1, 8 << 20);
    unpacking.checkRatio('dense', 1 << 20, 100 << 20);
    expect(caught(() => unpacking.checkRatio('bomb', 1 << 20, (100 << 20) + 1))).toMatchObject({
      code: 'CONTAINER_RATIO',
      facts: { entry: 'bomb' },
    });
  });
});

describe('all that is unpacked', () => {
  const MiB = 2 ** 20;

  it('is held against the size of the file that it comes from', () => {
    const unpacking = new Unpacking({ packed: 1000, limits: { maxSize: 2 ** 40 } });
    for (let i = 0; i < 16; i++) unpacking.store(`${i}`, [new Uint8Array(MiB)], MiB);
    expect(caught(() => unpacking.store('17', [new Uint8Array(1)], 1))).toMatchObject({
      code: 'CONTAINER_RATIO',
      facts: { entry: '17', found: 16 * MiB + 1 },
    });
  });

  it('is what really comes, not what is said', () => {
    const unpacking = new Unpacking({ packed: 1000 });
    const endless = function* (): Generator<Uint8Array> {
      for (;;) yield new Uint8Array(MiB);
    };
    expect(caught(() => unpacking.store('a', endless(), 10)).code).toBe('CONTAINER_RATIO');
  });

  it('may be large where the file is', () => {
    const unpacking = new Unpacking({ packed: MiB });
    for (let i = 0; i < 20; i++) unpacking.store(`${i}`, [new Uint8Array(MiB)], MiB);
    const generous = new Unpacking({ packed: 1000, limits: { maxRatio: 1e9 } });
    for (let i = 0; i < 20; i++) generous.store(`${i}`, [new Uint8Array(MiB)], MiB);
  });

  it('counts what is decoded again and again', () => {
    const unpacking = new Unpacking({ packed: 1000 });
    for (let i = 0; i < 16; i++) unpacking.countDecoded('a', 16 * MiB);
    expect(caught(() => unpacking.countDecoded('a', 1)).code).toBe('CONTAINER_RATIO');
  });

  it('may be more where it only passes by', () => {
    const unpacking = new Unpacking();
    unpacking.checkOutput(1, 64 * MiB);
    unpacking.checkOutput(MiB, 250 * MiB);
    expect(caught(() => unpacking.checkOutput(MiB, 250 * MiB + 1)).facts).toEqual({
      expected: `${250 * MiB} bytes at most`,
      found: 250 * MiB + 1,
    });
  });
});
