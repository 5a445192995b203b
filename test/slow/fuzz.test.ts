import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../support/temp-folder.js';

const repository = resolve(import.meta.dirname, '../..');
const isBuilt = existsSync(join(repository, 'dist/index.js'));

function fuzz(...args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/fuzz.js', ...args], {
    cwd: repository,
    encoding: 'utf8',
    timeout: 500_000,
  });
  return { status, output: stdout + stderr };
}

// The fuzzer runs what was built, in processes of its own.
describe.skipIf(!isBuilt)(isBuilt ? 'fuzz' : 'fuzz (skipped: nothing is built)', () => {
  it('finds what is planted (a crash, a broken promise, a hang, memory, a process killed), cuts it down and can repeat it', () => {
    const out = tempFolder();
    const { status, output } = fuzz('--self-test', '--no-corpus', '--minimise-seconds', '4', '--out', out);
    expect(output).not.toContain('MISSED');
    expect(status).toBe(0);

    const findings = readdirSync(out).filter((name) => name.endsWith('.bin'));
    expect(findings.map((name) => name.split('-')[1]).sort()).toEqual([
      'broken',
      'crash',
      'hang',
      'kill',
      'memory',
    ]);
    const hang = findings.find((name) => name.includes('hang'))!;
    expect(readFileSync(join(out, hang), 'latin1')).toContain('!hang!');
    const again = fuzz('--replay', join(out, hang), '--no-corpus');
    expect(again.output).toContain('hang');
    expect(again.status).toBe(1);
  }, 600_000);

  it('says that the corpus is left out where it is not there', () => {
    const { status, output } = fuzz('summary', '1', '--runs', '20', '--no-corpus', '--out', tempFolder());
    expect(output).toContain('the corpus is left out');
    expect(output).toContain('Nothing was found');
    expect(status).toBe(0);
  }, 60_000);

  it.each([
    [['--list'], 0, 'cab-payload'],
    [['nothing'], 2, 'there is no target nothing'],
  ])('answers %j with status %d', (args, status, text) => {
    const result = fuzz(...args);
    expect(result.output).toContain(text);
    expect(result.status).toBe(status);
  });
});
