import { describe, expect, it } from 'vitest';
import { Diagnostics } from '../../../src/core/diagnostics.js';
import { isCompoundFile, parseCompoundFileHeader } from '../../../src/formats/cfb/compound-file-header.js';
import { caught } from '../../support/caught.js';
import { buildCompoundFile } from '../../support/compound-file-builder.js';

const header = (): Uint8Array => buildCompoundFile({ streams: [] }).bytes.slice(0, 512);

function changed(offset: number, ...bytes: number[]): Uint8Array {
  const result = header();
  result.set(bytes, offset);
  return result;
}

describe('the header', () => {
  it('is read as MS-CFB 2.2 lays it out', () => {
    const bytes = header();
    const view = new DataView(bytes.buffer);
    [0x2c, 0x30, 0x3c, 0x40, 0x44, 0x48, 0x4c, 0x50].forEach((offset, i) => {
      view.setUint32(offset, 1000 + i, true);
    });
    const diagnostics = new Diagnostics(true);
    expect(parseCompoundFileHeader(bytes, diagnostics)).toMatchObject({
      version: 3,
      sectorSize: 512,
      miniSectorSize: 64,
      miniStreamCutoff: 4096,
      fatSectorCount: 1000,
      firstDirectorySector: 1001,
      firstMiniFatSector: 1002,
      miniFatSectorCount: 1003,
      firstDifatSector: 1004,
      difatSectorCount: 1005,
    });
    const { difat } = parseCompoundFileHeader(bytes, diagnostics);
    expect(difat).toHaveLength(109);
    expect(difat.slice(0, 3)).toEqual([1006, 1007, 0xffffffff]);
  });

  it('of version 4 has sectors of 4096 bytes', () => {
    const { bytes } = buildCompoundFile({ version: 4, streams: [] });
    expect(parseCompoundFileHeader(bytes.slice(0, 512), new Diagnostics(true))).toMatchObject({
      version: 4,
      sectorSize: 4096,
    });
  });

  it.each([
    ['nothing', new Uint8Array(0), 'CFB_BAD_SIGNATURE', { offset: 0 }],
    ['seven bytes', header().slice(0, 7), 'CFB_BAD_SIGNATURE', { offset: 0 }],
    ['another signature', changed(0, 0x50), 'CFB_BAD_SIGNATURE', { offset: 0 }],
    ['a cut header', header().slice(0, 511), 'CFB_TRUNCATED', { offset: 511 }],
    ['version 5', changed(0x1a, 5), 'CFB_BAD_HEADER', { offset: 0x1a, found: 5 }],
    ['big-endian numbers', changed(0x1c, 0xff, 0xfe), 'CFB_BAD_HEADER', { offset: 0x1c }],
    ['sectors of 1 byte', changed(0x1e, 0), 'CFB_BAD_HEADER', { offset: 0x1e }],
    ['sectors of 4 GiB', changed(0x1e, 32), 'CFB_BAD_HEADER', { offset: 0x1e, found: 32 }],
    ['mini sectors of 1 byte', changed(0x20, 0), 'CFB_BAD_HEADER', { offset: 0x20 }],
    ['another cutoff', changed(0x39, 0x20), 'CFB_BAD_HEADER', { offset: 0x38, found: 0x2000 }],
  ])('refuses %s', (_name, bytes, code, facts) => {
    expect(caught(() => parseCompoundFileHeader(bytes, new Diagnostics(false)))).toMatchObject({
      code,
      facts: { structure: 'Compound File Header', ...facts },
    });
  });

  it('lets sectors of the other version pass unless strict', () => {
    const bytes = changed(0x1e, 12);
    const diagnostics = new Diagnostics(false);
    expect(parseCompoundFileHeader(bytes, diagnostics).sectorSize).toBe(4096);
    expect(diagnostics.warnings).toMatchObject([
      { code: 'CFB_BAD_HEADER', offset: 0x1e, expected: 9, found: 12 },
    ]);
    expect(caught(() => parseCompoundFileHeader(bytes, new Diagnostics(true))).code).toBe('CFB_BAD_HEADER');
  });
});

it('a compound file is known by eight bytes', () => {
  expect(isCompoundFile(header().slice(0, 8))).toBe(true);
  expect(isCompoundFile(header().slice(0, 7))).toBe(false);
  expect(isCompoundFile(changed(7, 0))).toBe(false);
});
