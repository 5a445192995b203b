import { describe, expect, it } from 'vitest';
import { Unpacking } from '../../src/container/unpacking.js';
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
