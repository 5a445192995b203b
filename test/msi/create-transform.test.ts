import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../src/core/byte-source.js';
import { CompoundFile } from '../../src/formats/cfb/compound-file.js';
import { writeCompoundFile } from '../../src/formats/cfb/compound-file-writer.js';
import { applyTransform } from '../../src/msi/apply-transform.js';
import { createTransform } from '../../src/msi/create-transform.js';
import type { Database } from '../../src/msi/database.js';
import { Transform } from '../../src/msi/transform.js';
import { TransformError, TransformValidation } from '../../src/msi/transform-summary.js';
import { caught } from '../support/caught.js';
import type { DatabasePlan, TablePlan } from '../support/database-builder.js';
import { contentOf, databaseOfPlan, databasePairs } from '../support/database-pairs.js';
import { runs } from '../support/thorough.js';

const transformOf = (before: Database, after: Database, options = {}) => {
  const { content } = createTransform(before, after, options);
  return Transform.open(CompoundFile.open(new BufferSource(writeCompoundFile(content))).root);
};

const thing: TablePlan = {
  name: 'Thing',
  columns: [
    { name: 'Id', type: 's72', key: true },
    { name: 'Number', type: 'I2' },
    { name: 'Data', type: 'V0' },
  ],
  rows: [
    ['one', 1, Uint8Array.of(1)],
    ['two', 2, null],
  ],
};
const planOf = (tables: readonly TablePlan[], more: Partial<DatabasePlan> = {}) =>
  databaseOfPlan({ tables, ...more });
const base = planOf([thing]);

describe('createTransform', () => {
  it('leads to the new database, and back from it', () => {
    let made = 0;
    fc.assert(
      fc.property(databasePairs, ({ before: old, after: now }) => {
        const [before, after] = [databaseOfPlan(old), databaseOfPlan(now)];
        const create = (): Transform | null => {
          try {
            return transformOf(before, after);
          } catch (error) {
            expect(error).toMatchObject({ code: 'MSI_TRANSFORM_EMPTY' });
            return null;
          }
        };
        const transform = create();
        if (!transform) {
          expect(contentOf(before)).toEqual(contentOf(after));
          return;
        }
        made++;
        const applied = applyTransform(before, transform);
        expect(contentOf(applied)).toEqual(contentOf(after));
        expect(applied.codePage).toBe(after.codePage);
        const isWider = after.tableNames.some(
          (name) =>
            before.hasTable(name) && before.table(name).columns.length < after.table(name).columns.length,
        );
        if (isWider) {
          // No transform takes columns away.
          expect(caught(() => transformOf(after, before))?.code).toBe('MSI_TRANSFORM_NO_COLUMN');
        } else {
          expect(contentOf(applyTransform(applied, transformOf(applied, before)))).toEqual(contentOf(before));
        }
      }),
      { seed: 15, numRuns: runs(100) },
    );
    expect(made).toBeGreaterThan(runs(100) / 2);
  });

  it('says what it has', () => {
    const wider: TablePlan = {
      ...thing,
      columns: [...thing.columns, { name: 'More', type: 'S20' }],
      rows: [
        ['one', 7, Uint8Array.of(2), null],
        ['three', null, null, 'x'],
      ],
    };
    const added = { ...thing, name: 'Added' };
    const { tables, rows, columns, warnings } = createTransform(
      planOf([thing, { ...thing, name: 'Gone' }]),
      planOf([wider, added]),
    );
    expect({ tables, rows, columns, warnings }).toEqual({
      tables: { added: ['Added'], dropped: ['Gone'], changed: ['Thing'] },
      rows: { inserted: 3, updated: 1, deleted: 1 },
      columns: ['Thing.More'],
      warnings: [],
    });
  });

  it.each<[string, TablePlan['columns']]>([
    ['is not in the new database', thing.columns.slice(0, 2)],
    ['is in another place', [thing.columns[0]!, thing.columns[2]!, thing.columns[1]!]],
    ['is defined in another way', [thing.columns[0]!, { name: 'Number', type: 'I4' }, thing.columns[2]!]],
    ['is defined in another way', [thing.columns[0]!, { name: 'Number', type: 'S4' }, thing.columns[2]!]],
    ['is new and part of the key', [...thing.columns, { name: 'Key', type: 's72', key: true }]],
  ])('refuses a column that %s', (how, columns) => {
    const error = caught(() => createTransform(base, planOf([{ ...thing, columns, rows: [] }])));
    expect([error?.code, error?.message]).toEqual(['MSI_TRANSFORM_NO_COLUMN', expect.stringContaining(how)]);
  });

  it('does not call tables the same whose columns differ', () => {
    const [idOf, ...others] = thing.columns;
    const wider = { ...thing, columns: [{ ...idOf!, type: 's100' }, ...others] };
    const error = caught(() => createTransform(base, planOf([wider])));
    expect(error?.code).toBe('MSI_TRANSFORM_EMPTY');
    expect(error?.message).toContain('the column Thing.Id keeps its definition');
    expect(error?.message).not.toContain('tables of the two databases are the same');
  });

  it('names what it leaves as it is', () => {
    const streams = [{ name: 'product.cab', bytes: Uint8Array.of(1) }];
    const [idOf, ...others] = thing.columns;
    const now = planOf([{ ...thing, columns: [{ ...idOf!, type: 's100' }, ...others], rows: [] }], {
      streams,
    });
    expect(createTransform(base, now).warnings.map(({ entry, message }) => [entry, message])).toEqual([
      ['Thing.Id', expect.stringContaining('keeps its definition')],
      ['product.cab', expect.stringContaining('1 stream (cabinets, signatures) differs')],
    ]);
    const error = caught(() => createTransform(base, planOf([thing], { streams })));
    expect([error?.code, error?.message]).toEqual([
      'MSI_TRANSFORM_EMPTY',
      expect.stringMatching(/the same.*product\.cab/),
    ]);
  });

  it('refuses texts that the code page of the old database does not have', () => {
    const named = (name: string): TablePlan => ({ ...thing, rows: [[name, 1, null]] });
    const western = planOf([named('a')], { codePage: 1252 });
    const japanese = planOf([named('日本語')], { codePage: 932 });
    expect(caught(() => createTransform(western, japanese))?.code).toBe('MSI_TRANSFORM_CODE_PAGE');
    const plain = createTransform(western, planOf([named('b')], { codePage: 932 }));
    expect(plain.warnings[0]?.message).toMatch(/the code page stays 1252/);
  });

  it('has the summary information of MsiCreateTransformSummaryInfo', () => {
    const properties = (code: string, version: string): TablePlan => ({
      name: 'Property',
      columns: [
        { name: 'Property', type: 's72', key: true },
        { name: 'Value', type: 'l0' },
      ],
      rows: [
        ['ProductCode', code],
        ['ProductVersion', version],
        ['UpgradeCode', '{UPGRADE}'],
      ],
    });
    const summary = { template: 'Intel;1033', pageCount: 200, title: 'Installation Database' };
    const before = planOf([properties('{OLD}', '1.0.0')], { summary });
    const after = planOf([properties('{NEW}', '1.0.1')], {
      summary: { ...summary, template: 'Intel;1041', pageCount: 300 },
    });
    const validation =
      TransformValidation.product | TransformValidation.equal | TransformValidation.updateVersion;
    const transform = transformOf(before, after, { validation, errors: TransformError.addExistingRow });
    expect(transform.summaryInformation()).toMatchObject({
      title: 'Installation Database',
      template: 'Intel;1033',
      lastAuthor: 'Intel;1041',
      revision: '{OLD}1.0.0;{NEW}1.0.1;{UPGRADE}',
      pageCount: 300,
      charCount: (validation << 16) | 1,
      security: 4,
    });
    expect(transform.summary).toMatchObject({
      validation,
      errors: 1,
      version: { comparison: '=', fields: 3 },
    });
  });
});
