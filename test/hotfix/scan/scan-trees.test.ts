import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { manifestFromCatalogue } from '../../../src/hotfix/manifest/catalogue.js';
import { type ScanOptions, type ScanResult, scanTrees } from '../../../src/hotfix/scan/scan-trees.js';
import { planExtract } from '../../../src/package/extract/extract-plan.js';
import { applyExtract } from '../../../src/package/node/extract.js';
import { openPackage } from '../../../src/package/open-package.js';
import { caughtLater } from '../../support/caught.js';
import { canLinkFiles } from '../../support/links.js';
import { writePackage } from '../../support/package-folder.js';
import { canMakePipes, makePipe } from '../../support/pipes.js';
import { buildExecutable } from '../../support/portable-executable-builder.js';
import { tempFolder } from '../../support/temp-folder.js';
import { itThorough } from '../../support/thorough.js';
import { buildZip } from '../../support/zip-builder.js';

const package_ = 'fixtures/kb977203/SCCM2007-SP2-KB977203-ENU.msi';
const old = new Date('2010-02-03');
const manifests = [manifestFromCatalogue('977203')];
const patch = 'Microsoft Configuration Manager/Client/i386/hotfix/KB977203/Sccm2007ac-sp2-kb977203-x86.msp';

/** A distribution point: an image, a client package, the package itself, and a hundred files of no interest. */
async function distributionPoint(): Promise<string> {
  const root = tempFolder();
  const opened = openPackage(package_);
  try {
    await applyExtract(opened.content, planExtract(opened.content, {}), join(root, 'ABC00001'));
  } finally {
    opened.close();
  }
  mkdirSync(join(root, 'ABC00002/i386/hotfix/KB977203'), { recursive: true });
  copyFileSync(
    join(root, 'ABC00001', patch),
    join(root, 'ABC00002/i386/hotfix/KB977203/sccm2007ac-sp2-kb977203-x86.msp'),
  );
  mkdirSync(join(root, 'ABC00003'));
  copyFileSync(package_, join(root, 'ABC00003/SCCM2007-SP2-KB977203-ENU.msi'));
  for (let i = 0; i < 10; i++) {
    const folder = join(root, 'other', String(i));
    mkdirSync(folder, { recursive: true });
    for (let j = 0; j < 10; j++) writeFileSync(join(folder, `${j}.dat`), '');
  }
  // Of what was changed just now no state keeps an answer.
  for (const file of [
    'ABC00002/i386/hotfix/KB977203/sccm2007ac-sp2-kb977203-x86.msp',
    'ABC00003/SCCM2007-SP2-KB977203-ENU.msi',
  ])
    utimesSync(join(root, file), old, old);
  return root;
}

const brief = ({ hotfixes }: ScanResult) =>
  hotfixes.flatMap(({ places }) => places.map(({ path, role, status }) => [path, role, status]));

const scan = (roots: string[], options: ScanOptions = {}) => scanTrees(roots, manifests, options);

describe('scanTrees', () => {
  it('says what lies where, in what condition, and reads nothing else', async () => {
    const root = await distributionPoint();
    const result = await scan([root]);
    expect(brief(result)).toEqual([
      ['ABC00001/Microsoft Configuration Manager', 'image', 'complete'],
      ['ABC00002/i386/hotfix/KB977203', 'client', 'complete'],
      ['ABC00003/SCCM2007-SP2-KB977203-ENU.msi', 'package', 'complete'],
    ]);
    expect(result).toMatchObject({
      ok: true,
      walked: { files: 115, candidates: 15, read: 15, reused: 0 },
      hotfixes: [{ kb: '977203', status: 'complete' }],
      warnings: [],
    });
  });

  it('names what is damaged', async () => {
    const root = await distributionPoint();
    truncateSync(join(root, 'ABC00003/SCCM2007-SP2-KB977203-ENU.msi'), 30_000);
    appendFileSync(join(root, 'ABC00001', patch), 'x');
    const result = await scan([root]);
    expect(result).toMatchObject({ ok: false, hotfixes: [{ status: 'damaged' }] });
    expect(brief(result).map(([, , status]) => status)).toEqual(['damaged', 'complete', 'damaged']);
    expect(result.hotfixes[0]!.places[2]!.problem?.code).toMatch(/^(CFB|CAB|MSI|READ|PACKAGE)/);
  });

  it('takes several paths, packages among them, each once', async () => {
    const root = await distributionPoint();
    const roots = [
      join(root, 'ABC00003/SCCM2007-SP2-KB977203-ENU.msi'),
      join(root, 'ABC00002'),
      `${root}/ABC00002/`,
    ];
    const result = await scan(roots);
    expect(brief(result)).toEqual(
      [
        ['i386/hotfix/KB977203', 'client', 'complete'],
        ['SCCM2007-SP2-KB977203-ENU.msi', 'package', 'complete'],
      ].sort(([a], [b]) => (a! < b! ? 1 : -1)),
    );
  });

  itThorough('judges every path by itself', async () => {
    const root = await distributionPoint();
    const complete = join(root, 'ABC00003/SCCM2007-SP2-KB977203-ENU.msi');
    const empty = join(root, 'other');
    const half = join(root, 'half');
    mkdirSync(half);
    for (const name of ['Ccmsetup.exe', 'Smsexec.exe']) {
      const from = join(root, 'ABC00001/Microsoft Configuration Manager/Client', name);
      if (existsSync(from)) copyFileSync(from, join(half, name));
    }
    const verdicts = async (...roots: string[]) => {
      const { ok, paths } = await scan(roots);
      return [ok, ...paths.map((one) => one.ok)];
    };
    expect(await verdicts(complete, join(root, 'ABC00001'))).toEqual([true, true, true]);
    // Nothing of the hotfix, and a part of it.
    expect(await verdicts(complete, empty)).toEqual([false, true, false]);
    expect(await verdicts(complete, half)).toEqual([false, true, false]);
    const present = await scan([complete, half], { onlyPresent: true });
    expect([present.ok, present.paths.map(({ places }) => places)]).toEqual([true, [1, 1]]);
    // Two files in one folder are two paths.
    const patchFile = join(root, 'ABC00002/i386/hotfix/KB977203/sccm2007ac-sp2-kb977203-x86.msp');
    const copy = join(root, 'ABC00002/i386/hotfix/KB977203/Ccmcertfix.exe');
    writeFileSync(copy, '');
    expect(await verdicts(patchFile, copy)).toEqual([false, true, false]);
  });

  it('says that files of a later hotfix were compared with no table', async () => {
    const folder = tempFolder();
    const version = { fileVersion: '4.0.6487.2157' };
    writeFileSync(join(folder, 'Ccmsetup.exe'), buildExecutable({ platform: 'x86', version }));
    const { ok, hotfixes, warnings } = await scan([folder]);
    expect([ok, hotfixes[0]!.status]).toEqual([true, 'superseded']);
    expect(warnings).toMatchObject([
      {
        code: 'VERIFY_NOT_COMPARED',
        message: `1 place has files of a later hotfix than KB977203, which were compared with no table: ${folder}`,
      },
    ]);
  });

  it('reads the files of an image whose database is named', async () => {
    const [section] = manifests[0]!.sections;
    const row = { ...section!.files[0]!, name: 'x.dat', version: null, platform: null, size: 5 };
    const manifest = { ...manifests[0]!, sections: [{ ...section!, files: [row] }] };
    const file = { key: 'x', name: 'x.dat', bytes: Buffer.from('right'), cabinet: null };
    const image = writePackage({ files: [file], wordCount: 0 }, tempFolder(), 'image.msi');
    const state = join(tempFolder(), 'state');
    // The tree first: there the database stands for no files of its own.
    await scanTrees([dirname(image)], [manifest], { state });
    const { ok, hotfixes } = await scanTrees([image], [manifest], { state });
    expect([ok, hotfixes[0]!.places.map(({ status }) => status)]).toEqual([true, ['complete']]);
  });

  it('is not content with nothing', async () => {
    const root = tempFolder();
    expect(await scan([root])).toMatchObject({ ok: false, hotfixes: [{ status: 'absent', places: [] }] });
    expect((await scan([root], { onlyPresent: true })).ok).toBe(false);
    expect(await caughtLater(() => scan([join(root, 'none')]))).toMatchObject({ code: 'FILE_NOT_FOUND' });
  });

  it.skipIf(!canLinkFiles)('says that links were not followed', async () => {
    const root = await distributionPoint();
    symlinkSync(join(root, 'ABC00001'), join(root, 'other/0/link'));
    symlinkSync(join(root, 'ABC00003/SCCM2007-SP2-KB977203-ENU.msi'), join(root, 'kb977203.msi'));
    const { warnings, walked } = await scan([root]);
    expect(walked.candidates).toBe(15);
    expect(warnings).toMatchObject([
      { code: 'PATH_LINK', message: '2 symbolic links were not followed', file: root },
    ]);
  });

  it.skipIf(!canMakePipes)('names what is no file', async () => {
    const root = tempFolder();
    makePipe(join(root, 'SCCM2007-SP2-KB977203-ENU.msi'));
    expect((await scan([root])).warnings).toMatchObject([
      { code: 'FILE_READ', message: expect.stringMatching(/: SCCM2007-SP2-KB977203-ENU\.msi$/), file: root },
    ]);
  });

  itThorough('reads again only what has changed', async () => {
    const root = await distributionPoint();
    const state = join(tempFolder(), 'state');
    const first = await scan([root], { state });
    expect(first.walked).toMatchObject({ read: 15, reused: 0 });
    const second = await scan([root], { state });
    expect(second.walked).toMatchObject({ read: 0, reused: 15 });
    expect(second.hotfixes).toEqual(first.hotfixes);

    // The same size, another content: the time tells.
    const file = join(root, 'ABC00001/Microsoft Configuration Manager/Client/Ccmsetup.exe');
    writeFileSync(file, Buffer.alloc(611_688));
    utimesSync(file, new Date('2012-01-01'), new Date('2012-01-01'));
    rmSync(join(root, 'ABC00002'), { recursive: true });
    const third = await scan([root], { state });
    expect(third.walked).toMatchObject({ candidates: 14, read: 1, reused: 13 });
    expect(brief(third)).toContainEqual(['ABC00001/Microsoft Configuration Manager', 'image', 'damaged']);
  });

  it('reads a file again that was replaced by one of the same size and time', async () => {
    const root = await distributionPoint();
    const state = join(tempFolder(), 'state');
    await scan([root], { state });
    const file = join(root, 'ABC00003/SCCM2007-SP2-KB977203-ENU.msi');
    writeFileSync(file, Buffer.alloc(statSync(file).size));
    utimesSync(file, old, old);
    const { walked, ok } = await scan([root], { state });
    expect(walked).toMatchObject({ read: 1, reused: 14 });
    expect(ok).toBe(false);
  });

  it('says that a state was changed, and does without it', async () => {
    const root = await distributionPoint();
    const state = join(tempFolder(), 'state');
    await scan([root], { state });
    writeFileSync(state, readFileSync(state, 'utf8').replace('4.0.6487.2111', '4.0.6487.9999'));
    const { walked, ok, warnings } = await scan([root], { state });
    expect(walked).toMatchObject({ read: 15, reused: 0 });
    expect(ok).toBe(true);
    expect(warnings).toMatchObject([{ code: 'STATE_INVALID', file: state }]);
  });

  it('goes on where it was interrupted', async () => {
    const root = await distributionPoint();
    const state = join(tempFolder(), 'state');
    const controller = new AbortController();
    const error = await caughtLater(() =>
      scan([root], {
        state,
        signal: controller.signal,
        onProgress: ({ done }) => {
          if (done >= 5) controller.abort();
        },
      }),
    );
    expect(error.code).toBe('ABORTED');
    const { ok, walked } = await scan([root], { state });
    expect(ok).toBe(true);
    expect(walked.reused).toBeGreaterThanOrEqual(5);
    expect(walked.reused + walked.read).toBe(15);
  });
});

it('names archives beside files of an article, whatever their names are, and no others', async () => {
  const root = await distributionPoint();
  const zip = buildZip({ files: [{ name: 'ccmsetup.exe', bytes: 'x' }] });
  writeFileSync(join(root, 'ABC00002/i386/hotfix/KB977203/w.dat'), zip);
  writeFileSync(join(root, 'other/0/w.zip'), zip);
  const { warnings } = await scanTrees([root], manifests);
  const named = warnings.filter(({ code, file }) => code === 'PACKAGE_NOT_SEARCHED' && file === undefined);
  expect(named).toMatchObject([{ message: expect.stringContaining('ABC00002/i386/hotfix/KB977203/w.dat') }]);
  expect(named[0]!.message).not.toContain('other/');
});
