import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeCompoundFile } from '../../src/formats/cfb/compound-file-writer.js';
import { createTransform } from '../../src/msi/create-transform.js';
import { TransformValidation } from '../../src/msi/transform-summary.js';
import { WinePrefix, whyNoWine } from '../slow/support/wine.js';
import { buildDatabase, type CellPlan, type DatabasePlan } from '../support/database-builder.js';
import { contentOf, type DatabasePair, databasePairs, openDatabase } from '../support/database-pairs.js';
import { buildPackage, defaultDirectories } from '../support/package-builder.js';
import { standInPath, text } from '../support/package-folder.js';
import { readTree } from '../support/temp-folder.js';

/*
 * Wine applies what we create: MsiDatabaseApplyTransform and MsiDatabaseCommit, and what it has written is read again. libmsi is no judge: it
 * takes the transforms of Windows Installer for changes to tables of other names.
 */

const reason = whyNoWine();

/**
 * The new database, but for what Wine 8 cannot do: it does not write over a stream that is there, and leaves a row out whose binary
 * value is null.
 */
function asWineCan({ before, after }: DatabasePair): DatabasePlan {
  const tables = after.tables.map((table) => {
    const old = before.tables.find(({ name }) => name === table.name);
    const keys = table.columns.flatMap(({ key }, c) => (key ? [c] : []));
    const keyOf = (row: readonly CellPlan[]): string => JSON.stringify(keys.map((c) => row[c]));
    const rows = table.rows.map((row) => {
      const was = old?.rows.find((other) => keyOf(other) === keyOf(row));
      return row.map((cell, c) => {
        if (table.columns[c]!.type !== 'V0') return cell;
        return was?.[c] instanceof Uint8Array ? was[c]! : (cell ?? Uint8Array.of(c));
      });
    });
    return { ...table, rows };
  });
  return { ...after, tables };
}

describe.skipIf(reason)(`transforms that Wine applies${reason ? ` (${reason})` : ''}`, () => {
  let wine: WinePrefix;
  beforeAll(async () => {
    wine = await WinePrefix.make([]);
    wine.compile('test/slow/windows/apply-transform.c', 'apply.exe', ['msi']);
  }, 180_000);
  afterAll(() => wine?.close());

  /** The databases of each pair, the first as Wine has made it the second. */
  async function applied(pairs: readonly (readonly [Uint8Array, Uint8Array])[]) {
    const made = pairs.flatMap(([before, after], i) => {
      try {
        const { content } = createTransform(openDatabase(before), openDatabase(after));
        writeFileSync(join(wine.c, `${i}.msi`), before);
        writeFileSync(join(wine.c, `${i}.mst`), writeCompoundFile(content));
        return [{ i, after }];
      } catch (error) {
        expect(error).toMatchObject({ code: 'MSI_TRANSFORM_EMPTY' });
        return [];
      }
    });
    const { status, output } = await wine.run(
      'apply.exe',
      made.flatMap(({ i }) => [`${i}.msi`, `${i}.mst`]),
    );
    expect([output, status]).toEqual(['', 0]);
    return made.map(({ i, after }) => ({
      is: contentOf(openDatabase(readFileSync(join(wine.c, `${i}.msi`)))),
      expected: contentOf(openDatabase(after)),
    }));
  }

  it('makes databases of all kinds what they are to be', async () => {
    const pairs = fc.sample(databasePairs, { seed: 977203, numRuns: 60 });
    const results = await applied(
      pairs.map((pair) => [buildDatabase(pair.before), buildDatabase(asWineCan(pair))] as const),
    );
    expect(results.length).toBeGreaterThan(50);
    for (const { is, expected } of results) expect(is).toEqual(expected);
  });

  it('is installed with TRANSFORMS, conditions included', async () => {
    const [before, after] = ['Vendor', 'Ours'].map((folder) => {
      const directories = [
        ...defaultDirectories.slice(0, 2),
        { id: 'INSTALLDIR', parent: 'ProgramFilesFolder', defaultDir: folder },
      ];
      const files = [{ key: 'a', name: 'a.txt', bytes: text('a') }];
      return buildPackage({ files, directories, template: 'x64;0', properties: { ALLUSERS: '1' } }).msi;
    });
    const { product, language, updateVersion, equal } = TransformValidation;
    const validation = product | language | updateVersion | equal;
    const { content } = createTransform(openDatabase(before!), openDatabase(after!), { validation });
    writeFileSync(join(wine.c, 'product.msi'), before!);
    writeFileSync(join(wine.c, 'product.mst'), writeCompoundFile(content));
    const { status } = await wine.run('msiexec', ['/i', 'product.msi', 'TRANSFORMS=product.mst', '/qn']);
    expect(status).toBe(0);
    const installed = [...readTree(wine.c).keys()].filter((path) => path.endsWith('/a.txt'));
    expect(installed).toEqual([expect.stringMatching(/^Program Files.*\/Ours\/a\.txt$/)]);
  });

  it('makes one service pack the other', async () => {
    const [before, after] = ([1, 2] as const).map((one) => readFileSync(standInPath(one)));
    const [{ is, expected } = {}] = await applied([[before!, after!]]);
    // See asWineCan.
    const { Binary: _, ...others } = is!;
    const { Binary: __, ...wanted } = expected!;
    expect(others).toEqual(wanted);
  });
});
