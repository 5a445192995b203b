import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { manifestFromCatalogue } from '../../../src/hotfix/manifest/catalogue.js';
import { besideWarnings } from '../../../src/hotfix/verify/beside-package.js';
import { verifyPackage } from '../../../src/hotfix/verify/verify-package.js';
import { openPackage } from '../../../src/package/open-package.js';
import { hotfixkit } from '../../support/command-line.js';
import { cabinetOf } from '../../support/container-builder.js';
import { buildPackage } from '../../support/package-builder.js';
import { standInPath } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';
import { itThorough } from '../../support/thorough.js';
import { buildZip } from '../../support/zip-builder.js';

const manifest = manifestFromCatalogue('977203');
const msi = { name: 'in/sp2.msi', bytes: readFileSync(standInPath(2)) };

function zipOf(files: { name: string; bytes: Uint8Array | string }[]): string {
  const path = join(tempFolder(), 'kb977203.zip');
  writeFileSync(path, buildZip({ files }));
  return path;
}

describe('besideWarnings', () => {
  const incomplete = () =>
    zipOf([msi, { name: 'CCMSETUP.EXE', bytes: 'altered' }, { name: 'readme.txt', bytes: '' }]);

  it('names files of the table beside the package', async () => {
    const path = incomplete();
    const message = expect.stringMatching(
      /^the package in\/sp2\.msi was compared; 1 file .* was not: CCMSETUP\.EXE; /,
    );
    const opened = openPackage(path);
    try {
      expect(besideWarnings(opened, [manifest])).toMatchObject([{ code: 'VERIFY_NOT_COMPARED', message }]);
      const { ok, warnings } = await verifyPackage(opened, manifest);
      expect([ok, warnings]).toMatchObject([true, [{ code: 'VERIFY_NOT_COMPARED', message }]]);
    } finally {
      opened.close();
    }
    expect((await hotfixkit(['verify', path, '--kb', '977203'])).stdout).toMatch(/^OK WITH WARNINGS/m);
  });

  it('names them in each container on the way to the package', () => {
    const inner = buildZip({ files: [msi, { name: 'CCMSETUP.EXE', bytes: 'altered' }] });
    const path = zipOf([{ name: 'inner.zip', bytes: inner }]);
    using opened = openPackage(path);
    expect(besideWarnings(opened, [manifest])).toMatchObject([
      {
        code: 'VERIFY_NOT_COMPARED',
        message: `the package inner.zip!in/sp2.msi was compared; 1 file of the names that are looked for lies beside it and was not: inner.zip!CCMSETUP.EXE; to compare it, give the path of the container: "${path}!inner.zip!"`,
      },
    ]);
  });

  itThorough('does so in every command', async () => {
    const path = incomplete();
    for (const more of [[], ['--require', 'ccmsetup.exe >=4'], ['--state', join(tempFolder(), 's')]]) {
      const { stdout } = await hotfixkit(['verify', path, '--kb', '977203', ...more]);
      expect(stdout).toMatch(/^OK WITH WARNINGS/m);
    }
    const out = join(tempFolder(), 'out');
    const prepared = await hotfixkit(['prepare', path, '--kb', '977203', '-o', out, '--dry-run']);
    expect(prepared.stdout).toMatch(/^Verified, can be staged, with a warning$/m);
    const client = tempFolder();
    mkdirSync(join(client, 'i386'));
    const line = ['stage', path, '--kb', '977203', '--client-source', client, '--dry-run'];
    const staged = await hotfixkit(line);
    expect(staged.stdout).toMatch(/^Verified, with warnings: KB977203/m);
    expect(staged.stderr).toContain('was not: CCMSETUP.EXE');
    // The package itself, and what lies beside it.
    expect((await hotfixkit(['verify', `${path}!in/sp2.msi`, '--kb', '977203'])).stdout).toMatch(/^OK: /m);
    expect((await hotfixkit(['verify', `${path}!`, '--kb', '977203'])).status).toBe(1);
  });

  it('says nothing of the package, of other files and of its own', async () => {
    expect((await hotfixkit(['verify', zipOf([msi]), '--kb', '977203'])).stdout).toMatch(/^OK: /m);
    const plan = {
      files: [{ key: 'x', name: 'Ccmsetup.exe', bytes: Buffer.from('x'), cabinet: null }],
      wordCount: 0,
    };
    const { msi: own, loose } = buildPackage(plan);
    const files = [...loose].map(([name, bytes]) => ({ name, bytes }));
    const opened = openPackage(zipOf([{ name: 'a.msi', bytes: own }, ...files]));
    expect(besideWarnings(opened, [manifest])).toEqual([]);
    opened.close();
  });

  it('names files that an installation replaces by a row of another table', () => {
    const { msi: bytes } = buildPackage({
      files: ['Ccmsetup.exe', 'old.exe'].map((name) => ({ key: name, name, bytes: Buffer.from(name) })),
      rows: { DuplicateFile: [['D', 'C_old.exe', 'old.exe', 'ccmsetup.exe', null]] },
      sequences: { InstallExecuteSequence: { DuplicateFiles: 4210 } },
    });
    const opened = openPackage(bytes);
    expect(besideWarnings(opened, [manifest])).toEqual([
      {
        code: 'VERIFY_NOT_COMPARED',
        message:
          'an installation replaces, removes or changes files that were compared, by rows of other tables: Fixture/Ccmsetup.exe (DuplicateFile "D")',
      },
    ]);
    opened.close();
  });

  it('names files of the table that no installation puts in place', () => {
    const { msi: bytes } = buildPackage({
      files: ['Ccmsetup.exe', 'old.exe'].map((name) => ({ key: name, name, bytes: Buffer.from(name) })),
      features: [{ id: 'Off', level: 0 }],
    });
    using opened = openPackage(bytes);
    expect(besideWarnings(opened, [manifest])).toEqual([
      {
        code: 'VERIFY_NOT_COMPARED',
        message:
          'the package holds files that were compared and that no installation puts in place: Fixture/Ccmsetup.exe (feature Off is disabled)',
      },
    ]);
  });

  it('names files with a published hash that an installation binds', () => {
    const { msi: bytes } = buildPackage({
      files: ['Ccmsetup.exe', 'Ccmcertfix.exe'].map((name, i) => ({
        key: `F${i}`,
        name,
        bytes: Buffer.from(name),
      })),
      rows: {
        BindImage: [
          ['F0', null],
          ['F1', null],
        ],
      },
      sequences: { InstallExecuteSequence: { BindImage: 4300 } },
    });
    using opened = openPackage(bytes);
    const hash = { file: 'ccmsetup.exe', algorithm: 'SHA-256' as const, digest: '0'.repeat(64) };
    expect(besideWarnings(opened, [manifest])).toEqual([]);
    expect(besideWarnings(opened, [{ ...manifest, hashes: [hash] }])).toEqual([
      {
        code: 'VERIFY_NOT_COMPARED',
        message:
          'an installation changes the imports of files whose hashes were compared (BindImage), so that installed ones have other hashes: Fixture/Ccmsetup.exe',
      },
    ]);
  });

  it.each(['ccmsetup.exe.', 'in/CCMSETUP.EXE .', 'ccmsetup.exe:x', 'ccmsetup.exe::$DATA'])(
    'names %j, which Windows takes for a file of the table',
    (name) => {
      const last = name.slice(name.lastIndexOf('/') + 1);
      const meant = last.slice(0, 12);
      const inputs = [
        zipOf([
          { name, bytes: 'x' },
          { name: 'other.txt.', bytes: 'x' },
        ]),
        ...(name.includes('/') ? [] : [cabinetOf({ [name]: 'x' })]),
      ];
      for (const input of inputs) {
        const opened = typeof input === 'string' ? openPackage(input) : openPackage(input);
        expect(besideWarnings(opened, [manifest])).toMatchObject([
          {
            code: 'VERIFY_NOT_COMPARED',
            message: expect.stringContaining(
              `1 file has a name that Windows takes for the name of a file that is looked for, and was not compared: "${last}" (${meant})`,
            ),
          },
        ]);
        opened.close();
      }
    },
  );
});
