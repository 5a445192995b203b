import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { CabinetSet } from '../../../src/formats/cab/cabinet-set.js';
import { packedSize } from '../../../src/formats/cab/cabinet-sizes.js';
import { buildCabinet, type CabinetPlan } from '../../support/cabinet-builder.js';
import { caught } from '../../support/caught.js';

const bytes = (length: number): Uint8Array => new Uint8Array(length).fill(7);
const unlimited = { countEntries: () => undefined };

const open = (plan: CabinetPlan): CabinetSet =>
  CabinetSet.open(new BufferSource(buildCabinet(plan)), { budget: unlimited });

describe('files that share bytes', () => {
  const folder = (...files: [offset: number, size: number][]): CabinetPlan => ({
    folders: [
      {
        method: 'none',
        files: files.map(([offset, size], i) => ({ name: `${i}`, bytes: bytes(size), offset })),
      },
    ],
  });

  it.each([
    ['one after the other', folder([0, 10], [10, 10], [20, 5])],
    ['with a gap', folder([0, 10], [15, 10])],
    ['the same file twice', folder([0, 10], [0, 10], [10, 3], [10, 3])],
    ['nothing in the middle of something', folder([0, 10], [5, 0], [10, 2])],
  ])('are let pass: %s', (_, plan) => {
    expect(open(plan).files.length).toBeGreaterThan(1);
  });

  it.each([
    ['one within the other', folder([0, 100], [10, 20])],
    ['the same start', folder([0, 100], [0, 20])],
    ['one reaches into the next', folder([0, 100], [99, 10])],
    ['behind a twin', folder([0, 100], [0, 100], [99, 10])],
    ['in another order', folder([50, 10], [0, 51])],
  ])('are refused: %s', (_, plan) => {
    expect(caught(() => open(plan))).toMatchObject({ code: 'CONTAINER_OVERLAP', kind: 'input' });
  });

  it('are nobody else’s affair', () => {
    const source = new BufferSource(buildCabinet(folder([0, 100], [10, 20])));
    expect(CabinetSet.open(source).files).toHaveLength(2);
  });
});

describe('packedSize', () => {
  it('ends where the cabinet says, if that can be', () => {
    const cabinet = buildCabinet({ folders: [{ method: 'none', files: [{ name: 'a', bytes: bytes(9) }] }] });
    const within = Buffer.concat([cabinet, new Uint8Array(1000)]);
    expect(packedSize(CabinetSet.open(new BufferSource(within)).cabinets)).toBe(cabinet.length);
    within.writeUInt32LE(0, 8);
    expect(packedSize(CabinetSet.open(new BufferSource(within)).cabinets)).toBe(within.length);
  });
});
