import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { parseKwajHeader } from '../../../src/formats/compress/kwaj-header.js';
import { caught } from '../../support/caught.js';
import { buildCompressed } from '../../support/compress-builder.js';

const content = new Uint8Array(20);
const parse = (bytes: Uint8Array) => parseKwajHeader(new BufferSource(bytes));
const build = (plan: object) => buildCompressed(content, { format: 'KWAJ', method: 0, ...plan });

describe('parseKwajHeader', () => {
  it.each([
    { plan: { size: false }, expected: { size: null, name: null, extension: null, dataOffset: 14 } },
    { plan: {}, expected: { size: 20, dataOffset: 18 } },
    {
      plan: { name: 'ABCDEFGH', extension: 'DLL', extras: true },
      expected: { size: 20, name: 'ABCDEFGH', extension: 'DLL', dataOffset: 42 },
    },
    { plan: { name: 'A', size: false, extras: true }, expected: { size: null, name: 'A', extension: null } },
  ])('$plan', ({ plan, expected }) => {
    expect(parse(build(plan))).toMatchObject({ method: 0, ...expected });
  });

  const changed = (change: (view: DataView) => void): Uint8Array => {
    const bytes = build({ name: 'ABC' }).slice();
    change(new DataView(bytes.buffer));
    return bytes;
  };
  it.each([
    { name: 'data before the end of the header', bytes: changed((view) => view.setUint16(10, 13, true)) },
    { name: 'data behind the end of the file', bytes: changed((view) => view.setUint16(10, 500, true)) },
    { name: 'a header that is cut', bytes: build({}).subarray(0, 12) },
    { name: 'extensions that are cut', bytes: build({ name: 'ABC', extras: true }).subarray(0, 19) },
    { name: 'a name that is too long', bytes: build({ name: 'ABCDEFGHI' }) },
    { name: 'an extension that is too long', bytes: build({ extension: 'TEXT' }) },
  ])('refuses $name', ({ bytes }) => {
    expect(caught(() => parse(bytes)).code).toBe('KWAJ_CORRUPT');
  });
});
