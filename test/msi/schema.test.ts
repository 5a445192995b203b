import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { standardColumns } from '../../src/msi/schema.js';
import { describeCorpus, expectedDir } from '../support/corpus.js';

describe('standardColumns', () => {
  it('knows nothing of other tables', () => {
    expect([standardColumns('Mine', 2), standardColumns('toString', 2)]).toEqual([[], []]);
  });

  it('gives alternatives where packages differ, and the width of references', () => {
    const widths = (table: string, size: 2 | 3) =>
      standardColumns(table, size).map((columns) => columns.map(({ width }) => width).join());
    expect(widths('File', 2)).toEqual(['2,2,2,4,2,2,2,2', '2,2,2,4,2,2,2,4']);
    expect(widths('Property', 3)).toEqual(['3,3']);
  });
});

describeCorpus('tables of real packages', () => {
  // One vendor's Feature table has columns of its own behind the documented ones.
  const others = ['Feature'];

  it('are as wide as they are said to be', () => {
    const wrong: string[] = [];
    let compared = 0;
    for (const { name, parentPath } of readdirSync(expectedDir, { recursive: true, withFileTypes: true })) {
      if (!name.endsWith('.idt')) continue;
      const lines = readFileSync(join(parentPath, name), 'latin1').split('\r\n');
      const table = name.slice(0, -4);
      const alternatives = standardColumns(table, 2);
      if (alternatives.length === 0 || !existsSync(parentPath)) continue;
      const [names, types] = [lines[0]!.split('\t'), lines[1]!.split('\t')];
      const heading = lines[2]!.split('\t');
      const keys = new Set(heading.slice(heading.indexOf(table) + 1));
      // What the values' places depend on; a table may end earlier than the documented one.
      const shape = names.map((column, i) => {
        const letter = types[i]![0]!.toLowerCase();
        const kind = letter === 'i' ? `i${types[i]!.slice(1)}` : letter === 'v' ? 'v' : 's';
        return `${keys.has(column) ? '*' : ''}${column} ${kind}`;
      });
      const fits = alternatives.some((columns) => {
        const known = columns.map(({ name, kind, size, key }) => {
          const code = kind === 'integer' ? `i${size}` : kind === 'binary' ? 'v' : 's';
          return `${key ? '*' : ''}${name} ${code}`;
        });
        return shape.join() === known.slice(0, shape.length).join();
      });
      compared++;
      if (!fits && !others.includes(table)) wrong.push(`${parentPath}: ${table}: ${shape.join()}`);
    }
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(500);
  });
});
