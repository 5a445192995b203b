import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { describePackage } from '../../../src/hotfix/describe/describe-package.js';
import { signatureIn } from '../../../src/package/inspect/signature-presence.js';
import { openPackage } from '../../../src/package/open-package.js';
import { buildCabinet } from '../../support/cabinet-builder.js';
import { cabinetOf, iexpress, msu, selfExtractor } from '../../support/container-builder.js';
import { text } from '../../support/package-folder.js';
import { buildExecutable, buildNewExecutable } from '../../support/portable-executable-builder.js';
import { buildZip, fields, join } from '../../support/zip-builder.js';

/** The reserve and the block behind the cabinet that signtool writes. */
function signedCabinet(change: { magic?: number; size?: number; cut?: number; reserve?: number } = {}) {
  const plan = { folders: [{ method: 'mszip' as const, files: [{ name: 'a.txt', bytes: text('a') }] }] };
  const { magic = 0x00100000, size = 600, cut = 0, reserve = 20 } = change;
  const unsigned = buildCabinet({ ...plan, reserve: { header: reserve } });
  const header = join(fields([4, magic], [4, unsigned.length], [4, size]), new Uint8Array(8)).subarray(
    0,
    reserve,
  );
  return join(buildCabinet({ ...plan, reserve: { header } }), new Uint8Array(Math.max(0, 600 - cut)));
}

const certificate = new Uint8Array(100).fill(7);

describe('signatureIn', () => {
  it.each([
    { name: 'a signed cabinet', bytes: signedCabinet(), expected: 'present' },
    { name: 'a cabinet', bytes: cabinetOf({ a: 'a' }), expected: 'absent' },
    { name: 'a cabinet with another reserve', bytes: signedCabinet({ magic: 1 }), expected: 'absent' },
    { name: 'a cabinet with a short reserve', bytes: signedCabinet({ reserve: 12 }), expected: 'absent' },
    { name: 'a cabinet with room for a signature', bytes: signedCabinet({ size: 0 }), expected: 'absent' },
    {
      name: 'a cabinet that ends before its signature',
      bytes: signedCabinet({ cut: 1 }),
      expected: 'absent',
    },
    {
      name: 'a signed program',
      bytes: buildExecutable({ platform: 'x64', certificate }),
      expected: 'present',
    },
    { name: 'a program', bytes: buildExecutable({ platform: 'x86' }), expected: 'absent' },
    { name: 'a 16-bit program', bytes: buildNewExecutable({}), expected: 'absent' },
    { name: 'a zip archive', bytes: buildZip({ files: [{ name: 'a', bytes: text('a') }] }), expected: null },
    { name: 'the start of a cabinet', bytes: signedCabinet().subarray(0, 30), expected: null },
    {
      name: 'the start of a program',
      bytes: buildExecutable({ platform: 'x86' }).subarray(0, 150),
      expected: null,
    },
    { name: 'nothing', bytes: new Uint8Array(), expected: null },
  ])('$name: $expected', ({ bytes, expected }) => {
    expect(signatureIn(new BufferSource(bytes))).toBe(expected);
  });
});

describe('in the description of', () => {
  const describeBytes = (bytes: Uint8Array, name: string, inside = '') => {
    using opened = openPackage(bytes, {
      name,
      orContainer: true,
      ...(inside === '' ? {} : { inside: [inside] }),
    });
    return describePackage(opened);
  };
  it.each([
    ['a cabinet', signedCabinet()],
    [
      'a self-extractor with a zip archive',
      selfExtractor(buildZip({ files: [{ name: 'a', bytes: text('a') }] }), {}, certificate),
    ],
    ['a self-extractor with a cabinet', selfExtractor(cabinetOf({ 'update.exe': 'u' }), {}, certificate)],
  ])('%s', (_, bytes) => {
    const { signature, container } = describeBytes(bytes, 'a');
    expect(signature).toBe('present');
    if (container) expect(container.signature).toBe('present');
  });

  it('what has none', () => {
    expect(describeBytes(iexpress(cabinetOf({ a: 'a' })), 'a.exe').signature).toBe('absent');
    expect(describeBytes(msu('x', cabinetOf({ a: 'a' })), 'a.msu').signature).toBe('absent');
  });
});
