import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../src/core/byte-source.js';
import { HotfixkitError } from '../../src/core/errors.js';
import { CompoundFile } from '../../src/formats/cfb/compound-file.js';
import { writeCompoundFile } from '../../src/formats/cfb/compound-file-writer.js';
import { applyTransform } from '../../src/msi/apply-transform.js';
import { Database } from '../../src/msi/database.js';
import { encodeStreamName } from '../../src/msi/stream-name.js';
import { Transform } from '../../src/msi/transform.js';
import { transformChanges } from '../../src/msi/transform-changes.js';
import { caught } from '../support/caught.js';
import { corpusDir, describeCorpus } from '../support/corpus.js';
import { buildDatabase, type CellPlan, type TablePlan } from '../support/database-builder.js';
import { runs } from '../support/thorough.js';
import { buildTransform, type TransformPlan } from '../support/transform-builder.js';

const open = (bytes: Uint8Array) => CompoundFile.open(new BufferSource(bytes)).root;
const transformOf = (plan: TransformPlan) => Transform.open(open(writeCompoundFile(buildTransform(plan))));

const things: TablePlan = {
  name: 'Thing',
  columns: [
    { name: 'Id', type: 's72', key: true },
    { name: 'Number', type: 'I4' },
    { name: 'Data', type: 'V0' },
  ],
  rows: [
    ['one', 1, null],
    ['two', 2, Uint8Array.of(2)],
  ],
};
const withRows = (table: TablePlan, rows: CellPlan[][]): TablePlan => ({ ...table, rows });

describe('Transform', () => {
  it('says which tables it creates, drops and changes', () => {
    const other: TablePlan = { ...things, name: 'Other' };
    const property: TablePlan = {
      name: 'Property',
      columns: [
        { name: 'Property', type: 's72', key: true },
        { name: 'Value', type: 'l0' },
      ],
      rows: [['A', '1']],
    };
    const wider: TablePlan = { ...property, columns: [...property.columns, { name: 'More', type: 'S20' }] };
    const transform = transformOf({
      before: [things, property],
      after: [other, withRows(wider, [['A', '2', 'x']])],
    });
    expect([...transform.addedTables]).toEqual(['Other']);
    expect([...transform.droppedTables]).toEqual(['Thing']);
    expect(transform.tableNames).toEqual(['Other', 'Property', 'Thing']);
    expect(
      transform.createdColumns('Other')!.map(({ name, typeCode, key }) => [name, typeCode, key]),
    ).toEqual([
      ['Id', 's72', true],
      ['Number', 'I4', false],
      ['Data', 'V0', false],
    ]);
    expect(transform.addedColumns('Property').map(({ name, number }) => [name, number])).toEqual([
      ['More', null],
    ]);
    expect(transform.createdColumns('Property')).toBeNull();
  });

  it('refuses to read what does something to a column but add it', () => {
    const content = buildTransform({ before: [], after: [things] });
    const columns = content.streams.find(({ name }) => name === encodeStreamName('_Columns', true))!;
    // The first record alone, without its type, as an update of the name.
    columns.bytes = columns.bytes.slice(0, 8);
    columns.bytes.set([4, 0]);
    expect(caught(() => Transform.open(open(writeCompoundFile(content)))).code).toBe('MSI_BAD_TRANSFORM');
  });

  it('is none without a string pool', () => {
    const bytes = writeCompoundFile({ clsid: '{000C1082-0000-0000-C000-000000000046}', streams: [] });
    expect(caught(() => Transform.open(open(bytes))).code).toBe('MSI_NOT_A_DATABASE');
  });
});

describe('damaged transforms', () => {
  const before = [things];
  const after = [
    withRows(things, [
      ['two', 3, Uint8Array.of(9, 9)],
      ['three', null, null],
    ]),
    { ...things, name: 'New' },
  ];
  const base = Database.open(open(buildDatabase({ tables: before })));
  const whole = writeCompoundFile(buildTransform({ before, after, summary: { charCount: 0x1f } }));

  /** An error of ours, or a database whose tables can all be read. */
  const check = (bytes: Uint8Array): void => {
    try {
      const transform = Transform.open(open(bytes));
      transformChanges(transform, base);
      transformChanges(transform);
      const made = applyTransform(base, transform);
      for (const name of made.tableNames) for (const _ of made.table(name).rows());
    } catch (error) {
      if (!(error instanceof HotfixkitError) || error.kind === 'bug') throw error;
    }
  };

  it('cut short anywhere', () => {
    for (let length = 0; length < whole.length; length += 13) check(whole.subarray(0, length));
  });

  it('with bytes changed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 })), {
          minLength: 1,
          maxLength: 6,
        }),
        (changes) => {
          const bytes = whole.slice();
          for (const [at, value] of changes) bytes[at] = value;
          check(bytes);
        },
      ),
      { seed: 4, numRuns: runs(200) },
    );
  });

  it('with bytes changed in one of its streams', () => {
    fc.assert(
      fc.property(
        fc.nat(99),
        fc.nat(999),
        fc.integer({ min: 0, max: 255 }),
        fc.boolean(),
        (which, at, value, cut) => {
          const content = buildTransform({ before, after, summary: { charCount: 0x1f } });
          const stream = content.streams[which % content.streams.length]!;
          const place = at % Math.max(1, stream.bytes.length);
          if (cut) stream.bytes = stream.bytes.slice(0, place);
          else stream.bytes[place] = value;
          check(writeCompoundFile(content));
        },
      ),
      { seed: 5, numRuns: runs(200) },
    );
  });
});

describeCorpus('transforms that others made', () => {
  const files = ['wix3', 'lessmsi'].flatMap((folder) =>
    readdirSync(join(corpusDir, folder))
      .filter((name) => /\.ms[pt]$/.test(name))
      .map((name) => join(folder, name)),
  );

  it.each(files)('%s reads whole, also without the package that it is for', (file) => {
    const root = open(readFileSync(join(corpusDir, file)));
    const transforms = file.endsWith('.mst') ? [root] : [...root.storages.values()];
    expect(transforms.length).toBeGreaterThan(0);
    for (const storage of transforms) {
      const transform = Transform.open(storage);
      expect(transform.summary.before.productCode).toMatch(/^\{[0-9A-F-]{36}\}$/);
      const changes = transformChanges(transform);
      expect(changes.length).toBeGreaterThan(0);
      expect(changes.filter(({ rows }) => rows === null)).toEqual([]);
    }
  });
});
