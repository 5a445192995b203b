import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { manifestFromCatalogue } from '../../../src/hotfix/manifest/catalogue.js';
import { type ScanOptions, type ScanResult, scanTrees } from '../../../src/hotfix/scan/scan-trees.js';
import { planExtract } from '../../../src/package/extract/extract-plan.js';
import { applyExtract } from '../../../src/package/node/extract.js';
import { openPackage } from '../../../src/package/open-package.js';
import { caughtLater } from '../../support/caught.js';
import { canLinkFiles } from '../../support/links.js';
import { tempFolder } from '../../support/temp-folder.js';
import { itThorough } from '../../support/thorough.js';

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

  it('is not content with nothing', async () => {
    const root = tempFolder();
    expect(await scan([root])).toMatchObject({ ok: false, hotfixes: [{ status: 'absent', places: [] }] });
    expect((await scan([root], { onlyPresent: true })).ok).toBe(true);
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
