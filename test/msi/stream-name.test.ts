import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeStreamName, encodeStreamName } from '../../src/msi/stream-name.js';
import { itThorough, runs } from '../support/thorough.js';

describe('stream names', () => {
  it.each<[string, boolean, number[]]>([
    // From Wine's test of the administrative properties: a stream without the mark of a table.
    ['AdminProperties', false, [0x41ca, 0x4330, 0x3e71, 0x44b5, 0x4233, 0x45f5, 0x422c, 0x4836]],
    // U+3800 + first + 64 * second for two, U+4800 + value for one, over 0-9 A-Z a-z . _
    [
      '_Tables',
      true,
      [0x4840, 0x3800 + 63 + 64 * 29, 0x3800 + 36 + 64 * 37, 0x3800 + 47 + 64 * 40, 0x4800 + 54],
    ],
    ['0', false, [0x4800]],
    ['00', false, [0x3800]],
    ['__', false, [0x3800 + 63 + 64 * 63]],
    ['_', false, [0x483f]],
    // A character outside of the alphabet stays and ends a pair.
    ['a b', false, [0x4800 + 36, 0x20, 0x4800 + 37]],
    ['ab-c', false, [0x3800 + 36 + 64 * 37, 0x2d, 0x4800 + 38]],
    ['é', true, [0x4840, 0xe9]],
    ['', false, []],
    ['\u0005SummaryInformation', false, [...'\u0005SummaryInformation'].map((c) => c.charCodeAt(0))],
    ['\u0005MsiDigitalSignatureEx', false, [...'\u0005MsiDigitalSignatureEx'].map((c) => c.charCodeAt(0))],
  ])('%j, table %s', (name, isTable, units) => {
    const raw = String.fromCharCode(...units);
    expect(encodeStreamName(name, isTable)).toBe(raw);
    expect(decodeStreamName(raw)).toEqual({ name, isTable });
  });

  it('pack up to 62 characters into what a directory entry holds', () => {
    expect(encodeStreamName('x'.repeat(62), false)).toHaveLength(31);
    expect(encodeStreamName('x'.repeat(60), true)).toHaveLength(31);
  });

  it('that nobody packed are left alone', () => {
    expect(decodeStreamName('Root Entry')).toEqual({ name: 'Root Entry', isTable: false });
    expect(decodeStreamName('a\u4840b')).toEqual({ name: 'a\u4840b', isTable: false });
    expect(decodeStreamName('\u4841\u37ff')).toEqual({ name: '\u4841\u37ff', isTable: false });
  });

  itThorough('of all pairs come back', () => {
    const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._';
    for (const a of alphabet) {
      for (const b of ['', ...alphabet]) {
        const raw = encodeStreamName(a + b, false);
        expect(raw).toHaveLength(1);
        expect(decodeStreamName(raw).name).toBe(a + b);
      }
    }
  });

  it('of any kind come back', () => {
    const unit = fc.oneof(
      fc.constantFrom(...'AZaz09._ -\u0001é中\ud800'),
      fc.nat(0x37ff).map((code) => String.fromCharCode(code)),
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 40 }), fc.boolean(), (name, isTable) => {
        if (name.startsWith('\u0005')) return;
        expect(decodeStreamName(encodeStreamName(name, isTable))).toEqual({ name, isTable });
      }),
      { seed: 1, numRuns: runs(500) },
    );
  });
});
