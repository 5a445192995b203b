import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hotfixkit } from '../support/command-line.js';
import { tempFolder } from '../support/temp-folder.js';

const whole = readFileSync('fixtures/kb977203/SCCM2007-SP2-KB977203-ENU.msi');
/** Cut so far that a stream lacks bytes. */
const cut = whole.subarray(0, -70_000);

const packageFile = (bytes: Uint8Array): string => {
  const path = join(tempFolder(), 'p.msi');
  writeFileSync(path, bytes);
  return path;
};

/** The first bytes by whose absence no stream loses any; null where even one is content. */
async function shortened(): Promise<string | null> {
  for (const missing of [1, 100, 400]) {
    const path = packageFile(whole.subarray(0, -missing));
    const { stderr } = await hotfixkit(['info', path]);
    if (/all of its content is there/.test(stderr)) return path;
  }
  return null;
}

it('says that a package ends too early although all of its content is there', async () => {
  const path = await shortened();
  expect(path).not.toBeNull();
  for (const args of [['info'], ['list'], ['streams'], ['tables'], ['tables', 'Property'], ['versions']]) {
    const [command, ...rest] = args;
    const { status, stderr } = await hotfixkit([command!, path!, ...rest]);
    expect([args, status, stderr]).toEqual([
      args,
      0,
      expect.stringMatching(/^warning: .*ends \d+ bytes? too early.*all of its content is there/),
    ]);
  }
  const verified = await hotfixkit(['verify', path!, '--kb', '977203']);
  expect([verified.status, /^OK: /m.test(verified.stdout)]).toEqual([0, true]);
});

it.each([[['info']], [['list']], [['streams']], [['tables']], [['tables', 'Property']]])(
  'ends with 3 where content is missing: %j',
  async ([command, ...rest]) => {
    const { status, stderr } = await hotfixkit([command!, packageFile(cut), ...rest]);
    expect([status, stderr]).toEqual([3, expect.stringMatching(/too early: the download is incomplete/)]);
    if (rest.length > 0) return;
    const { status: same, stdout } = await hotfixkit([command!, packageFile(cut), '--json']);
    expect([same, JSON.parse(stdout)]).toMatchObject([3, { error: { code: 'CFB_TRUNCATED', exitCode: 3 } }]);
  },
);
