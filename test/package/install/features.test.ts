import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { CompoundFile } from '../../../src/formats/cfb/compound-file.js';
import { Database } from '../../../src/msi/database.js';
import { selectComponents } from '../../../src/package/install/features.js';
import { buildDatabase } from '../../support/database-builder.js';
import { columnsOf } from '../../support/installer-schema.js';
import { itThorough } from '../../support/thorough.js';

type Feature = [name: string, parent: string | null, level: number];

function database(features: Feature[], links: [feature: string, component: string][]): Database {
  const bytes = buildDatabase({
    tables: [
      {
        name: 'Feature',
        columns: columnsOf('Feature'),
        rows: features.map(([name, parent, level]) => [name, parent, name, null, 1, level, null, 0]),
      },
      { name: 'FeatureComponents', columns: columnsOf('FeatureComponents'), rows: links },
    ],
  });
  return Database.open(CompoundFile.open(new BufferSource(bytes)).root);
}

const selected = (db: Database, components: string[], disabled: string[] = []) =>
  Object.fromEntries(
    [...selectComponents(db, components, new Map(disabled.map((name) => [name, 0])))].map(([name, place]) => [
      name,
      place.selected,
    ]),
  );

describe('selectComponents', () => {
  it('takes every feature but those with Level 0, whatever INSTALLLEVEL would say', () => {
    const db = database(
      [
        ['Default', null, 1],
        ['Extra', null, 1000],
        ['Highest', null, 32767],
        ['Off', null, 0],
      ],
      [
        ['Default', 'a'],
        ['Extra', 'b'],
        ['Highest', 'c'],
        ['Off', 'd'],
      ],
    );
    expect(selected(db, ['a', 'b', 'c', 'd'])).toEqual({ a: true, b: true, c: true, d: false });
  });

  it('disables what lies below a disabled feature', () => {
    const db = database(
      [
        ['Off', null, 0],
        ['Child', 'Off', 1],
        ['Grandchild', 'Child', 1],
        ['On', null, 1],
      ],
      [
        ['Child', 'a'],
        ['Grandchild', 'b'],
        ['On', 'c'],
      ],
    );
    expect(selected(db, ['a', 'b', 'c'])).toEqual({ a: false, b: false, c: true });
  });

  it('needs one enabled feature of several', () => {
    const db = database(
      [
        ['Off', null, 0],
        ['On', null, 1],
      ],
      [
        ['Off', 'both'],
        ['On', 'both'],
        ['Off', 'only'],
      ],
    );
    expect(selected(db, ['both', 'only'])).toEqual({ both: true, only: false });
    expect(selectComponents(db, ['both']).get('both')?.feature).toBe('Off');
  });

  it('takes what a condition has disabled as Level 0', () => {
    const db = database(
      [
        ['A', null, 1],
        ['B', 'A', 1],
      ],
      [
        ['A', 'a'],
        ['B', 'b'],
      ],
    );
    expect(selected(db, ['a', 'b'], ['A'])).toEqual({ a: false, b: false });
    expect(selected(db, ['a', 'b'], ['B'])).toEqual({ a: true, b: false });
  });

  it('leaves out what no feature holds, unless there are no features at all', () => {
    expect(selected(database([['A', null, 1]], [['A', 'a']]), ['a', 'stray'])).toEqual({
      a: true,
      stray: false,
    });
    expect(selected(database([], []), ['a'])).toEqual({ a: true });
  });

  it('survives features that are their own parent, rings and parents that are not there', () => {
    const db = database(
      [
        ['Self', 'Self', 1],
        ['X', 'Y', 1],
        ['Y', 'X', 1],
        ['Orphan', 'Nowhere', 1],
      ],
      [
        ['Self', 'a'],
        ['X', 'b'],
        ['Orphan', 'c'],
        ['Unknown', 'd'],
      ],
    );
    expect(selected(db, ['a', 'b', 'c', 'd'])).toEqual({ a: true, b: true, c: true, d: false });
  });

  itThorough('walks a chain of any depth once', () => {
    const count = 30_000;
    const chain = Array.from(
      { length: count },
      (_, i): Feature => [`f${i}`, i === 0 ? null : `f${i - 1}`, i === 0 ? 0 : 1],
    );
    const db = database(chain, [
      [`f${count - 1}`, 'deep'],
      ['f1', 'near'],
    ]);
    const started = performance.now();
    expect(selected(db, ['deep', 'near'])).toEqual({ deep: false, near: false });
    expect(performance.now() - started).toBeLessThan(15_000);
  });
});
