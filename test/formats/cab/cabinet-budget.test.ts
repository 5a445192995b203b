import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { HotfixkitError } from '../../../src/core/errors.js';
import { isBudgetError, packedSize } from '../../../src/formats/cab/cabinet-budget.js';
import { CabinetSet } from '../../../src/formats/cab/cabinet-set.js';
import { buildCabinet, type CabinetPlan } from '../../support/cabinet-builder.js';
import { caught } from '../../support/caught.js';

const bytes = (length: number): Uint8Array => new Uint8Array(length).fill(7);

/** A budget that notes what it is told. */
function budget(most = 1000): { counted: number[]; countEntries: (count: number) => void } {
  const counted: number[] = [];
  return {
    counted,
    countEntries(count) {
      counted.push(count);
      if (counted.reduce((sum, one) => sum + one, 0) > most) {
        throw new HotfixkitError('CONTAINER_TOO_MANY', 'too many');
      }
    },
  };
}

const open = (plan: CabinetPlan): CabinetSet =>
  CabinetSet.open(new BufferSource(buildCabinet(plan)), { budget: budget() });

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

describe('a budget', () => {
  const part = (i: number): Uint8Array =>
    buildCabinet({
      folders: [{ method: 'none', files: [{ name: `f${i}`, bytes: bytes(3) }] }],
      previous: { name: `${i - 1}.cab`, disk: '' },
      next: { name: `${i + 1}.cab`, disk: '' },
    });

  it('is told of each cabinet of a set and ends it', () => {
    let opened = 0;
    const limited = budget(5);
    const error = caught(() =>
      CabinetSet.open(new BufferSource(part(0)), {
        name: '0.cab',
        budget: limited,
        resolve: (name) => {
          opened++;
          return new BufferSource(part(Number.parseInt(name, 10)));
        },
      }),
    );
    expect(error.code).toBe('CONTAINER_TOO_MANY');
    expect(opened).toBe(5);
    expect(isBudgetError(error)).toBe(true);
    expect(isBudgetError(new HotfixkitError('CAB_TRUNCATED', ''))).toBe(false);
  });

  it('is told before the files are read, and of folders where there are more of them', () => {
    const bytesOf = buildCabinet({ folders: [{ method: 'none', files: [{ name: 'a', bytes: bytes(3) }] }] });
    const view = new DataView(bytesOf.buffer, bytesOf.byteOffset);
    view.setUint16(0x1c, 60_000, true); // cFiles
    const files = budget(100);
    expect(caught(() => CabinetSet.open(new BufferSource(bytesOf), { budget: files })).code).toBe(
      'CONTAINER_TOO_MANY',
    );
    view.setUint16(0x1a, 65_000, true); // cFolders
    const folders = budget(100);
    expect(caught(() => CabinetSet.open(new BufferSource(bytesOf), { budget: folders })).code).toBe(
      'CONTAINER_TOO_MANY',
    );
    expect([files.counted, folders.counted]).toEqual([[60_000], [65_000]]);
  });
});

describe('packedSize', () => {
  it('ends where the cabinet says, if that can be', () => {
    const cabinet = buildCabinet({ folders: [{ method: 'none', files: [{ name: 'a', bytes: bytes(9) }] }] });
    const within = Buffer.concat([cabinet, new Uint8Array(1000)]);
    expect(packedSize(CabinetSet.open(new BufferSource(within)))).toBe(cabinet.length);
    within.writeUInt32LE(0, 8);
    expect(packedSize(CabinetSet.open(new BufferSource(within)))).toBe(within.length);
  });
});
