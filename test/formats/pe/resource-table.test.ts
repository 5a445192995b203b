import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { readResourceTable } from '../../../src/formats/pe/resource-table.js';
import { buildNewExecutable } from '../../support/portable-executable-builder.js';

const built = buildNewExecutable({
  resources: [
    { type: 16, name: 1, data: new TextEncoder().encode('sixteen bytes...') },
    { type: 'MINE', name: 'HELLO', data: new TextEncoder().encode('thirty-two bytes, two units...!!') },
  ],
});
const HEADER = 0x80;
const TABLE = HEADER + 0x40;

function list(bytes: Uint8Array, type?: number | string) {
  const source = new BufferSource(bytes);
  return [...readResourceTable(source, HEADER, type)].map(({ offset, size, ...rest }) => ({
    ...rest,
    data: new TextDecoder().decode(source.read(offset, size)),
  }));
}

function edited(at: number, value: number): Uint8Array {
  const bytes = built.slice();
  new DataView(bytes.buffer).setUint16(at, value, true);
  return bytes;
}

describe('readResourceTable', () => {
  const version = { type: 16, name: 1, language: 0, clamped: false, data: 'sixteen bytes...' };
  const mine = {
    type: 'MINE',
    name: 'HELLO',
    language: 0,
    clamped: false,
    data: 'thirty-two bytes, two units...!!',
  };

  it.each([
    ['all', undefined, [version, mine]],
    ['a numbered type', 16, [version]],
    ['a named type', 'MINE', [mine]],
    ['a type that is not there', 3, []],
  ])('%s', (_, type, expected) => {
    expect(list(built, type)).toEqual(expected);
  });

  it.each([
    ['no table', 0x24, 0],
    ['a table of no length', 0x26, 0x40],
  ])('is empty for %s', (_, at, value) => {
    expect(list(edited(HEADER + at, value))).toEqual([]);
  });

  it('clamps data that the file does not hold', () => {
    expect(list(edited(TABLE + 2 + 8 + 2, 0xffff))[0]).toMatchObject({ clamped: true });
    expect(list(edited(TABLE + 2 + 8, 0xffff))[0]).toMatchObject({ clamped: true, data: '' });
  });

  it.each([
    ['a table outside the file', HEADER + 0x24, 0xfff0],
    ['an alignment out of range', TABLE, 17],
    ['more resources than bytes', TABLE + 2 + 2, 0xffff],
  ])('refuses %s', (_, at, value) => {
    expect(() => list(edited(at, value))).toThrow(expect.objectContaining({ code: 'PE_BAD_RESOURCE' }));
  });
});
