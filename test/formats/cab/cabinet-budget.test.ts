import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { HotfixkitError } from '../../../src/core/errors.js';
import { isBudgetError } from '../../../src/formats/cab/cabinet-budget.js';
import { CabinetSet } from '../../../src/formats/cab/cabinet-set.js';
import { buildCabinet } from '../../support/cabinet-builder.js';
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
