import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hotfixkit } from '../../support/command-line.js';
import { buildDatabase, type ColumnPlan, type TablePlan } from '../../support/database-builder.js';
import { text, writePackage } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';

const packageOf = (company: string, more = {}) =>
  writePackage({
    files: [{ key: 'a', name: 'a.txt', bytes: text('x') }],
    properties: { COMPANY: company },
    ...more,
  });

const id: ColumnPlan = { name: 'Id', type: 's72', key: true };
const more: ColumnPlan = { name: 'More', type: 'S20' };
const mine = (columns: readonly ColumnPlan[]): TablePlan => ({ name: 'Mine', columns, rows: [] });

function databaseFile(name: string, tables: readonly TablePlan[]): string {
  const path = join(tempFolder(), name);
  writeFileSync(path, buildDatabase({ tables }));
  return path;
}

describe('transform create', () => {
  it('writes a transform that diff shows and applies', async () => {
    const [old, now] = [
      packageOf('vendor'),
      packageOf('ours', { rows: { Icon: [['i.ico', text('icon')]] } }),
    ];
    const output = join(tempFolder(), 'ours.mst');
    const { status, stdout, stderr } = await hotfixkit(['transform', 'create', old, now, '-o', output]);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('+ table Icon\n~ table Property\n');
    expect(stdout).toMatch(/ours\.mst: 1 table added, 1 row added, 1 row changed\n.*TRANSFORMS=ours\.mst\n$/);
    const shown = await hotfixkit(['diff', old, output]);
    expect(shown.stdout).toContain('~ COMPANY: Value: vendor -> ours\n');
    expect((await hotfixkit(['info', output, '--base', old])).status).toBe(0);
  });

  it.each<[string, TablePlan[], TablePlan[], string, string]>([
    ['columns', [mine([id])], [mine([id, more])], 'change.mst: 1 column added', 'Mine (1 new column: More)'],
    [
      'a new table',
      [mine([id])],
      [mine([id]), { ...mine([id]), name: 'Other' }],
      '1 table added',
      'Other (new table)',
    ],
    [
      'a table that goes',
      [mine([id]), { ...mine([id]), name: 'Other' }],
      [mine([id])],
      '1 table removed',
      '- table Other',
    ],
  ])('counts %s alone', async (_, before, after, count, shown) => {
    const [old, now] = [databaseFile('old.msi', before), databaseFile('new.msi', after)];
    const output = join(tempFolder(), 'change.mst');
    const made = await hotfixkit(['transform', 'create', old, now, '-o', output]);
    expect(made.stdout).toContain(count);
    expect(made.stdout).not.toContain('0 ');
    const table = shown.includes('Other') ? 'Other' : 'Mine';
    expect((await hotfixkit(['tables', output, table, '--base', old])).stdout).toContain(shown);
    expect((await hotfixkit(['diff', old, now])).stdout).not.toContain('outside of what is compared');
  });

  it('shows new columns of a table that nobody knows', async () => {
    const [old, now] = [databaseFile('old.msi', [mine([id])]), databaseFile('new.msi', [mine([id, more])])];
    const output = join(tempFolder(), 'change.mst');
    await hotfixkit(['transform', 'create', old, now, '-o', output]);
    expect((await hotfixkit(['tables', output])).stdout).toContain(
      '+More, (others unknown; --base names the package)',
    );
  });

  it('has JSON, and bytes on standard output', async () => {
    const [old, now] = [packageOf('vendor'), packageOf('ours')];
    const output = join(tempFolder(), 'ours.mst');
    const { json } = await hotfixkit(['transform', 'create', old, now, '-o', output, '--json']);
    expect(json()).toEqual({
      schema: 'hotfixkit/transform/1',
      old,
      new: now,
      output,
      size: readFileSync(output).length,
      validation: 2,
      errors: 0,
      tables: { added: [], dropped: [], changed: ['Property'] },
      rows: { inserted: 0, updated: 1, deleted: 0 },
      columns: [],
      warnings: [],
    });
    const { stdout } = await hotfixkit(['transform', 'create', old, now, '-o', '-']);
    expect(Buffer.from(stdout.slice(0, 4))).not.toHaveLength(0);
    expect((await hotfixkit(['transform', 'create', old, now, '-o', '-', '--json'])).status).toBe(2);
  });

  it('writes nothing where there is nothing to change, or where something is no package', async () => {
    const old = packageOf('vendor');
    const output = join(tempFolder(), 'ours.mst');
    const same = await hotfixkit(['transform', 'create', old, packageOf('vendor'), '-o', output]);
    expect([same.status, same.stderr]).toEqual([
      3,
      expect.stringMatching(/the same.*nothing for a transform/),
    ]);
    await hotfixkit(['transform', 'create', old, packageOf('ours'), '-o', output]);
    const refused = await hotfixkit(['transform', 'create', old, output, '-o', `${output}2`]);
    expect([refused.status, refused.stderr]).toEqual([
      2,
      expect.stringMatching(/an \.msi or \.msm, found mst/),
    ]);
    expect(existsSync(`${output}2`)).toBe(false);
    const over = await hotfixkit(['transform', 'create', old, packageOf('ours'), '-o', old]);
    expect([over.status, over.stderr]).toEqual([2, expect.stringMatching(/is read/)]);
  });
});
