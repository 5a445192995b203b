import { describe, expect, it } from 'vitest';
import { ByteReader } from '../../../src/core/byte-reader.js';
import { FileAttributes, readCfFile } from '../../../src/formats/cab/cf-file.js';
import { caught } from '../../support/caught.js';

function entry(
  index: number,
  attributes: number,
  name: string | Uint8Array,
  date = 0x3897,
  time = 0x4d32,
): ByteReader {
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0xdeadbeef, true);
  view.setUint32(4, 0x8000_0001, true);
  view.setUint16(8, index, true);
  view.setUint16(10, date, true);
  view.setUint16(12, time, true);
  view.setUint16(14, attributes, true);
  const rest = typeof name === 'string' ? Buffer.from(name) : name;
  return new ByteReader(Buffer.concat([bytes, rest, Uint8Array.of(0)]), 'CFFILE', 50, 'CAB_TRUNCATED');
}

it('reads the fields', () => {
  const { readOnly, system, archive } = FileAttributes;
  expect(readCfFile(entry(1, 0x25, 'dir\\a.txt'), 2, 0)).toEqual({
    name: 'dir\\a.txt',
    size: 0xdeadbeef,
    folderOffset: 0x80000001,
    folderIndex: 1,
    modified: { year: 2008, month: 4, day: 23, hour: 9, minute: 41, second: 36 },
    attributes: readOnly | system | archive,
    continuedFromPrevious: false,
    continuedToNext: false,
  });
});

it('has no time where the fields name none', () => {
  expect(readCfFile(entry(0, 0, 'a', 0, 0), 1, 0).modified).toBeNull();
});

describe('names', () => {
  it.each([
    ['in UTF-8', FileAttributes.nameIsUtf8, Buffer.from('größe'), 0, 'größe'],
    ['in Windows-1252 if nothing is said', 0, Buffer.from([0x67, 0xf6]), 0, 'gö'],
    ['in a code page', 0, Buffer.from([0x82, 0xa0]), 932, 'あ'],
    ['in UTF-8 whatever the code page', FileAttributes.nameIsUtf8, Buffer.from('あ'), 1252, 'あ'],
    ['that try to leave', 0, Buffer.from('..\\..\\a'), 0, '..\\..\\a'],
  ])('%s', (_label, attributes, bytes, codePage, name) => {
    expect(readCfFile(entry(0, attributes, bytes), 1, codePage).name).toBe(name);
  });

  it('may not be empty', () => {
    expect(caught(() => readCfFile(entry(0, 0, ''), 1, 0))).toMatchObject({
      code: 'CAB_BAD_FILE',
      facts: { offset: 50, structure: 'CFFILE' },
    });
  });

  it('in a page that nobody knows are an error', () => {
    expect(caught(() => readCfFile(entry(0, 0, 'a'), 1, 9999)).code).toBe('UNKNOWN_CODE_PAGE');
  });
});

describe('folders', () => {
  it.each([
    [0xfffd, 3, { folderIndex: 0, continuedFromPrevious: true, continuedToNext: false }],
    [0xfffe, 3, { folderIndex: 2, continuedFromPrevious: false, continuedToNext: true }],
    [0xffff, 1, { folderIndex: 0, continuedFromPrevious: true, continuedToNext: true }],
  ])('0x%s of %i', (index, count, expected) => {
    expect(readCfFile(entry(index, 0, 'a'), count, 0)).toMatchObject(expected);
  });

  it.each([
    [1, 1],
    [0xfffc, 3],
    [0xffff, 2],
  ])('0x%s of %i is none', (index, count) => {
    const error = caught(() => readCfFile(entry(index, 0, 'a'), count, 0));
    expect(error).toMatchObject({ code: 'CAB_BAD_FILE', facts: { entry: 'a', found: index } });
  });
});
