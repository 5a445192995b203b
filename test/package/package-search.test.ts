import { writeFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hotfixkit } from '../support/command-line.js';
import { cabinetOf, type Files, msu, selfExtractor } from '../support/container-builder.js';
import { buildPackage } from '../support/package-builder.js';
import { text } from '../support/package-folder.js';
import { buildExecutable } from '../support/portable-executable-builder.js';
import { signedCabinet } from '../support/signed-cabinet.js';
import { tempFolder } from '../support/temp-folder.js';
import { buildZip, join } from '../support/zip-builder.js';

const zipOf = (files: Files) =>
  buildZip({ files: Object.entries(files).map(([name, bytes]) => ({ name, bytes })) });
const msi = buildPackage({ files: [{ key: 'a', name: 'a.txt', bytes: text('hello') }] }).msi;
const zip = zipOf({ 'b.txt': 'b'.repeat(50), 'c.txt': 'c' });
const cut = zip.subarray(0, -30);
const cabinet = cabinetOf({ 'own.txt': 'own' });
const sevenZip = join(text('7z'), Uint8Array.of(0xbc, 0xaf, 0x27, 0x1c), new Uint8Array(50));
const program = selfExtractor(zipOf({ 'own.txt': 'own' }));

async function warnings(name: string, bytes: Uint8Array, command: string, ...args: string[]) {
  const path = joinPath(tempFolder(), name);
  writeFileSync(path, bytes);
  const { status, json } = await hotfixkit([command, path, ...args, '--json']);
  const answer = json<{ warnings: { code: string; entry?: string }[] }>();
  return { status, warnings: answer.warnings.map(({ code, entry }) => [code, entry]) };
}

describe('what lies behind the content of a file', () => {
  it.each([
    ['a cabinet', 'c.cab', join(cabinet, cut), 'PACKAGE_NOT_SEARCHED'],
    ['an update package', 'u.msu', join(msu('u', cabinet), cut), 'PACKAGE_NOT_SEARCHED'],
    ['a package', 'p.msi', join(msi, zip), 'PACKAGE_NOT_SEARCHED'],
    ['a package, cut', 'p.msi', join(msi, new Uint8Array(700), cut), 'PACKAGE_NOT_SEARCHED'],
    ['a package, in a cabinet', 'p.msi', join(msi, cabinet), 'PACKAGE_NOT_SEARCHED'],
    ['a package, in an archive', 'p.zip', zipOf({ 'p.msi': join(msi, msi) }), 'PACKAGE_NOT_SEARCHED'],
    ['a signed cabinet, cut', 's.cab', signedCabinet(200).bytes.subarray(0, -50), 'CAB_TRUNCATED'],
  ])('is named by every command: %s', async (_, name, bytes, code) => {
    for (const [command, ...args] of [
      ['info'],
      ['list'],
      ['extract', '-o', joinPath(tempFolder(), 'out')],
      ['verify', '--require', 'own.txt >=1.0'],
    ]) {
      const answer = await warnings(name, bytes, command!, ...args);
      expect([command, answer.warnings]).toEqual([command, expect.arrayContaining([[code, undefined]])]);
    }
  });

  const other = { 'other.dat': 'x' };
  it.each([
    ['a cut archive', zipOf({ 'a.exe': join(program, cut), ...other }), 'ZIP_TRUNCATED'],
    [
      'a zip archive behind a cabinet',
      zipOf({ 'a.exe': join(cabinet, zip), ...other }),
      'PACKAGE_NOT_SEARCHED',
    ],
    ['a 7z archive', zipOf({ 'a.exe': join(program, sevenZip), ...other }), 'CONTAINER_UNSUPPORTED'],
    ['a cut archive, in a cabinet', cabinetOf({ 'a.exe': join(program, cut), ...other }), 'ZIP_TRUNCATED'],
  ])('is named with the inner file: %s', async (_, bytes, code) => {
    for (const command of ['info', 'list']) {
      const answer = await warnings('x', bytes, command);
      expect(answer.status).toBe(0);
      expect(answer.warnings).toEqual([[code, 'a.exe']]);
    }
  });

  it.each([['verify', '--require', 'x.dll >=1.0'], ['versions']])(
    'is named where a program contains files that %s does not search',
    async (...args) => {
      const [command, ...more] = args as [string, ...string[]];
      const bytes = zipOf({
        'setup.exe': program,
        'plain.exe': buildExecutable({ platform: 'x86' }),
        ...other,
      });
      const path = joinPath(tempFolder(), 'x.zip');
      writeFileSync(path, bytes);
      const { json } = await hotfixkit([command, path, ...more, '--json']);
      const messages = json<{ warnings: { message: string }[] }>().warnings.map(({ message }) => message);
      expect(messages).toEqual([
        expect.stringMatching(/^1 file inside was not looked at: setup\.exe; .*x\.zip!setup\.exe"$/),
      ]);
    },
  );

  it('is named once where the inner file is what is shown', async () => {
    const answer = await warnings('x.zip', zipOf({ 'a.exe': join(program, cut) }), 'info');
    expect(answer.warnings.filter(([code]) => code === 'ZIP_TRUNCATED')).toEqual([
      ['ZIP_TRUNCATED', undefined],
    ]);
  });
});
