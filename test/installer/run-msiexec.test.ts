import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseMsiexecArguments } from '../../src/installer/command-line/msiexec-command-line.js';
import type { InstallationEvent } from '../../src/installer/log/installation-log.js';
import { runMsiexec } from '../../src/installer/run-msiexec.js';
import { buildCabinet } from '../support/cabinet-builder.js';
import { bundle } from '../support/container-builder.js';
import { corpusDir, describeCorpus } from '../support/corpus.js';
import { buildPackage, type PackagePlan } from '../support/package-builder.js';
import { hashTree, standInPath, text, writePackage, writeTree } from '../support/package-folder.js';
import { tempFolder } from '../support/temp-folder.js';
import { itThorough } from '../support/thorough.js';

const files = [{ key: 'a', name: 'LONGNA~1.TXT|long name.txt', bytes: text('first') }];
const packageOf = (plan: Partial<PackagePlan> = {}) => writePackage({ files, ...plan });
const msiexec = (...args: string[]) => runMsiexec(parseMsiexecArguments(args), { user: 'tester' });

describe('runMsiexec', () => {
  it.each(['/a', '-A', '/A'])('makes an image for %s', async (verb) => {
    const target = join(tempFolder(), 'image');
    const result = await msiexec(verb, packageOf(), '/qb', `TARGETDIR=${target}`);
    expect(result).toEqual({
      exitCode: 0,
      target,
      written: ['PFiles/Fixture/long name.txt', 'package.msi'],
      kept: [],
      replaced: [],
      removed: [],
      warnings: [],
      error: null,
    });
    expect(Object.keys(hashTree(target))).toEqual(['PFiles/Fixture/long name.txt', 'package.msi']);
  });

  it('takes no TARGETDIR from the Property table', async () => {
    const folder = tempFolder();
    const path = packageOf({ properties: { TARGETDIR: join(folder, 'from property') } });
    if (process.platform !== 'win32') {
      const outcome = await msiexec('/a', path, '/qn');
      expect(outcome).toMatchObject({ target: null, error: { code: 'TARGET_MISSING' } });
    }
    const target = join(folder, 'from line');
    const outcome = await msiexec('/a', path, '/qn', `targetdir=${target}`);
    expect(outcome).toMatchObject({ exitCode: 0, target, warnings: [{ code: 'TARGET_FIXED' }] });
    expect(readdirSync(folder)).toEqual(['from line']);
  });

  it.each([
    ['SHORTFILENAMES=1', 'PFiles/Fixture/LONGNA~1.TXT'],
    ['SHORTFILENAMES=', 'PFiles/Fixture/long name.txt'],
    ['ShortFileNames=yes', 'PFiles/Fixture/LONGNA~1.TXT'],
  ])('%s gives %s', async (property, path) => {
    const target = tempFolder();
    await msiexec('/a', packageOf(), `TARGETDIR=${target}`, property);
    expect(Object.keys(hashTree(target))).toContain(path);
  });

  it('says what the package, its cabinets and its container say', async () => {
    const member = (bytes: string) => ({ name: 'a', bytes: text(bytes) });
    const folder = tempFolder();
    const { msi } = buildPackage({ files, cabinets: 'external' });
    const cabinet = buildCabinet({
      folders: [{ method: 'none', files: [member('first'), member('other')] }],
    });
    writeTree(folder, { 'p.msi': msi, 'files.cab': cabinet });
    const log: InstallationEvent[] = [];
    const command = parseMsiexecArguments(['/a', join(folder, 'p.msi'), `TARGETDIR=${tempFolder()}`]);
    const result = await runMsiexec(command, { user: 'tester', log: (event) => log.push(event) });
    const message = expect.stringMatching(/^the cabinet has 2 members of this name/);
    expect(result).toMatchObject({ exitCode: 0, warnings: [{ code: 'PACKAGE_MEMBER_UNCERTAIN', message }] });
    expect(log).toContainEqual({
      type: 'info',
      text: expect.stringMatching(/^Note: the cabinet has 2 members/),
    });

    const bytes = bundle({
      version: 3,
      containers: [{ 'p.msi': buildPackage({ files }).msi }],
      chain: [{ id: 'p', kind: 'Msi', payloads: ['0:p.msi'], attributes: { ProductCode: '{0}' } }],
    });
    writeTree(folder, { 'setup.exe': bytes });
    const inside = await msiexec('/a', join(folder, 'setup.exe'), `TARGETDIR=${tempFolder()}`);
    expect(inside).toMatchObject({ exitCode: 0, warnings: [{ code: 'BUNDLE_PAYLOAD_DIFFERS' }] });
  });

  it('says that PATCH does nothing', async () => {
    const { exitCode, warnings } = await msiexec(
      '/a',
      packageOf(),
      `TARGETDIR=${tempFolder()}`,
      'PATCH=fix.msp',
    );
    expect([exitCode, warnings]).toMatchObject([0, [{ code: 'MSIEXEC_COMMAND_LINE', found: 'fix.msp' }]]);
  });

  it.each([
    ['MSIPATCHREMOVE={0CD4E1F5-0000-0000-0000-000000000000}', '{0CD4E1F5-0000-0000-0000-000000000000}'],
    ['REMOVE=ALL', 'ALL'],
    ['addlocal=Client', 'Client'],
    ['COMPADDSOURCE={X}', '{X}'],
    ['REINSTALLMODE=vomus', 'vomus'],
    ['INSTALLLEVEL=1', '1'],
    ['TRANSFORMS=:inside.mst', ':inside.mst'],
  ])('says that %s does nothing', async (property, found) => {
    const { exitCode, warnings } = await msiexec('/a', packageOf(), `TARGETDIR=${tempFolder()}`, property);
    expect([exitCode, warnings]).toMatchObject([0, [{ code: 'MSIEXEC_COMMAND_LINE', found }]]);
  });

  it.each(['', '@', '|'])(
    'says that a transform is not applied, and looks for it (TRANSFORMS=%sx.mst)',
    async (sign) => {
      const path = packageOf();
      const list = (name: string) => `TRANSFORMS=${sign}${name}`;
      writeFileSync(join(dirname(path), 'x.mst'), 'a transform');
      const target = () => `TARGETDIR=${join(tempFolder(), 'image')}`;
      const there = await msiexec('/a', path, target(), list('x.mst'));
      expect(there).toMatchObject({ exitCode: 0, warnings: [{ found: `${sign}x.mst` }] });
      const missing = await msiexec('/a', path, target(), list('x.mst;absent.mst'));
      expect(missing).toMatchObject({
        exitCode: 1624,
        written: [],
        error: { code: 'FILE_NOT_FOUND', facts: { file: 'absent.mst' } },
      });
    },
  );

  it('does not mind properties that redirect a normal installation', async () => {
    const target = tempFolder();
    const elsewhere = tempFolder();
    await msiexec(
      '/a',
      packageOf(),
      `TARGETDIR=${target}`,
      `INSTALLDIR=${elsewhere}`,
      'ADDLOCAL=None',
      'INSTALLLEVEL=0',
    );
    expect(Object.keys(hashTree(target))).toContain('PFiles/Fixture/long name.txt');
    expect(readdirSync(elsewhere)).toEqual([]);
  });
});

describe('exit codes', () => {
  const outcome = async (...args: string[]) => {
    const { exitCode, error, written } = await msiexec(...args);
    expect(written).toEqual([]);
    return [exitCode, error?.code];
  };
  const target = () => `TARGETDIR=${join(tempFolder(), 'image')}`;
  const file = (content: string | Uint8Array): string => {
    const path = join(tempFolder(), 'package.msi');
    writeFileSync(path, content);
    return path;
  };

  it('1619 for a package that cannot be opened', async () => {
    const absent = join(tempFolder(), 'absent.msi');
    expect(await outcome('/a', absent, target())).toEqual([1619, 'FILE_NOT_FOUND']);
    expect(await outcome('/a', join(absent, 'x.msi'), target())).toEqual([1619, 'FILE_NOT_FOUND']);
  });

  it('1620 for what is no package', async () => {
    expect(await outcome('/a', file('text'), target())).toEqual([1620, 'PACKAGE_UNKNOWN_KIND']);
    expect(await outcome('/a', file(''), target())).toEqual([1620, 'PACKAGE_UNKNOWN_KIND']);
    const cabinet = buildCabinet({ folders: [{ method: 'none', files: [{ name: 'a', bytes: text('a') }] }] });
    expect(await outcome('/a', file(cabinet), target())).toEqual([1620, 'PACKAGE_NOT_INSTALLABLE']);
    const folder = tempFolder();
    expect(await outcome('/a', folder, target())).toEqual([1620, 'PACKAGE_NOT_INSTALLABLE']);
  });

  it('1603 for what goes wrong on the way', async () => {
    const noCabinet = packageOf({ cabinets: 'external' });
    rmSync(join(dirname(noCabinet), 'files.cab'));
    expect(await outcome('/a', noCabinet, target())).toEqual([1603, 'PACKAGE_NO_CABINET']);
    const path = packageOf();
    expect(await outcome('/a', path, `TARGETDIR=${dirname(path)}`)).toEqual([1603, 'TARGET_IS_SOURCE']);
  });

  // On Windows an image without a target goes to the drive with most room.
  it.skipIf(process.platform === 'win32')('1603 for no target', async () => {
    const path = packageOf();
    expect(await outcome('/a', path)).toEqual([1603, 'TARGET_MISSING']);
    expect(await outcome('/a', path, 'TARGETDIR=')).toEqual([1603, 'TARGET_MISSING']);
  });

  it('1603 for three cabinets that are no set and not in their order, with nothing left behind', async () => {
    // Wine's test_caborder: Media 1:10, 2:2, 3:12, where Sequence 2 belongs to disk 1, whose cabinet does not hold it.
    const path = packageOf({
      files: ['one', 'two', 'three'].map((key, i) => ({
        key,
        name: key,
        bytes: text(key),
        cabinet: `test${i + 1}.cab`,
      })),
    });
    const other = packageOf({ files: [{ key: 'two', name: 'two', bytes: text('2'), cabinet: 'test1.cab' }] });
    expect((await msiexec('/a', path, target())).exitCode).toBe(0);
    writeTree(dirname(path), {
      'test1.cab': readFileSync(join(dirname(other), 'test1.cab')),
    });
    const folder = join(tempFolder(), 'image');
    expect(await outcome('/a', path, `TARGETDIR=${folder}`)).toEqual([1603, 'PACKAGE_NOT_IN_CABINET']);
    expect(readdirSync(dirname(folder))).toEqual([]);
  });

  it('1603 for a target that cannot be written', async () => {
    const folder = tempFolder();
    writeTree(folder, { file: 'x' });
    expect((await msiexec('/a', packageOf(), `TARGETDIR=${join(folder, 'file')}`)).exitCode).toBe(1603);
    mkdirSync(join(folder, 'dir'));
    expect(readdirSync(folder)).toEqual(['dir', 'file']);
  });

  it('1639 for verbs that are not emulated', async () => {
    expect(await outcome('/i', packageOf(), target())).toEqual([1639, 'MSIEXEC_COMMAND_LINE']);
    expect(await outcome('/x', '{00000000-0000-0000-0000-000000000000}')).toEqual([
      1639,
      'MSIEXEC_COMMAND_LINE',
    ]);
  });

  itThorough('1602 where it is interrupted', async () => {
    const many = Array.from({ length: 30 }, (_, i) => ({
      key: `f${i}`,
      name: `f${i}`,
      bytes: new Uint8Array(3_000_000).fill(i),
    }));
    const path = packageOf({ files: many, cabinetOptions: { '#files.cab': { method: 'none' } } });
    const folder = join(tempFolder(), 'image');
    const result = await runMsiexec(parseMsiexecArguments(['/a', path, `TARGETDIR=${folder}`]), {
      user: 'tester',
      signal: AbortSignal.abort(),
    });
    expect(result).toMatchObject({ exitCode: 1602, error: { code: 'ABORTED' } });
    expect(readdirSync(dirname(folder))).toEqual([]);
  });
});

it('names the package in errors that come from inside', async () => {
  const path = packageOf({ cabinets: 'external' });
  writeFileSync(join(dirname(path), 'files.cab'), 'no cabinet');
  const { error } = await msiexec('/a', path, `TARGETDIR=${tempFolder()}`);
  expect(error).toMatchObject({
    code: 'CAB_BAD_SIGNATURE',
    facts: { file: path, stream: 'files.cab', offset: 0 },
  });
});

it('leaves the stand-in as it was', async () => {
  const before = hashTree(dirname(standInPath(1)));
  expect((await msiexec('/a', standInPath(1), '/qb', `TARGETDIR=${tempFolder()}`)).exitCode).toBe(0);
  expect(hashTree(dirname(standInPath(1)))).toEqual(before);
});

describeCorpus('real packages that are no installation packages', () => {
  it.each([
    ['wix/CoreIntegration_TestData_DecompileTargetDirMergeModule_MergeModule1.msm', 1620],
    ['wix3/PerMachineMsisMsps_PatchAv101.msp', 1620],
    ['jsign/wineyes.exe', 1620],
  ])('%s: %i', async (path, exitCode) => {
    expect((await msiexec('/a', join(corpusDir, path), `TARGETDIR=${tempFolder()}`)).exitCode).toBe(exitCode);
  });
});
