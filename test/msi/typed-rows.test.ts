import { describe, expect, expectTypeOf, it } from 'vitest';
import { BufferSource, readAll } from '../../src/core/byte-source.js';
import { CompoundFile } from '../../src/formats/cfb/compound-file.js';
import { BinaryCell } from '../../src/msi/binary-cell.js';
import { Database } from '../../src/msi/database.js';
import type { StandardTable, TableRow } from '../../src/msi/schema.js';
import { caught } from '../support/caught.js';
import { buildDatabase, type CellPlan } from '../support/database-builder.js';
import { itThorough } from '../support/thorough.js';

type Case = readonly [
  table: StandardTable,
  /** As the documentation of the table has them: `*Key s72, Name L255`; an asterisk marks the primary key. */
  columns: string,
  /** As stored; the first has a value in every column. */
  rows: readonly (readonly CellPlan[])[],
  /** Columns without which a row means nothing. */
  required: readonly string[],
];

const cases: readonly Case[] = [
  [
    'Component',
    '*Component s72, ComponentId S38, Directory_ s72, Attributes i2, Condition S255, KeyPath S72',
    [
      ['C1', '{11111111-2222-3333-4444-555555555555}', 'INSTALLDIR', 256, 'VersionNT', 'F1'],
      ['C2', null, 'TARGETDIR', 0, null, null],
    ],
    ['Component', 'Directory_', 'Attributes'],
  ],
  [
    'Condition',
    '*Feature_ s38, *Level i2, Condition S255',
    [
      ['Main', 0, 'NOT VersionNT'],
      ['Main', 3, null],
    ],
    ['Feature_', 'Level'],
  ],
  ['CreateFolder', '*Directory_ s72, *Component_ s72', [['INSTALLDIR', 'C1']], ['Directory_', 'Component_']],
  [
    'CustomAction',
    '*Action s72, Type i2, Source S72, Target S255',
    [
      ['Set', 51, 'INSTALLDIR', '[ProgramFilesFolder]x'],
      ['Run', 3073, null, null],
    ],
    ['Action', 'Type'],
  ],
  [
    'Directory',
    '*Directory s72, Directory_Parent S72, DefaultDir l255',
    [
      ['INSTALLDIR', 'TARGETDIR', 'SHORT~1|Long Name:.'],
      ['TARGETDIR', null, 'SourceDir'],
    ],
    ['Directory', 'DefaultDir'],
  ],
  ['FeatureComponents', '*Feature_ s38, *Component_ s72', [['Main', 'C1']], ['Feature_', 'Component_']],
  [
    'Feature',
    '*Feature s38, Feature_Parent S38, Title L64, Description L255, Display I2, Level i2, Directory_ S72, Attributes i2',
    [
      ['Main', 'All', 'Title', 'What it does', 2, 1, 'INSTALLDIR', 8],
      ['Off', null, null, null, null, 0, null, 0],
    ],
    ['Feature', 'Level'],
  ],
  [
    'File',
    '*File s72, Component_ s72, FileName l255, FileSize i4, Version S72, Language S20, Attributes I2, Sequence i4',
    [
      ['F1', 'C1', 'LONGNA~1.DLL|longname.dll', 2000000000, '4.0.6487.2111', '1033', 512, 40000],
      ['F2', 'C1', 'a.txt', 0, null, null, null, 1],
    ],
    ['File', 'Component_', 'FileName', 'FileSize', 'Sequence'],
  ],
  [
    'LaunchCondition',
    '*Condition s255, Description l255',
    [['VersionNT >= 501', 'Too old']],
    ['Condition', 'Description'],
  ],
  [
    'Media',
    '*DiskId i2, LastSequence i4, DiskPrompt L64, Cabinet S255, VolumeLabel S32, Source S72',
    [
      [1, 70000, 'Insert disk 1', '#product.cab', 'DISK1', 'MEDIASRC'],
      [2, 0, null, null, null, null],
    ],
    ['DiskId'],
  ],
  [
    'MsiFileHash',
    '*File_ s72, Options i2, HashPart1 i4, HashPart2 i4, HashPart3 i4, HashPart4 i4',
    [['F1', 0, -1739587184, -1336946116, 2101319382, 1920983336]],
    ['File_', 'Options', 'HashPart1', 'HashPart4'],
  ],
  [
    'MsiPatchHeaders',
    '*StreamRef s38, Header v0',
    [
      ['Ref', Uint8Array.of(4, 5)],
      ['Ref', null],
    ],
    ['StreamRef'],
  ],
  [
    'MsiPatchMetadata',
    '*Company S72, *Property s72, Value l0',
    [
      ['Acme', 'DisplayName', 'Patch 1'],
      [null, 'AllowRemoval', '1'],
    ],
    ['Property'],
  ],
  [
    'MsiPatchSequence',
    '*PatchFamily s72, *ProductCode S38, Sequence s72, Attributes I4',
    [
      ['Family', '{11111111-2222-3333-4444-555555555555}', '1.2.3.4', 1],
      ['Family', null, '2', null],
    ],
    ['PatchFamily'],
  ],
  [
    'PatchPackage',
    '*PatchId s38, Media_ i2',
    [['{11111111-2222-3333-4444-555555555555}', 100]],
    ['PatchId', 'Media_'],
  ],
  [
    'Patch',
    '*File_ s72, *Sequence i4, PatchSize i4, Attributes i2, Header V0, StreamRef_ S38',
    [
      ['F1', 20000, 1234, 1, Uint8Array.of(1, 2, 3), 'Ref'],
      ['F1', 1, 0, 0, null, null],
    ],
    ['File_', 'Sequence', 'PatchSize', 'Attributes'],
  ],
  [
    'Property',
    '*Property s72, Value l0',
    [
      ['ProductName', 'Something'],
      ['Empty', null],
    ],
    ['Property'],
  ],
  [
    'AdminExecuteSequence',
    '*Action s72, Condition S255, Sequence I2',
    [
      ['InstallFiles', 'NOT Installed', 4000],
      ['Failed', null, -3],
      ['Never', null, null],
    ],
    ['Action'],
  ],
  [
    'AdminUISequence',
    '*Action s72, Condition S255, Sequence I2',
    [
      ['InstallFiles', 'NOT Installed', 4000],
      ['Failed', null, -3],
      ['Never', null, null],
    ],
    ['Action'],
  ],
  [
    'InstallExecuteSequence',
    '*Action s72, Condition S255, Sequence I2',
    [
      ['InstallFiles', 'NOT Installed', 4000],
      ['Failed', null, -3],
      ['Never', null, null],
    ],
    ['Action'],
  ],
  [
    'InstallUISequence',
    '*Action s72, Condition S255, Sequence I2',
    [
      ['InstallFiles', 'NOT Installed', 4000],
      ['Failed', null, -3],
      ['Never', null, null],
    ],
    ['Action'],
  ],
  [
    'AdvtExecuteSequence',
    '*Action s72, Condition S255, Sequence I2',
    [
      ['InstallFiles', 'NOT Installed', 4000],
      ['Failed', null, -3],
      ['Never', null, null],
    ],
    ['Action'],
  ],
];

function described(columns: string): { name: string; type: string; key: boolean }[] {
  return columns.split(', ').map((text) => {
    const [name = '', type = ''] = text.replace('*', '').split(' ');
    return { name, type, key: text.startsWith('*') };
  });
}

function open(table: string, columns: string, rows: readonly (readonly CellPlan[])[]): Database {
  const bytes = buildDatabase({ tables: [{ name: table, columns: described(columns), rows }] });
  return Database.open(CompoundFile.open(new BufferSource(bytes)).root, { strict: true });
}

/** Streams are compared by their bytes. */
const plain = (row: object): object =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      value instanceof BinaryCell ? readAll(value.open()) : value,
    ]),
  );

describe.each(cases)('the %s table', (table, columns, rows, required) => {
  const names = described(columns).map(({ name }) => name);

  it('is read as stored, by the names of its columns', () => {
    for (const row of rows) {
      const stored = Object.fromEntries(names.map((name, i) => [name, row[i]]));
      expect(open(table, columns, [row]).rows(table).map(plain)).toMatchObject([stored]);
    }
  });

  it.each(required)('needs %s', (column) => {
    const without = rows[0]!.map((cell, i) => (names[i] === column ? null : cell));
    expect(caught(() => open(table, columns, [without]).rows(table))).toMatchObject({
      code: 'MSI_BAD_VALUE',
      message: `${table}.${column} has a value of a wrong type`,
      facts: { stream: table },
    });
  });
});

describe('typed rows', () => {
  const fileColumns = cases.find(([table]) => table === 'File')![1];

  it('are none where there is no such table', () => {
    expect(open('Other', '*Key s72', [['a']]).rows('File')).toEqual([]);
  });

  it('read what an older schema lacks as null, and leave out what is not documented', () => {
    const [row] = open('CustomAction', '*Action s72, Type i2, Mine L0', [['A', 1, 'x']]).rows('CustomAction');
    expect(row).toEqual({ Action: 'A', Type: 1, Source: null, Target: null, ExtendedType: null });
  });

  it('refuse a size below zero', () => {
    const rows = [['F', 'C', 'a', -1, null, null, null, 1]];
    expect(caught(() => open('File', fileColumns, rows).rows('File')).facts).toEqual({
      stream: 'File',
      entry: 'F',
      expected: 'integer that is not negative',
      found: '-1',
    });
  });

  it('refuse a value of another kind', () => {
    const database = open('Media', '*DiskId s72', [['one']]);
    expect(caught(() => database.rows('Media'))).toMatchObject({
      code: 'MSI_BAD_VALUE',
      facts: { expected: 'integer', found: 'one' },
    });
  });

  itThorough('refuse more rows than can be used', () => {
    const rows = Array.from({ length: 250_001 }, (_, i) => [`p${i}`]);
    expect(caught(() => open('Property', '*Property s72', rows).rows('Property'))).toMatchObject({
      code: 'MSI_BAD_TABLE',
      facts: { stream: 'Property', expected: '250000 at most', found: 250_001 },
    });
  });

  it('come one by one as well, and none of a table that is not there', () => {
    const database = open('Property', '*Property s72, Value l0', [
      ['a', '1'],
      ['b', '2'],
    ]);
    const seen: string[] = [];
    database.eachRow('Property', ({ Property, Value }) => seen.push(`${Property}=${Value}`));
    database.eachRow('Media', () => seen.push('a row'));
    expect(seen).toEqual(['a=1', 'b=2']);
  });

  it('have the types of the documentation', () => {
    expectTypeOf<TableRow<'File'>['FileSize']>().toEqualTypeOf<number>();
    expectTypeOf<TableRow<'File'>['Version']>().toEqualTypeOf<string | null>();
    expectTypeOf<TableRow<'Patch'>['Header']>().toEqualTypeOf<BinaryCell | null>();
    expectTypeOf<TableRow<'Property'>['Value']>().toEqualTypeOf<string | null>();
    expectTypeOf<TableRow<'Media'>['LastSequence']>().toEqualTypeOf<number | null>();
    // @ts-expect-error no table of Windows Installer's
    expectTypeOf<TableRow<'Mine'>>();
    // @ts-expect-error no column of the table
    expectTypeOf<TableRow<'File'>['fileSize']>();
  });
});
