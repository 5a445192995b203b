import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { BufferSource } from '../../src/bytes/byte-source.js';
import { CompoundFile } from '../../src/cfb/compound-file.js';
import { writeCompoundFile } from '../../src/cfb/compound-file-writer.js';
import { storageContent } from '../../src/cfb/storage-content.js';
import { applyTransform } from '../../src/msi/apply-transform.js';
import { Database } from '../../src/msi/database.js';
import { tableToIdt } from '../../src/msi/export-table.js';
import { Transform } from '../../src/msi/transform.js';
import { corpusDir, describeCorpus } from '../support/corpus.js';

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
