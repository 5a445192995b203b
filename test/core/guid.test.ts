import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatGuid, parseGuid } from '../../src/core/guid.js';
import { caught } from '../support/caught.js';
import { runs } from '../support/thorough.js';

describe('GUIDs', () => {
  // FMTID_SummaryInformation as MS-OLEPS 2.25 writes it and as it stands in every property set.
  const text = '{F29F85E0-4FF9-1068-AB91-08002B27B3D9}';
  const bytes = Uint8Array.from([
    0xe0, 0x85, 0x9f, 0xf2, 0xf9, 0x4f, 0x68, 0x10, 0xab, 0x91, 0x08, 0x00, 0x2b, 0x27, 0xb3, 0xd9,
  ]);

  it('are stored with the first three groups little-endian', () => {
    expect(formatGuid(bytes)).toBe(text);
    expect(parseGuid(text)).toEqual(bytes);
  });

  it.each(['f29f85e0-4ff9-1068-ab91-08002b27b3d9', `  ${text} `])('are read from %s', (spelled) => {
    expect(parseGuid(spelled)).toEqual(bytes);
  });

  it.each([
    '',
    '{}',
    '{F29F85E0-4FF9-1068-AB91-08002B27B3D}',
    '{G29F85E0-4FF9-1068-AB91-08002B27B3D9}',
    `${text}x`,
    'F29F85E04FF91068AB9108002B27B3D9',
  ])('are not %j', (spelled) => {
    expect(caught(() => parseGuid(spelled)).code).toBe('BAD_GUID');
  });

  it('have sixteen bytes', () => {
    expect(caught(() => formatGuid(new Uint8Array(15))).code).toBe('BAD_GUID');
  });

  it('come back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (raw) => {
        expect(parseGuid(formatGuid(raw))).toEqual(raw);
      }),
      { seed: 1, numRuns: runs(200) },
    );
  });
});
