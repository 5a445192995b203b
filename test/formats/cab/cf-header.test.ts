import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { readCfHeader } from '../../../src/formats/cab/cf-header.js';
import { buildCabinet, type CabinetPlan } from '../../support/cabinet-builder.js';
import { caught } from '../../support/caught.js';

const plan: CabinetPlan = {
  folders: [{ method: 'none', files: [{ name: 'a', bytes: Uint8Array.of(1) }] }],
  setId: 77,
  index: 5,
};

function header(changes: Partial<CabinetPlan>, codePage = 0) {
  return readCfHeader(new BufferSource(buildCabinet({ ...plan, ...changes })), codePage);
}

it('reads the fixed fields', () => {
  expect(header({})).toMatchObject({
    size: 36 + 8 + 18 + 9,
    filesOffset: 44,
    minorVersion: 3,
    majorVersion: 1,
    folderCount: 1,
    fileCount: 1,
    flags: 0,
    setId: 77,
    index: 5,
    folderReserve: 0,
    dataReserve: 0,
    previousCabinet: null,
    nextCabinet: null,
    length: 36,
  });
});

it('reads reserve fields', () => {
  const reserve = header({ reserve: { header: Uint8Array.of(1, 2, 3), folder: 4, data: 255 } });
  expect(reserve).toMatchObject({ flags: 4, folderReserve: 4, dataReserve: 255, length: 36 + 4 + 3 });
  expect([...reserve.reserve]).toEqual([1, 2, 3]);
});

it('reads 64 KiB of reserve and four names', () => {
  const long = 'x'.repeat(255);
  const { reserve, previousCabinet, nextCabinet } = header({
    reserve: { header: 0xffff },
    previous: { name: long, disk: long },
    next: { name: long, disk: long },
  });
  expect(reserve).toHaveLength(0xffff);
  expect(previousCabinet).toEqual({ name: long, disk: long });
  expect(nextCabinet).toEqual({ name: long, disk: long });
});

describe('names of other cabinets', () => {
  it('may have an empty disk label', () => {
    expect(header({ previous: { name: 'a.cab' } }).previousCabinet).toEqual({ name: 'a.cab', disk: '' });
    expect(header({ next: { name: 'b.cab' } }).nextCabinet).toEqual({ name: 'b.cab', disk: '' });
  });

  it('are in the code page', () => {
    // The builder writes UTF-8.
    expect(header({ next: { name: 'ü.cab', disk: 'ß' } }, 65001).nextCabinet).toEqual({
      name: 'ü.cab',
      disk: 'ß',
    });
    expect(header({ next: { name: 'ü.cab' } }, 1252).nextCabinet?.name).toBe('Ã¼.cab');
  });

  it('may not be empty', () => {
    expect(caught(() => header({ next: { name: '' } })).code).toBe('CAB_BAD_HEADER');
  });
});

describe('damage', () => {
  const bytes = buildCabinet({ ...plan, reserve: { header: 4 }, next: { name: 'next', disk: 'disk' } });

  it('at any length is named', () => {
    const { length } = readCfHeader(new BufferSource(bytes), 0);
    for (let cut = 0; cut < length; cut++) {
      const error = caught(() => readCfHeader(new BufferSource(bytes.subarray(0, cut)), 0));
      expect(error.code).toBe(cut < 4 ? 'CAB_BAD_SIGNATURE' : 'CAB_TRUNCATED');
      expect(error.facts.structure).toBe('CFHEADER');
    }
  });

  it('of the signature is named', () => {
    const broken = bytes.slice();
    broken[0] = 0x6d;
    expect(caught(() => readCfHeader(new BufferSource(broken), 0)).facts.found).toBe('0x4643536d');
  });
});
