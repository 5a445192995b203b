import { describe, expect, it } from 'vitest';
import { BufferSource, readAll } from '../../src/core/byte-source.js';
import { CompoundFile } from '../../src/formats/cfb/compound-file.js';
import { writeCompoundFile } from '../../src/formats/cfb/compound-file-writer.js';
import { storageContent } from '../../src/formats/cfb/storage-content.js';
import { Database } from '../../src/msi/database.js';
import { DatabaseEditor } from '../../src/msi/database-editor.js';
import { PropertyType } from '../../src/msi/property-set.js';
import { SummaryProperty } from '../../src/msi/summary-information.js';
import { caught } from '../support/caught.js';
import { buildDatabase } from '../support/database-builder.js';

const read = (bytes: Uint8Array) =>
  Database.open(CompoundFile.open(new BufferSource(bytes), { strict: true }).root);
const rewritten = (db: Database) => read(writeCompoundFile(storageContent(db.storage)));
const bytes = buildDatabase({
  codePage: 1252,
  tables: [
    {
      name: 'Property',
      columns: [
        { name: 'Property', type: 's72', key: true },
        { name: 'Value', type: 'l0' },
      ],
      rows: [
        ['ProductName', 'Name'],
        ['ProductVersion', '1.0'],
      ],
    },
    {
      name: 'Binary',
      columns: [
        { name: 'Name', type: 's72', key: true },
        { name: 'Data', type: 'v0' },
      ],
      rows: [['icon', Uint8Array.of(1, 2)]],
    },
  ],
  streams: [{ name: 'a.cab', bytes: Uint8Array.of(7) }],
  summary: { codePage: 1252, title: 'Before', wordCount: 2 },
});
const values = (db: Database) =>
  Object.fromEntries([...db.table('Property').rows()].map((row) => row.map(String)));
const column = (name: string, type: number) => ({ name, type });

describe('DatabaseEditor', () => {
  it('changes rows and leaves the database that it started from as it is', () => {
    const base = read(bytes);
    const editor = new DatabaseEditor(base);
    const table = editor.table('Property');
    expect(table.get(['ProductName'])).toEqual(['ProductName', 'Name']);
    expect(table.update(['ProductName'], new Map([[1, 'Other']]))).toBe(true);
    expect(table.update(['Nix'], new Map([[1, 'Other']]))).toBe(false);
    expect([table.delete(['ProductVersion']), table.delete(['ProductVersion'])]).toEqual([true, false]);
    table.insert(['Added', 'ä']);
    const made = rewritten(editor.finish());
    expect(values(made)).toEqual({ ProductName: 'Other', Added: 'ä' });
    expect(values(base)).toEqual({ ProductName: 'Name', ProductVersion: '1.0' });
    expect(made.warnings).toEqual([]);
  });

  it('keeps what nobody touches, byte for byte, and drops strings that nobody uses', () => {
    const base = read(bytes);
    const editor = new DatabaseEditor(base);
    editor.table('Property').delete(['ProductVersion']);
    const made = rewritten(editor.finish());
    expect(readAll(made.tableStream('Binary')!)).toEqual(readAll(base.tableStream('Binary')!));
    expect([...readAll(made.stream('a.cab'))]).toEqual([7]);
    const texts = Array.from({ length: made.strings.count }, (_, i) => made.strings.get(i + 1));
    expect(texts).not.toContain('1.0');
    expect(texts).toContain('ProductName');
    // A cell each: the table's own rows, and those of _Tables and _Columns.
    const id = texts.indexOf('Property') + 1;
    expect(made.strings.references(id)).toBe(4);
  });

  it('changes streams and the summary information', () => {
    const editor = new DatabaseEditor(read(bytes));
    editor.setStream('a.cab', null);
    editor.setStream('b.cab', new BufferSource(Uint8Array.of(8)));
    editor.table('Binary').insert(['icon', new BufferSource(Uint8Array.of(9))]);
    editor.setSummary(new Map([[SummaryProperty.title, { type: PropertyType.string, value: 'After' }]]));
    const made = rewritten(editor.finish());
    expect(made.streamNames().sort()).toEqual(['\u0005SummaryInformation', 'Binary.icon', 'b.cab']);
    expect([...readAll(made.stream('Binary.icon'))]).toEqual([9]);
    expect(made.summaryInformation().title).toBe('After');
    const again = new DatabaseEditor(made);
    again.table('Binary').delete(['icon']);
    expect(again.finish().streamNames()).not.toContain('Binary.icon');
  });

  it('adds and drops tables and columns', () => {
    const editor = new DatabaseEditor(read(bytes));
    const added = editor.addTable('New', [column('Key', 0x2d48), column('Number', 0x1104)]);
    added.insert(['k', -5]);
    editor.addColumn('Property', column('More', 0x1d14));
    editor.dropTable('Binary');
    expect(editor.tableNames).toEqual(['Property', 'New']);
    const made = rewritten(editor.finish());
    expect([...made.tableNames].sort()).toEqual(['New', 'Property']);
    expect([...made.table('New').rows()]).toEqual([['k', -5]]);
    expect(made.table('Property').columns.map(({ typeCode }) => typeCode)).toEqual(['s72', 'l0', 'S20']);
    expect(made.streamNames()).not.toContain('Binary.icon');
    // One that was dropped can come again.
    editor.addTable('Binary', [column('Name', 0x2d48)]);
    expect(rewritten(editor.finish()).table('Binary').rowCount).toBe(0);
  });

  it('keeps the stream of a row for as long as one of its binary cells is set', () => {
    const editor = new DatabaseEditor(read(bytes));
    const table = editor.addTable('Two', [column('Name', 0x2d48), column('A', 0x1900), column('B', 0x1900)]);
    const one = new BufferSource(Uint8Array.of(1));
    table.insert(['first', one, null]);
    table.insert(['second', null, one]);
    table.insert(['none', null, null]);
    table.insert(['both', one, one]);
    table.update(['both'], new Map([[2, null]]));
    table.insert(['removed', one, one]);
    table.update(
      ['removed'],
      new Map([
        [1, null],
        [2, null],
      ]),
    );
    const made = rewritten(editor.finish());
    expect(
      made
        .streamNames()
        .filter((name) => name.startsWith('Two.'))
        .sort(),
    ).toEqual(['Two.both', 'Two.first', 'Two.second']);
    expect([...readAll(made.stream('Two.first'))]).toEqual([1]);
  });

  it('refuses what no database can hold', () => {
    const editor = new DatabaseEditor(read(bytes));
    const code = (body: () => unknown): string => caught(body).code;
    expect(code(() => editor.addTable('Property', [column('K', 0x2d48)]))).toBe('MSI_BAD_TABLE');
    expect(code(() => editor.addTable('x'.repeat(70), [column('K', 0x2d48)]))).toBe('MSI_BAD_TABLE');
    expect(code(() => editor.addTable('Empty', []))).toBe('MSI_BAD_COLUMN');
    expect(code(() => editor.addColumn('Property', column('Value', 0x1d14)))).toBe('MSI_BAD_COLUMN');
    expect(code(() => editor.table('Nix'))).toBe('MSI_NO_TABLE');
    expect(code(() => editor.table('_Tables'))).toBe('MSI_NO_TABLE');
    expect(code(() => editor.table('Property').insert(['A', 5]))).toBe('MSI_BAD_VALUE');
    expect(code(() => editor.setStream('ä'.repeat(32), new BufferSource(new Uint8Array(1))))).toBe(
      'MSI_BAD_VALUE',
    );
  });
});
