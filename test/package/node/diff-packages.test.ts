import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { CompoundFile } from '../../../src/formats/cfb/compound-file.js';
import { BinaryCell } from '../../../src/msi/binary-cell.js';
import { Database } from '../../../src/msi/database.js';
import { Table } from '../../../src/msi/table.js';
import {
  databaseOf,
  diffDatabases,
  diffPackages,
  type PackageDiff,
} from '../../../src/package/node/diff-packages.js';
import { openPackage } from '../../../src/package/open-package.js';
import { corpusDir, describeCorpus } from '../../support/corpus.js';
import { buildDatabase, type ColumnPlan } from '../../support/database-builder.js';
import { databaseOfPlan } from '../../support/database-pairs.js';
import { makeImage } from '../../support/image.js';
import type { PackagePlan } from '../../support/package-builder.js';
import {
  sha256,
  standInPath,
  text,
  variantPath,
  writePackage,
  writeTree,
} from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';
import { buildTransform } from '../../support/transform-builder.js';

const files = [
  { key: 'a', name: 'a.txt', bytes: text('first') },
  { key: 'b', name: 'b.txt', bytes: text('second') },
];
const packageOf = (plan: Partial<PackagePlan> = {}) => writePackage({ files, ...plan });

async function diff(before: string, after: string): Promise<PackageDiff> {
  const [a, b] = [openPackage(before), openPackage(after)];
  try {
    return await diffPackages(a.content, b.content);
  } finally {
    a.close();
    b.close();
  }
}

describe('diffPackages', () => {
  it('finds a package equal to itself', async () => {
    expect(await diff(packageOf(), packageOf())).toEqual({
      same: true,
      tables: [],
      columns: [],
      rows: [],
      summary: [],
      streams: [],
      storages: [],
      files: [],
      fileCounts: { same: 2, changed: 0, added: 0, removed: 0 },
      warnings: [],
    });
  });

  it('finds rows by table and key, and files by content', async () => {
    const changed = [
      { ...files[0]!, bytes: text('other') },
      { key: 'c', name: 'c.txt', bytes: text('third') },
    ];
    const result = await diff(packageOf(), packageOf({ files: changed, properties: { EXTRA: '1' } }));
    expect(result.same).toBe(false);
    expect(result.files).toEqual([
      {
        key: 'a',
        change: 'changed',
        before: { path: 'Fixture/a.txt', size: 5, version: null, sha256: sha256(text('first')) },
        after: { path: 'Fixture/a.txt', size: 5, version: null, sha256: sha256(text('other')) },
      },
      {
        key: 'b',
        change: 'removed',
        before: { path: 'Fixture/b.txt', size: 6, version: null, sha256: sha256(text('second')) },
        after: null,
      },
      {
        key: 'c',
        change: 'added',
        before: null,
        after: { path: 'Fixture/c.txt', size: 5, version: null, sha256: sha256(text('third')) },
      },
    ]);
    const rows = (table: string) => result.rows.filter((row) => row.table === table);
    expect(rows('Property')).toEqual([
      {
        table: 'Property',
        key: ['EXTRA'],
        change: 'added',
        before: null,
        after: { Property: 'EXTRA', Value: '1' },
      },
    ]);
    expect(rows('File').map(({ key, change }) => [...key, change])).toEqual([
      ['b', 'removed'],
      ['c', 'added'],
    ]);
    // Of a row that changed only the columns that differ.
    const [hash] = rows('MsiFileHash').filter(({ change }) => change === 'changed');
    expect(Object.keys(hash!.before!)).toEqual(['HashPart1', 'HashPart2', 'HashPart3', 'HashPart4']);
    expect(result.streams).toEqual([{ name: 'files.cab', change: 'changed' }]);
  });

  it('finds tables, summary information and streams', async () => {
    const result = await diff(
      packageOf({ rows: { Icon: [['i', text('icon')]] }, signatures: true }),
      packageOf({
        rows: { Binary: [['b', text('binary')]] },
        template: 'x64;1033',
        saved: new Date('2026-01-01T00:00:00Z'),
      }),
    );
    expect(result.tables).toEqual([
      { table: 'Icon', change: 'removed' },
      { table: 'Binary', change: 'added' },
    ]);
    expect(result.summary).toEqual([
      { property: 'template', before: 'Intel;1033', after: 'x64;1033' },
      { property: 'created', before: '2008-04-14T12:00:00.000Z', after: '2026-01-01T00:00:00.000Z' },
      { property: 'lastSaved', before: '2008-04-14T12:00:00.000Z', after: '2026-01-01T00:00:00.000Z' },
    ]);
    expect(result.streams.map(({ name, change }) => [name, change])).toEqual(
      expect.arrayContaining([
        ['\u0005DigitalSignature', 'removed'],
        ['\u0005MsiDigitalSignatureEx', 'removed'],
      ]),
    );
  });

  it('finds columns that only one side has', async () => {
    const table = (columns: readonly ColumnPlan[], row: readonly string[]) =>
      databaseOfPlan({ tables: [{ name: 'T', columns, rows: [row, ['same', ...row.slice(1)]] }] });
    const id = { name: 'Id', type: 's72', key: true };
    const before = table([id], ['a']);
    const after = table([id, { name: 'More', type: 'S20' }], ['a', 'text']);
    const added = { table: 'T', column: 'More', change: 'added', before: null, after: 'S20' };
    expect(diffDatabases(before, after)).toMatchObject({ same: false, columns: [added] });
    const empty = databaseOfPlan({
      tables: [
        {
          name: 'T',
          columns: [id, { name: 'More', type: 'S20' }],
          rows: [
            ['a', null],
            ['same', null],
          ],
        },
      ],
    });
    // A new column without values changes no row.
    expect(diffDatabases(before, empty)).toMatchObject({ columns: [added], rows: [] });
  });

  it('compares streams in rows by their content', async () => {
    const of = (content: string) => packageOf({ rows: { Binary: [['b', text(content)]] } });
    expect((await diff(of('one'), of('one'))).same).toBe(true);
    expect((await diff(of('one'), of('two'))).rows).toEqual([
      {
        table: 'Binary',
        key: ['b'],
        change: 'changed',
        before: { Data: `sha256:${sha256(text('one'))}` },
        after: { Data: `sha256:${sha256(text('two'))}` },
      },
    ]);
  });

  it('reads a stream once, however many rows name it', () => {
    const columns = [
      { name: 'Key', type: 's72', key: true },
      { name: 'Data', type: 'v0' },
    ];
    const open = (): [Database, () => number] => {
      const bytes = buildDatabase({ tables: [{ name: 'T', columns, rows: [['x', new Uint8Array(100)]] }] });
      const database = Database.open(CompoundFile.open(new BufferSource(bytes)).root);
      const table = database.table('T');
      let opened = 0;
      const cell = new BinaryCell('T.x', (name) => {
        opened++;
        return database.stream(name);
      });
      const counted = new Table('T', table.columns, 500, function* () {
        for (let i = 0; i < 500; i++) yield [`k${i}`, cell];
      });
      Object.defineProperty(database, 'table', { value: () => counted });
      return [database, () => opened];
    };
    const [[a, openedOfA], [b, openedOfB]] = [open(), open()];
    expect(diffDatabases(a, b).same).toBe(true);
    expect([openedOfA(), openedOfB()]).toEqual([1, 1]);
  });

  it('finds nothing but the marks of an image between a package and its image', async () => {
    const path = packageOf({ signatures: true });
    const result = await diff(path, (await makeImage(path)).path);
    expect(result).toMatchObject({ tables: [], rows: [], files: [] });
    expect(result.summary.map(({ property }) => property)).toEqual([
      'lastAuthor',
      'lastPrinted',
      'wordCount',
    ]);
    expect(result.streams.map(({ name, change }) => [name, change])).toEqual([
      ['files.cab', 'removed'],
      ['\u0005DigitalSignature', 'removed'],
      ['AdminProperties', 'added'],
    ]);
  });

  it('compares folders', async () => {
    const [one, two] = [tempFolder(), tempFolder()];
    writeTree(one, { 'a/x': '1', y: 'same' });
    writeTree(two, { 'a/x': '2', y: 'same' });
    expect((await diff(one, two)).files).toMatchObject([{ key: 'a/x', change: 'changed' }]);
  });

  it('compares the transforms of patches', async () => {
    const patchOf = (value: string, names: readonly string[]): string => {
      const path = join(tempFolder(), 'fix.msp');
      const columns = [
        { name: 'Property', type: 's72', key: true },
        { name: 'Value', type: 'l0' },
      ];
      const rows = (text: string) => [{ name: 'Property', columns, rows: [['A', text]] }];
      const content = buildTransform({ before: rows('old'), after: rows(value) });
      const storages = names.map((name) => ({ name, content }));
      writeFileSync(
        path,
        buildDatabase({ kind: 'msp', tables: [], storages, summary: { lastAuthor: ':T1' } }),
      );
      return path;
    };
    const result = await diff(patchOf('one', ['T1', 'Same', 'Gone']), patchOf('two', ['T1', 'New']));
    expect(result.storages).toEqual([
      { name: 'T1', change: 'changed' },
      { name: 'Gone', change: 'removed' },
      { name: 'Same', change: 'removed' },
      { name: 'New', change: 'added' },
    ]);
    expect((await diff(patchOf('one', ['T1']), patchOf('one', ['T1']))).storages).toEqual([]);
  });

  it('names the file that a variant of the stand-in has wrong', async () => {
    const result = await diff(standInPath(2), variantPath('wrong-size'));
    expect(result.files.map(({ key }) => key)).toEqual(['Mcs.msi']);
    expect(result.rows.filter(({ table }) => table === 'File')).toEqual([
      {
        table: 'File',
        key: ['Mcs.msi'],
        change: 'changed',
        before: { FileSize: 7_204_864 },
        after: { FileSize: 7_204_352 },
      },
    ]);
  });
});

it('databaseOf is null for what has none', () => {
  const folder = openPackage(tempFolder());
  expect(databaseOf(folder.content)).toBeNull();
  const opened = openPackage(standInPath(1));
  expect(databaseOf(opened.content)?.hasTable('File')).toBe(true);
  opened.close();
});

describeCorpus('two versions of a real package', () => {
  it('differ in what the patch between them changes', async () => {
    const at = (name: string) => join(corpusDir, 'wix3', name);
    const result = await diff(at('PerMachineMsisMsps_prodAv100.msi'), at('PerMachineMsisMsps_prodAv101.msi'));
    expect(result.same).toBe(false);
    expect(result.rows.map(({ table, key, change }) => `${change} ${table} ${key.join()}`)).toContain(
      'changed Property ProductVersion',
    );
    // Each side as msiinfo exports it.
    const version = result.rows.find(({ key }) => key[0] === 'ProductVersion')!;
    for (const [side, name] of [
      ['before', 'PerMachineMsisMsps_prodAv100.msi'],
      ['after', 'PerMachineMsisMsps_prodAv101.msi'],
    ] as const) {
      const idt = readFileSync(
        join(dirname(corpusDir), 'corpus-expected/wix3', name, 'tables/Property.idt'),
        'latin1',
      );
      expect(idt).toContain(`ProductVersion\t${version[side]!.Value}`);
    }
  });
});
