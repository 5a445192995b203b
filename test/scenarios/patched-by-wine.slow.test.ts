import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPackageWith } from '../../src/package/node/open-package-with.js';
import { orderPatches } from '../../src/package/node/order-patches.js';
import { buildClient } from '../support/patch-scenario.js';
import { writePatchSet } from '../support/patch-set.js';
import { buildPropertyTransform } from '../support/product-transform.js';

/*
 * What a product looks like with patches and transforms has to be what an installation with them leaves. Wine's msiexec is the
 * judge: it applies patches in the order in which PATCH has them, and gets the order that we work out.
 */

const PATIENCE = 60_000;
const hasWine = (() => {
  try {
    execFileSync('wine', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

function inPrefix(prefix: string, program: string, args: readonly string[]): Promise<number> {
  const env = { ...process.env, WINEPREFIX: prefix, WINEDEBUG: '-all', DISPLAY: '' };
  return new Promise((done) => {
    execFile(program, [...args], { env, timeout: PATIENCE }, (error) => {
      done(error ? (typeof error.code === 'number' ? error.code : -1) : 0);
    });
  });
}

const windowsPath = (path: string): string => `Z:${path.replaceAll('/', '\\')}`;

describe.skipIf(!hasWine)(hasWine ? 'patched by Wine' : 'patched by Wine (wine is not there)', () => {
  const home = mkdtempSync(join(tmpdir(), 'hotfixkit-wine-'));
  const template = join(home, 'template');

  beforeAll(async () => {
    await inPrefix(template, 'wineboot', ['-i']);
    await inPrefix(template, 'wineserver', ['-w']);
  }, 3 * PATIENCE);

  afterAll(() => rmSync(home, { recursive: true, force: true }));

  const fix = (sequence: string) => [['Fix', null, sequence, 0] as const];

  it.each<[string, string[], string[]]>([
    ['a transform', [], ['site']],
    ['a patch', ['one'], []],
    ['two patches, the later one given first', ['two', 'one'], []],
    ['a transform and two patches', ['two', 'one'], ['site']],
  ])('%s', { timeout: 3 * PATIENCE }, async (_, patchNames, transformNames) => {
    const set = writePatchSet({
      one: { families: fix('1'), text: 'the first' },
      two: { families: fix('2'), text: 'the second one' },
    });
    const client = buildClient('1.0.0', [{ key: 'a', name: 'a.txt', bytes: Buffer.from('as shipped') }]);
    const rename = buildPropertyTransform(client, {}, (tables) =>
      tables.map((table) =>
        table.name === 'File'
          ? { ...table, rows: table.rows.map((row) => [...row.slice(0, 2), 'renamed.txt', ...row.slice(3)]) }
          : table,
      ),
    );
    const site = join(set.folder, 'site.mst');
    writeFileSync(site, rename);
    const patches = patchNames.map((name) => set[name as 'one' | 'two']);
    const transforms = transformNames.map(() => site);

    const expected = openPackageWith(set.client, [...transforms, ...patches]);
    const files = expected.content.files.map((file) => [file.name, Buffer.from(file.bytes()).toString()]);
    expected.close();

    const { patches: ordered } = await orderPatches(set.client, patches);
    const prefix = mkdtempSync(join(home, 'run-'));
    cpSync(template, prefix, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
    const words = ['msiexec', '/i', windowsPath(set.client), '/qn'];
    if (ordered.length > 0) words.push(`PATCH=${ordered.map(({ file }) => windowsPath(file)).join(';')}`);
    if (transforms.length > 0) words.push(`TRANSFORMS=${transforms.map(windowsPath).join(';')}`);
    expect(await inPrefix(prefix, 'wine', words)).toBe(0);
    await inPrefix(prefix, 'wineserver', ['-w']);
    const drive = join(prefix, 'drive_c');
    const installed = readdirSync(drive, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /Fixture$/.test(relative(drive, entry.parentPath)))
      .map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name), 'utf8')]);
    expect(installed).toEqual(files);
  });
});
