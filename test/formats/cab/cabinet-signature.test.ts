import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { CabinetSet } from '../../../src/formats/cab/cabinet-set.js';
import { cabinetSignature } from '../../../src/formats/cab/cabinet-signature.js';
import { readCfHeader } from '../../../src/formats/cab/cf-header.js';
import { signedCabinet } from '../../support/signed-cabinet.js';

const { bytes, end } = signedCabinet(200);
const open = (length: number) => CabinetSet.open(new BufferSource(bytes.subarray(0, length)));

describe('the signature of a cabinet', () => {
  it('is where the header says', () => {
    expect(cabinetSignature(readCfHeader(new BufferSource(bytes), 0))).toEqual({ offset: end, size: 200 });
    expect(open(bytes.length).warnings).toEqual([]);
  });

  it.each([
    [1, 'inside'],
    [199, 'inside'],
    [200, 'before'],
  ])('is missing in part or as a whole: %i bytes', (missing, where) => {
    const set = open(bytes.length - missing);
    expect(set.warnings).toMatchObject([
      {
        code: 'CAB_TRUNCATED',
        message: expect.stringContaining(
          `ends ${missing === 1 ? '1 byte' : `${missing} bytes`} too early, ${where} its signature`,
        ),
        expected: `${bytes.length} bytes`,
        found: `${bytes.length - missing} bytes`,
      },
    ]);
    expect(set.readFile(set.files[0]!)).toHaveLength(5);
  });

  it('is not said to be missing where the cabinet itself is cut', () => {
    expect(open(end - 1).warnings).toMatchObject([
      { message: expect.stringContaining('ends 1 byte too early:') },
    ]);
  });
});
