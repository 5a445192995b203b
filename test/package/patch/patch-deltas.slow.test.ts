import { describe, expect, it } from 'vitest';
import { applyDeltas, type DeltaToApply } from '../../../src/package/patch/patch-deltas.js';
import { caught } from '../../support/caught.js';
import { buildDelta } from '../../support/delta-builder.js';

const MiB = 2 ** 20;
const file = { key: 'F', path: 'a.dll' };
const old = new Uint8Array(20 * MiB);
const delta = (bytes: Uint8Array, isFatal = true): DeltaToApply => ({ bytes, isFatal, label: 'a.msp' });

/** A few bytes that make a copy of the old file, and some that are for another one. */
const copies = buildDelta({ newFile: old, oldFiles: [{ content: old, stream: new Uint8Array() }] });
const foreign = buildDelta({
  newFile: old,
  oldFiles: [{ content: new Uint8Array(5), size: 5 }],
  headerOnly: true,
});

describe('deltas of one file', () => {
  it('may make it again some times', () => {
    expect(applyDeltas(old, new Array(5).fill(delta(copies)), file).bytes).toHaveLength(old.length);
  });

  it.each([
    ['that make it a thousand times', copies, true],
    ['that make it a thousand times and need not fit', copies, false],
    ['that fit nothing and need not', foreign, false],
  ])('%s are refused', (_, bytes, isFatal) => {
    const deltas = new Array<DeltaToApply>(1000).fill(delta(bytes, isFatal));
    expect(caught(() => applyDeltas(old, deltas, file))).toMatchObject({
      code: 'DELTA_TOO_LARGE',
      facts: { file: 'a.msp', entry: 'F' },
    });
  });
});
