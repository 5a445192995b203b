import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import type { Database } from '../../../src/msi/database.js';
import { InstallPackage } from '../../../src/package/install/install-package.js';
import { noSourceFolder } from '../../../src/package/install/source-folder.js';
import { sourceTable } from '../../../web/custom-action-source.js';
import { References } from '../../../web/worker/references.js';
import { readSequences } from '../../../web/worker/sequences.js';
import {
  findCells,
  findReferrers,
  followReference,
  rankRows,
  readTable,
} from '../../../web/worker/tables.js';
import { buildPackage, type PackagePlan } from '../../support/package-builder.js';

const open = (more: Partial<PackagePlan> = {}): Database => {
  const { content } = product(more);
  return content.database;
};

const product = (more: Partial<PackagePlan> = {}) => {
  const { msi } = buildPackage({
    files: [
      { key: 'one', name: 'one.txt', bytes: Buffer.from('1') },
      { key: 'two', name: 'two.txt', bytes: Buffer.from('2') },
    ],
    rows: {
      Binary: [['picture', Buffer.from('424d', 'hex')]],
      CustomAction: [
        ['SetIt', 51, 'INSTALLDIR', '[ProgramFilesFolder]x'],
        ['RunIt', 1, 'picture', 'Entry'],
      ],
    },
    sequences: { InstallExecuteSequence: { SetIt: 101, RunIt: [102, 'NOT Installed'] } },
    ...more,
  });
  return { content: new InstallPackage(new BufferSource(msi), { folder: noSourceFolder }) };
};

describe('tables', () => {
  it.each([true, false])('knows what columns refer to (_Validation: %s)', (validation) => {
    const references = new References(open({ validation }));
    expect(references.of('File', 'Component_')).toEqual(['Component']);
    expect(references.of('Component', 'Directory_')).toEqual(['Directory']);
    expect(references.of('Directory', 'Directory_Parent')).toEqual(['Directory']);
    expect(references.of('File', 'FileName')).toEqual([]);
  });

  it('has rows as plain data, streams by name and size', () => {
    const { columns, rows } = readTable(open(), 'Binary');
    expect(columns.map(({ name, isKey }) => [name, isKey])).toEqual([
      ['Name', true],
      ['Data', false],
    ]);
    expect(rows).toEqual([['picture', { stream: 'Binary.picture', size: 2 }]]);
  });

  it('orders rows by a column: names as a person does, numbers by their value, nothing first', () => {
    const ids = ['K10', 'k9', 'Ä'];
    const database = open({
      rows: { Registry: ids.map((id, i) => [id, 2, `Key${i}`, i === 1 ? null : 'n', null, 'C_one']) },
    });
    expect(rankRows(database, 'Registry', 0)).toEqual([2, 1, 0]);
    const names = rankRows(database, 'Registry', 3);
    expect(names[1]).toBeLessThan(names[0]!);
    expect(names[0]).toBe(names[2]);
    const sizes = rankRows(open(), 'File', 7);
    expect(sizes).toEqual([1, 2]);
  });

  it('finds text in any table', () => {
    const { hits, isCut } = findCells(open(), 'ONE.txt');
    expect(hits).toContainEqual({ table: 'File', row: 0, column: 'FileName', value: 'one.txt', key: 'one' });
    expect(isCut).toBe(false);
  });

  it('follows references both ways', () => {
    const database = open();
    expect(followReference(database, ['Registry', 'File'], 'two')).toEqual({ table: 'File', row: 1 });
    expect(followReference(database, ['File'], 'three')).toBeNull();
    const tables = findReferrers(database, 'Component', 'C_two').hits.map(({ table }) => table);
    expect(tables.sort()).toEqual(['FeatureComponents', 'File']);
  });
});

describe('references of custom actions', () => {
  const referrers = (table: string, key: string) =>
    findReferrers(open(), table, key).hits.map((hit) => `${hit.table}.${hit.column} ${hit.key}`);

  it('are those of its type: a DLL is in Binary, a folder or a property is none of it', () => {
    expect(referrers('Binary', 'picture')).toEqual(['CustomAction.Source RunIt']);
    expect(referrers('Property', 'INSTALLDIR')).toEqual(['CustomAction.Source SetIt']);
    expect(referrers('Directory', 'INSTALLDIR')).not.toContain('CustomAction.Source SetIt');
  });

  it('are in the sequences that call it', () => {
    expect(referrers('CustomAction', 'RunIt')).toEqual(['InstallExecuteSequence.Action RunIt']);
  });

  it('are followed from the row', () => {
    expect([1, 17, 35, 51, 19, null].map(sourceTable)).toEqual([
      'Binary',
      'File',
      'Directory',
      'Property',
      null,
      null,
    ]);
  });
});

describe('sequences', () => {
  it('says what custom actions do, in the order of the sequence', () => {
    const execute = readSequences(product().content).find(({ table }) => table === 'InstallExecuteSequence')!;
    const numbers = execute.steps.map(({ sequence }) => sequence!);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    expect(execute.steps.filter(({ kind }) => kind === 'custom')).toMatchObject([
      { action: 'SetIt', does: 'sets INSTALLDIR = [ProgramFilesFolder]x', condition: null },
      { action: 'RunIt', does: 'DLL Binary.picture, entry point Entry', condition: 'NOT Installed' },
    ]);
    expect(execute.steps.map(({ kind }) => kind)).not.toContain('unknown');
  });

  it('says of an action that nobody has that it is not there', () => {
    const { content } = product({ sequences: { InstallExecuteSequence: { Nowhere: 7000 } } });
    const execute = readSequences(content).find(({ table }) => table === 'InstallExecuteSequence')!;
    expect(execute.steps.at(-1)).toMatchObject({ action: 'Nowhere', kind: 'unknown', does: null });
  });
});
