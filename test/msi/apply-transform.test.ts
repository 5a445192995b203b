import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BufferSource, readAll } from '../../src/core/byte-source.js';
import { CompoundFile } from '../../src/formats/cfb/compound-file.js';
import { writeCompoundFile } from '../../src/formats/cfb/compound-file-writer.js';
import { storageContent } from '../../src/formats/cfb/storage-content.js';
import { applyTransform } from '../../src/msi/apply-transform.js';
import { BinaryCell } from '../../src/msi/binary-cell.js';
import { Database } from '../../src/msi/database.js';
import { tableToIdt } from '../../src/msi/export-table.js';
import { encodeStreamName } from '../../src/msi/stream-name.js';
import { Transform } from '../../src/msi/transform.js';
import { caught } from '../support/caught.js';
import { corpusDir, describeCorpus } from '../support/corpus.js';
import {
  buildDatabase,
  type CellPlan,
  type DatabasePlan,
  type TablePlan,
} from '../support/database-builder.js';
import { itThorough, runs } from '../support/thorough.js';
import { buildTransform, type TransformPlan } from '../support/transform-builder.js';

const root = (path: string) => CompoundFile.open(new BufferSource(readFileSync(join(corpusDir, path)))).root;
const database = (path: string) => Database.open(root(path));

/** Lines of every table that differ: `-` only in the first, `+` only in the second. */
function difference(a: Database, b: Database): Record<string, string[]> {
  const lines = (db: Database, name: string): string[] =>
    db.hasTable(name)
      ? new TextDecoder('latin1')
          .decode(tableToIdt(db.table(name), db.codePage))
          .split('\r\n')
          .slice(0, -1)
      : [];
  const names = [...new Set([...a.tableNames, ...b.tableNames])].sort();
  return Object.fromEntries(
    names.flatMap((name) => {
      const [was, is] = [new Set(lines(a, name)), new Set(lines(b, name))];
      const changed = [
        ...[...was].filter((line) => !is.has(line)).map((line) => `-${line}`),
        ...[...is].filter((line) => !was.has(line)).map((line) => `+${line}`),
      ];
      return changed.length > 0 ? [[name, changed]] : [];
    }),
  );
}

function patched(base: string, patch: string, names: readonly string[]): Database {
  const { storages } = root(patch);
  return names.reduce((db, name) => applyTransform(db, Transform.open(storages.get(name)!)), database(base));
}

/** The same after it has been written and read again. */
function rewritten(db: Database): Database {
  const bytes = writeCompoundFile(storageContent(db.storage));
  return Database.open(CompoundFile.open(new BufferSource(bytes), { strict: true }).root, { strict: true });
}

const things: TablePlan = {
  name: 'Thing',
  columns: [
    { name: 'Id', type: 's72', key: true },
    { name: 'Number', type: 'I4' },
    { name: 'Text', type: 'L0' },
  ],
  rows: [
    ['one', 1, 'first'],
    ['two', 2, null],
  ],
};
const rowsOf = (rows: CellPlan[][]): TablePlan => ({ ...things, rows });
const open = (plan: Omit<DatabasePlan, 'tables'> & { tables: readonly TablePlan[] }) =>
  Database.open(CompoundFile.open(new BufferSource(buildDatabase(plan))).root);
const transformOf = (plan: TransformPlan) =>
  Transform.open(CompoundFile.open(new BufferSource(writeCompoundFile(buildTransform(plan)))).root);
const plainRows = (db: Database, table = 'Thing') =>
  [...db.table(table).rows()].map((row) =>
    row.map((cell) => (cell instanceof BinaryCell ? [...readAll(cell.open())] : cell)),
  );

describe('applyTransform', () => {
  const base = open({ tables: [things] });

  it('inserts, updates and deletes rows', () => {
    const after = rowsOf([
      ['one', 7, 'first'],
      ['three', null, 'third'],
    ]);
    const made = applyTransform(base, transformOf({ before: [things], after: [after] }));
    expect(plainRows(made).sort()).toEqual(after.rows);
    // The one that it was made from is as it was.
    expect(plainRows(base).sort()).toEqual(things.rows);
  });

  it('creates tables, drops them, and adds columns', () => {
    const created: TablePlan = { ...things, name: 'Created', rows: [['x', 1, 'y']] };
    const wider: TablePlan = {
      ...things,
      columns: [...things.columns, { name: 'More', type: 'S20' }],
      rows: [
        ['one', 1, 'first', 'm'],
        ['two', 2, null, null],
      ],
    };
    const made = rewritten(applyTransform(base, transformOf({ before: [things], after: [created, wider] })));
    expect([...made.tableNames].sort()).toEqual(['Created', 'Thing']);
    expect(plainRows(made, 'Created')).toEqual(created.rows);
    expect(plainRows(made).sort()).toEqual(wider.rows);
    expect(made.table('Thing').columns.map(({ typeCode }) => typeCode)).toEqual(['s72', 'I4', 'L0', 'S20']);
    const without = rewritten(applyTransform(made, transformOf({ before: [created], after: [] })));
    expect(without.tableNames).toEqual(['Thing']);
    expect(without.strings.get(1)).not.toBe('Created');
  });

  it.each([
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ])('with long references in the database %s, in the transform %s', (ours, theirs) => {
    const after = rowsOf([
      ['two', 5, 'new text'],
      ['one', 1, 'first'],
    ]);
    const made = rewritten(
      applyTransform(
        open({ tables: [things], longStringRefs: ours }),
        transformOf({ before: [things], after: [after], longStringRefs: theirs }),
      ),
    );
    expect(plainRows(made).sort()).toEqual([...after.rows].sort());
    expect(made.strings.referenceSize).toBe(ours ? 3 : 2);
  });

  itThorough('goes to long references where there are more strings than short ones reach', () => {
    const many = Array.from({ length: 40_000 }, (_, i): CellPlan[] => [`k${i}`, i, `t${i}`]);
    const made = applyTransform(
      base,
      transformOf({ before: [things], after: [rowsOf(many)], longStringRefs: true }),
    );
    expect(made.strings.referenceSize).toBe(3);
    expect(made.table('Thing').rowCount).toBe(40_000);
    const again = rewritten(made);
    expect(new Set(plainRows(again).map(([id, , text]) => `${id} ${text}`)).size).toBe(40_000);
  });

  it('takes streams along with their rows', () => {
    const columns = [
      { name: 'Name', type: 's72', key: true },
      { name: 'Data', type: 'v0' },
    ];
    const binary = (rows: CellPlan[][]): TablePlan => ({ name: 'Binary', columns, rows });
    const before = binary([
      ['gone', Uint8Array.of(1)],
      ['kept', Uint8Array.of(2)],
      ['new', Uint8Array.of(3)],
    ]);
    const after = binary([
      ['added', Uint8Array.of(5, 5)],
      ['kept', Uint8Array.of(2)],
      ['new', Uint8Array.of(4, 4, 4)],
    ]);
    const plan = { before: [before], after: [after] };
    const made = rewritten(applyTransform(open({ tables: [before] }), transformOf(plan)));
    expect(plainRows(made, 'Binary').sort()).toEqual([
      ['added', [5, 5]],
      ['kept', [2]],
      ['new', [4, 4, 4]],
    ]);
    expect(made.streamNames().sort()).toEqual(['Binary.added', 'Binary.kept', 'Binary.new']);
    const content = buildTransform(plan);
    content.streams = content.streams.filter(({ name }) => name !== encodeStreamName('Binary.added', false));
    const cut = Transform.open(CompoundFile.open(new BufferSource(writeCompoundFile(content))).root);
    expect(caught(() => applyTransform(open({ tables: [before] }), cut)).code).toBe('MSI_NO_STREAM');
  });

  const other: TablePlan = { ...things, name: 'Other' };
  it.each<[string, number, string, readonly TablePlan[], readonly TablePlan[], CellPlan[][]]>([
    [
      'a row that is there already',
      0x1,
      'MSI_TRANSFORM_ROW_EXISTS',
      [rowsOf([])],
      [rowsOf([['one', 9, null]])],
      [
        ['one', 9, null],
        ['two', 2, null],
      ],
    ],
    [
      'a row to delete that is not there',
      0x2,
      'MSI_TRANSFORM_NO_ROW',
      [rowsOf([['nix', 1, null]])],
      [rowsOf([])],
      [
        ['one', 1, 'first'],
        ['two', 2, null],
      ],
    ],
    [
      'a table that is there already',
      0x4,
      'MSI_TRANSFORM_TABLE_EXISTS',
      [],
      [rowsOf([['three', 3, null]])],
      [
        ['one', 1, 'first'],
        ['three', 3, null],
        ['two', 2, null],
      ],
    ],
    [
      'a table to drop that is not there',
      0x8,
      'MSI_TRANSFORM_NO_TABLE',
      [other],
      [],
      [
        ['one', 1, 'first'],
        ['two', 2, null],
      ],
    ],
    [
      'a row to update that is not there',
      0x10,
      'MSI_TRANSFORM_NO_ROW',
      [rowsOf([['nix', 1, null]])],
      [rowsOf([['nix', 2, null]])],
      [
        ['one', 1, 'first'],
        ['two', 2, null],
      ],
    ],
  ])('%s is an error unless bit %i says otherwise', (_, bit, code, before, after, rows) => {
    const strict = transformOf({ before, after, summary: { charCount: 0x3f & ~bit } });
    expect(caught(() => applyTransform(base, strict)).code).toBe(code);
    const warnings: string[] = [];
    const lenient = transformOf({ before, after, summary: { charCount: bit } });
    const made = applyTransform(base, lenient, { onWarning: (warning) => warnings.push(warning.code) });
    expect(plainRows(made).sort()).toEqual(rows);
    expect(warnings).toEqual([code]);
    // What the caller says goes before what the transform says.
    expect(caught(() => applyTransform(base, lenient, { suppress: 0 })).code).toBe(code);
  });

  it('refuses rows for tables and columns that are not there, whatever is suppressed', () => {
    const wide: TablePlan = { ...things, columns: [...things.columns, { name: 'More', type: 'S0' }] };
    const before = { ...wide, rows: [['one', 1, 'first', 'a']] };
    const after = { ...wide, rows: [['one', 1, 'first', 'b']] };
    expect(
      caught(() =>
        applyTransform(base, transformOf({ before: [before], after: [after] }), { suppress: 0x3f }),
      ).facts,
    ).toMatchObject({
      stream: 'Thing',
      offset: 0,
      expected: 'at most 3 columns',
      found: 'column 4',
    });
    const rows = transformOf({ before: [{ ...other, rows: [] }], after: [other] });
    expect(caught(() => applyTransform(base, rows, { suppress: 0x3f })).code).toBe('MSI_TRANSFORM_NO_TABLE');
  });

  it('an old table without rows gives way to one with more columns', () => {
    const old: TablePlan = { ...things, columns: things.columns.slice(0, 2), rows: [] };
    const made = applyTransform(open({ tables: [old] }), transformOf({ before: [], after: [things] }), {
      suppress: 4,
    });
    expect(plainRows(made).sort()).toEqual(things.rows);
  });

  it('brings text into the code page of the database', () => {
    const after = rowsOf([['one', 1, 'Größe']]);
    const before = rowsOf([['one', 1, 'first']]);
    const apply = (ours: number, theirs: number, suppress = 0) =>
      rewritten(
        applyTransform(
          open({ tables: [before], codePage: ours }),
          transformOf({ before: [before], after: [after], codePage: theirs }),
          { suppress },
        ),
      );
    for (const [ours, theirs, result] of [
      [1252, 1252, 1252],
      [65001, 0, 65001],
      [0, 65001, 65001],
      [0, 0, 0],
    ] as const) {
      const made = apply(ours, theirs);
      expect([made.codePage, plainRows(made)]).toEqual([result, after.rows]);
    }
    expect(caught(() => apply(1252, 65001)).code).toBe('MSI_TRANSFORM_CODE_PAGE');
    expect(plainRows(apply(1252, 65001, 0x20))).toEqual(after.rows);
  });

  it('leaves streams, storages and summary information alone', () => {
    const cab = Uint8Array.of(1, 2, 3);
    const full = open({
      tables: [things],
      streams: [{ name: 'a.cab', bytes: cab }],
      summary: { title: 'T', wordCount: 2 },
    });
    const made = rewritten(applyTransform(full, transformOf({ before: [things], after: [rowsOf([])] })));
    expect([...readAll(made.stream('a.cab'))]).toEqual([1, 2, 3]);
    expect(made.summaryInformation()).toEqual(full.summaryInformation());
    expect(plainRows(made)).toEqual([]);
  });

  it('makes of any rows any others', () => {
    const cell = fc.constantFrom('a', 'b', 'ä', 'long text', null);
    const rows = fc
      .uniqueArray(
        fc.tuple(
          fc.constantFrom('k1', 'k2', 'k3', 'a'),
          fc.option(fc.integer({ min: -0x7fffffff, max: 0x7fffffff })),
          cell,
        ),
        {
          selector: ([key]) => key,
        },
      )
      .map((list) => [...list].sort() as CellPlan[][]);
    fc.assert(
      fc.property(rows, rows, fc.boolean(), fc.boolean(), (was, is, ours, theirs) => {
        const [before, after] = [[rowsOf(was)], [rowsOf(is)]];
        const made = applyTransform(
          open({ tables: before, codePage: 1252, longStringRefs: ours }),
          transformOf({ before, after, codePage: 1252, longStringRefs: theirs }),
        );
        expect(plainRows(rewritten(made)).sort()).toEqual(is);
      }),
      { seed: 3, numRuns: runs(150) },
    );
  });
});

describeCorpus('transforms of patches that others made', () => {
  const wix = (name: string) => `wix3/PerMachineMsisMsps_${name}`;

  it.each([
    ['A', '-840635923\t1468284479\t579772134\t331331959', '1056575674\t-114912430\t12515702\t-1113122835'],
    ['B', '-457782736\t660419653\t1303333042\t-1367194189', '-833846768\t-1632293782\t47230992\t-2141689428'],
  ])('product %s, patched, has the tables of the next version', (x, before, after) => {
    const made = patched(wix(`prod${x}v100.msi`), wix(`Patch${x}v101.msp`), [`rtm${x}.1`]);
    // The author of the patch took one family of changes out of the difference between the packages: the version. The
    // one file, which differs as well, comes with the next patch.
    expect(difference(made, database(wix(`prod${x}v101.msi`)))).toEqual({
      MsiFileHash: [`-F_Source\t0\t${before}`, `+F_Source\t0\t${after}`],
    });
    expect(difference(database(wix(`prod${x}v100.msi`)), made)).toEqual({
      Property: ['-ProductVersion\t1.0.0.0', '+ProductVersion\t1.0.1.0'],
    });
  });

  it.each([
    ['A', 'rtmA.1', 3, 2],
    ['B', 'rtmB.2', 4, 3],
  ])('product %s, with the patch for both, has the file of the next version', (x, name, sequence, media) => {
    const names = [name, `#${name}`];
    const made = patched(wix(`prod${x}v100.msi`), wix('PatchABv101.msp'), names);
    const next = database(wix(`prod${x}v101.msi`));
    const code = '{B94D3D25-9FC6-468D-A804-97AFB27746C1}';
    const left = difference(next, made);
    expect(left).toEqual({
      // The version is the other patch's affair.
      Property: [
        '-ProductVersion\t1.0.1.0',
        '+ProductVersion\t1.0.0.0',
        '+PatchABv1011.AllowRemoval\t1',
        `+PatchABv1011.PatchCode\t${code}`,
        `+PATCHNEWPACKAGECODE\t${code}`,
        '+PATCHNEWSUMMARYSUBJECT\tProds A and B patch v 1.0.1.1',
        '+PATCHNEWSUMMARYCOMMENTS\tProds A and B patch v 1.0.1.1',
      ],
      // Where the patch has the file: its own medium, sequence and the bit PatchAdded.
      File: [
        '-F_Source\tC_Source\tproduct.wxs\t1400\t\t\t512\t1',
        `+F_Source\tC_Source\tproduct.wxs\t1400\t\t\t4608\t${sequence}`,
      ],
      Media: [`+${media}\t${sequence}\t\t#${x}.cab\t\t_${code.replace(/[{}-]/g, '')}`],
      PatchPackage: ['+PatchId\tMedia_', '+s38\ti2', '+PatchPackage\tPatchId', `+${code}\t${media}`],
    });
  });

  it('both patches of a product, one after the other, make the next version', () => {
    const { storages } = root(wix('PatchABv101.msp'));
    const made = applyTransform(
      patched(wix('prodAv100.msi'), wix('PatchAv101.msp'), ['rtmA.1']),
      Transform.open(storages.get('rtmA.1')!),
    );
    expect(difference(made, database(wix('prodAv101.msi')))).toEqual({});
  });

  it('an instance transform gives the package another identity', () => {
    const path =
      'wix3/BuildingPackages_InstanceTransforms_InstanceTransformTests_AutoGenProductId_expected.mst';
    const transform = Transform.open(root(path));
    // The package that it was made from is not at hand; one with rows for it to change is.
    const base = database('wix3/BuildingPackages_InstallPackages_ProductTests_SimpleProduct_expected.msi');
    const made = applyTransform(base, transform, { suppress: 0x1f });
    const changed = difference(base, made);
    expect(Object.keys(changed)).toEqual(['Property']);
    expect(changed.Property).toContain('+ProductCode\t{1F9B1809-273F-4036-AB02-26D19171D5AE}');
  });

  it.each([
    ['A', 'PatchAv101.msp', ['rtmA.1', '#rtmA.1']],
    ['B', 'PatchABv101.msp', ['rtmB.2', '#rtmB.2']],
  ])('what is made of product %s can be written and read again', (x, patch, names) => {
    const base = database(wix(`prod${x}v100.msi`));
    const made = patched(wix(`prod${x}v100.msi`), wix(patch), names);
    const again = rewritten(made);
    expect(difference(again, made)).toEqual({});
    expect(again.warnings).toEqual([]);
    expect(again.streamNames()).toEqual(expect.arrayContaining(base.streamNames()));
    expect(again.summaryInformation().properties).toEqual(base.summaryInformation().properties);
  });
});
