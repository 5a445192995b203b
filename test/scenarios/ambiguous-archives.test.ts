import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { buildCabinet } from '../support/cabinet-builder.js';
import { hotfixkit } from '../support/command-line.js';
import { buildPackage } from '../support/package-builder.js';
import { tempFolder } from '../support/temp-folder.js';
import { buildZip, join as joined, type ZipFilePlan } from '../support/zip-builder.js';

/*
 * Archives about which programs disagree: whatever one of them takes for the file of a row, the verdict is not a plain OK.
 */

const right: ZipFilePlan = { name: 'a.dll', bytes: `MZ${'x'.repeat(98)}` };
const wrong: ZipFilePlan = { name: 'a.dll', bytes: `MZ${'y'.repeat(97)}` };
const twin: ZipFilePlan = { name: 'a.dll', bytes: `MZ${'y'.repeat(98)}` };
const zip = (...files: ZipFilePlan[]) => buildZip({ files });
const cabinet = buildCabinet({
  folders: [{ method: 'none', files: [{ name: 'a.dll', bytes: Buffer.alloc(100, 'MZ') }] }],
});

/** An archive that states the length of its comment. */
function withComment(bytes: Uint8Array, length: number): Uint8Array {
  const changed = bytes.slice();
  new DataView(changed.buffer).setUint16(changed.length - 2, length, true);
  return changed;
}

it.each<{ name: string; bytes: Uint8Array; verdict: string; status: number }>([
  { name: 'one archive', bytes: zip(right), verdict: 'OK', status: 0 },
  {
    name: 'the right file, then another',
    bytes: joined(zip(right), zip(wrong)),
    verdict: 'NOT OK',
    status: 1,
  },
  {
    name: 'another, then the right file',
    bytes: joined(zip(wrong), zip(right)),
    verdict: 'NOT OK',
    status: 1,
  },
  {
    name: 'another of the same size',
    bytes: joined(zip(right), zip(twin)),
    verdict: 'OK WITH WARNINGS',
    status: 0,
  },
  {
    name: 'a further archive with other files',
    bytes: joined(zip(right), zip({ name: 'b.dll', bytes: 'y' })),
    verdict: 'OK WITH WARNINGS',
    status: 0,
  },
  {
    name: 'a namesake that the directory leaves out',
    bytes: zip({ ...wrong, unlisted: true }, right),
    verdict: 'OK WITH WARNINGS',
    status: 0,
  },
  {
    name: 'a cabinet with a zip archive behind it',
    bytes: joined(cabinet, zip(wrong)),
    verdict: 'OK WITH WARNINGS',
    status: 0,
  },
  {
    name: 'a zip archive with a cabinet behind it',
    bytes: joined(zip(wrong), cabinet),
    verdict: 'NOT OK',
    status: 1,
  },
  {
    name: 'an archive whose comment is another one',
    bytes: joined(withComment(zip(right), zip(wrong).length), zip(wrong)),
    verdict: 'OK WITH WARNINGS',
    status: 0,
  },
  {
    name: 'another name before the file',
    bytes: zip({ ...right, local: { name: 'b.dll' } }),
    verdict: 'OK WITH WARNINGS',
    status: 0,
  },
])('verify of $name', async ({ bytes, verdict, status }) => {
  const folder = tempFolder();
  const path = join(folder, 'p.zip');
  writeFileSync(path, bytes);
  writeFileSync(join(folder, 't.csv'), 'File name,File version,File size\na.dll,,100\n');
  const run = await hotfixkit(['verify', path, '--manifest', join(folder, 't.csv')]);
  expect(run.stdout).toMatch(new RegExp(`^${verdict}: `, 'm'));
  expect(run.status).toBe(status);
  if (verdict === 'OK') expect(run.stderr).toBe('');
  else expect(run.stderr).toMatch(/^warning: /);
});

it('compares files of one name in all archives with a requirement', async () => {
  const folder = tempFolder();
  const path = join(folder, 'p.zip');
  writeFileSync(path, joined(zip(right), zip(wrong)));
  const run = await hotfixkit(['verify', path, '--require', 'a.dll >=1', '--json']);
  expect(JSON.parse(run.stdout)).toMatchObject({
    ok: false,
    requirements: [{ files: [{ path: 'a (2).dll' }, { path: 'a.dll' }] }],
  });
});

it('weakens the verdict about a package whose cabinet has two members of one name', async () => {
  const folder = tempFolder();
  const bytes = Buffer.alloc(100, 'MZ');
  const { msi } = buildPackage({
    files: [{ key: 'a', name: 'a.dll', bytes, hash: false }],
    cabinets: 'external',
  });
  const members = [bytes, bytes.subarray(2)].map((one) => ({ name: 'a', bytes: one }));
  writeFileSync(join(folder, 'p.msi'), msi);
  writeFileSync(join(folder, 'files.cab'), buildCabinet({ folders: [{ method: 'none', files: members }] }));
  writeFileSync(join(folder, 't.csv'), 'File name,File version,File size\na.dll,,100\n');
  const run = await hotfixkit(['verify', join(folder, 'p.msi'), '--manifest', join(folder, 't.csv')]);
  expect(run.stdout).toMatch(/^OK WITH WARNINGS: /m);
  expect(run.stderr).toMatch(/^warning: .*the cabinet has 2 members of this name/);
});

it('names an archive behind a script in an archive, and opens it by name', async () => {
  const path = join(tempFolder(), 'p.zip');
  const script = joined(Buffer.from('#!/bin/sh\nexit\n'), zip(right));
  writeFileSync(
    path,
    zip({ name: 'install.sh', bytes: script }, { name: 'plain.sh', bytes: '#!/bin/sh\n'.repeat(9) }),
  );
  const run = await hotfixkit(['verify', path, '--require', 'a.dll >=1']);
  expect([run.status, run.stderr]).toEqual([1, expect.stringContaining(`look at it: "${path}!install.sh"`)]);
  expect(run.stderr).toMatch(/1 file inside was not looked at/);
  const inner = await hotfixkit(['list', `${path}!install.sh`]);
  expect([inner.status, inner.stdout]).toEqual([0, expect.stringMatching(/^a\.dll +100/m)]);
  const none = await hotfixkit(['list', `${path}!plain.sh`]);
  expect([none.status, none.stderr]).toEqual([3, expect.stringContaining('this file is not a package')]);
});
