import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseMsiexecArguments } from '../../../src/installer/command-line/msiexec-command-line.js';
import { runMsiexec } from '../../../src/installer/run-msiexec.js';
import { buildPlainDelta } from '../../support/delta-builder.js';
import { hashTree } from '../../support/package-folder.js';
import {
  buildClient,
  buildSmallPatch,
  writeClient,
  writeImage,
  writePatch,
} from '../../support/patch-scenario.js';
import { tempFolder } from '../../support/temp-folder.js';

const file = (text: string, more: object = {}) => [
  { key: 'a', name: 'a.txt', bytes: Buffer.from(text), ...more },
];
const dry = (...args: string[]) => runMsiexec(parseMsiexecArguments(args), { user: 'tester', dryRun: true });
const real = (...args: string[]) => runMsiexec(parseMsiexecArguments(args), { user: 'tester' });

describe('a dry run', () => {
  it('of /a says what the run writes, and writes neither image nor log', async () => {
    const folder = tempFolder();
    const client = writeClient(folder, '1.0.0', file('old'));
    const args = ['/a', client, '/qn', '/l*v', join(folder, 'a.log'), `TARGETDIR=${join(folder, 'out')}`];
    const before = hashTree(folder);
    const tried = await dry(...args);
    expect(tried).toMatchObject({ exitCode: 0, error: null, target: join(folder, 'out') });
    expect(hashTree(folder)).toEqual(before);
    expect(existsSync(join(folder, 'out'))).toBe(false);
    expect((await real(...args)).written.sort()).toEqual([...tried.written].sort());
  });

  it('of /a /p says what the patch changes in the image, and leaves it as it is', async () => {
    const folder = tempFolder();
    const image = await writeImage(folder, '1.0.0', file('old'));
    const whole = Buffer.from('new');
    const patch = buildSmallPatch(buildClient('1.0.0', file('old')), buildClient('1.0.0', file('new')), {
      a: { whole },
    });
    const args = ['/a', image, '/p', writePatch(folder, 'fix.msp', patch), '/qn'];
    const before = hashTree(folder);
    const tried = await dry(...args);
    expect(tried.written).toEqual(['PFiles/Fixture/a.txt', 'client.msi']);
    expect(hashTree(folder)).toEqual(before);
    const done = await real(...args);
    expect([done.written, done.kept, done.removed]).toEqual([tried.written, tried.kept, tried.removed]);
  });

  it('of /a /p applies deltas: one that does not fit is the error of the run', async () => {
    const folder = tempFolder();
    const image = await writeImage(folder, '1.0.0', file('other'));
    const [old, updated] = [Buffer.from('old'), Buffer.from('new')];
    const patch = buildSmallPatch(buildClient('1.0.0', file('old')), buildClient('1.0.0', file('new')), {
      a: { delta: buildPlainDelta(old, updated) },
    });
    const args = ['/a', image, '/p', writePatch(folder, 'fix.msp', patch), '/qn'];
    const before = hashTree(folder);
    const tried = await dry(...args);
    const done = await real(...args);
    expect(tried.exitCode).not.toBe(0);
    expect([tried.exitCode, tried.error?.code]).toEqual([done.exitCode, done.error?.code]);
    expect(hashTree(dirname(image))).toEqual(
      Object.fromEntries(
        Object.entries(before).flatMap(([path, hash]) =>
          path.startsWith('image/') ? [[path.slice(6), hash]] : [],
        ),
      ),
    );
  });

  it.each([
    ['take', 0],
    ['refuse', 1603],
  ] as const)(
    'of a package that states a wrong hash, with %s, ends as the run does',
    async (fileMismatch, exitCode) => {
      const folder = tempFolder();
      const client = writeClient(folder, '1.0.0', file('old', { hash: [1, 2, 3, 4] }));
      const command = parseMsiexecArguments(['/a', client, '/qn', `TARGETDIR=${join(folder, 'out')}`]);
      const options = { user: 'tester', fileMismatch };
      const tried = await runMsiexec(command, { ...options, dryRun: true });
      expect(tried.exitCode).toBe(exitCode);
      expect((await runMsiexec(command, options)).exitCode).toBe(exitCode);
    },
  );

  it('refuses the folder of the package as the target', async () => {
    const folder = tempFolder();
    const client = writeClient(folder, '1.0.0', file('old'));
    const { error } = await dry('/a', client, '/qn', `TARGETDIR=${folder}`);
    expect(error?.code).toBe('TARGET_IS_SOURCE');
  });
});
