import { describe, expect, it } from 'vitest';
import { createTransform } from '../../src/msi/create-transform.js';
import { decodeStreamName } from '../../src/msi/stream-name.js';
import { TransformWriter } from '../../src/msi/transform-writer.js';
import { caught } from '../support/caught.js';
import type { TablePlan } from '../support/database-builder.js';
import { databaseOfPlan } from '../support/database-pairs.js';

const many: TablePlan = {
  name: 'Many',
  columns: [
    { name: 'Id', type: 's72', key: true },
    ...Array.from({ length: 17 }, (_, i) => ({ name: `C${i + 1}`, type: 'I2' })),
  ],
  rows: [['k', ...Array.from({ length: 17 }, () => 0)]],
};
const changed = (column: number, value: number): TablePlan => ({
  ...many,
  rows: [many.rows[0]!.map((cell, c) => (c === column ? value : cell))],
});
const recordsOf = (before: readonly TablePlan[], after: readonly TablePlan[]): Record<string, string> => {
  const [a, b] = [before, after].map((tables) => databaseOfPlan({ tables }));
  return Object.fromEntries(
    createTransform(a!, b!).content.streams.map(({ name, bytes }) => [
      decodeStreamName(name).name,
      Buffer.from(bytes).toString('hex'),
    ]),
  );
};

describe('TransformWriter', () => {
  // As the transforms of Windows Installer have them, in psmsi_Example.jpn.mst and others of WiX.
  it('writes records: a mask, the key, what changes', () => {
    // Column 1 is bit 1; the string is the first of the pool.
    expect(recordsOf([many], [changed(1, 5)]).Many).toBe('020001000580');
    expect(recordsOf([many], [changed(15, 5)]).Many).toBe('008001000580');
    expect(recordsOf([many], [{ ...many, rows: [] }]).Many).toBe('00000100');
  });

  it('deletes and inserts a row whose change no mask can state', () => {
    const zeros = '0080'.repeat(16);
    expect(recordsOf([many], [changed(17, 5)]).Many).toBe(`00000100${'0112'}0100${zeros}0580`);
  });

  it('numbers the columns that are added to a table, and not those of a new one', () => {
    const more = { ...many, columns: [...many.columns, { name: 'New', type: 'S20' }] };
    // Insert of four: table, number 19, name, type 0x1d14 with its bias.
    expect(recordsOf([many], [more])._Columns).toBe('010401001380020014' + '9d');
    const small: TablePlan = { name: 'T', columns: [{ name: 'Id', type: 's72', key: true }], rows: [] };
    const made = recordsOf([], [small]);
    expect([made._Tables, made._Columns]).toEqual(['01010100', '01040100000002' + '0048ad']);
  });

  it('refuses what its code page does not have', () => {
    const writer = new TransformWriter(1252);
    expect(caught(() => writer.dropTable('日本'))?.code).toBe('MSI_TRANSFORM_CODE_PAGE');
    expect(writer.rowCount).toBe(0);
  });
});
