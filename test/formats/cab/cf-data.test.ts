import { describe, expect, it } from 'vitest';
import { parseCfData, verifyCfData } from '../../../src/formats/cab/cf-data.js';
import { cabinetChecksum } from '../../support/cabinet-builder.js';
import { caught } from '../../support/caught.js';

function fixedPart(checksum: number, dataLength: number, outputLength: number): Uint8Array {
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, checksum, true);
  view.setUint16(4, dataLength, true);
  view.setUint16(6, outputLength, true);
  return bytes;
}

describe('lengths', () => {
  it.each([
    [38_912, 32_768],
    [0, 0],
    [38, 0],
  ])('of %i and %i bytes are fine', (dataLength, outputLength) => {
    expect(parseCfData(fixedPart(0, dataLength, outputLength))).toMatchObject({ dataLength, outputLength });
  });

  it.each([
    [38_913, 32_768],
    [0xffff, 1],
    [10, 32_769],
  ])('of %i and %i bytes are not', (dataLength, outputLength) => {
    expect(caught(() => parseCfData(fixedPart(0, dataLength, outputLength))).code).toBe('CAB_BAD_DATA');
  });
});

describe('checksum', () => {
  const data = Uint8Array.of(1, 2, 3, 4, 5);
  const none = new Uint8Array(0);
  const right = cabinetChecksum(Uint8Array.of(5, 0, 9, 0), cabinetChecksum(data, 0));

  it('covers data and lengths', () => {
    verifyCfData(parseCfData(fixedPart(right, 5, 9)), data, none);
    const error = caught(() => verifyCfData(parseCfData(fixedPart(right, 5, 8)), data, none));
    expect(error.code).toBe('CAB_CHECKSUM');
    expect(error.facts.expected).toBe(`0x${right.toString(16)}`);
  });

  it.each([4, 6])('may count a reserve of %d bytes, or leave it out', (length) => {
    const reserve = Uint8Array.from({ length }, (_, i) => 0x91 + 7 * i);
    const lengths = Uint8Array.of(5, 0, 9, 0);
    const asOne = cabinetChecksum(Uint8Array.of(...lengths, ...reserve, ...data), 0);
    const apart = cabinetChecksum(Uint8Array.of(...lengths, ...reserve), cabinetChecksum(data, 0));
    for (const sum of [right, asOne, apart]) verifyCfData(parseCfData(fixedPart(sum, 5, 9)), data, reserve);
    expect(caught(() => verifyCfData(parseCfData(fixedPart(right ^ 1, 5, 9)), data, reserve)).code).toBe(
      'CAB_CHECKSUM',
    );
    expect(caught(() => verifyCfData(parseCfData(fixedPart(asOne, 5, 9)), data, none)).code).toBe(
      'CAB_CHECKSUM',
    );
  });

  it('of 0 is not looked at', () => verifyCfData(parseCfData(fixedPart(0, 5, 9)), data, none));
});
