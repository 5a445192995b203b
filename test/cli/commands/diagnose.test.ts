import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hotfixkit } from '../../support/command-line.js';
import { harmlessEntries, logEntry, published } from '../../support/log-builder.js';
import { standInPath } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';

function logFile(text: string): string {
  const path = join(tempFolder(), 'Ccmexec.log');
  writeFileSync(path, text);
  return path;
}

describe('diagnose', () => {
  it('says of a folder without logs what was looked for', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'notes.doc'), 'x');
    const { status, stderr } = await hotfixkit(['diagnose', folder]);
    expect(status).toBe(4);
    expect(stderr).toBe(
      `hotfixkit: ${folder}: this folder has no log (*.log, *.lo_, *.txt), in it or below; name a file to read it whatever its name is\n`,
    );
    const pattern = await hotfixkit(['diagnose', join(folder, '*.log')]);
    expect(pattern.stderr).toContain('no file matches this pattern');
  });

  it('names the article, the line, the time and what to run', async () => {
    const path = logFile(harmlessEntries(9) + logEntry(published.en));
    const { status, stdout, stderr } = await hotfixkit(['diagnose', path]);
    expect([status, stderr]).toEqual([1, '']);
    expect(stdout).toContain('Found: KB977203: ');
    expect(stdout).toContain('1 time, at 2010-10-25 20:37:02 UTC');
    expect(stdout.replaceAll('\\', '/')).toContain(`${path.replaceAll('\\', '/')}:10`);
    expect(stdout).toContain('CCMCertFix.exe CCMCertFix.log');
    expect(stdout).toContain('Read: 1 log, 10 lines');
  });

  it('ends well where nothing is found', async () => {
    const { status, stdout } = await hotfixkit(['diagnose', logFile(harmlessEntries(9))]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Nothing known was found in 1 log, 9 lines/);
  });

  it('answers in JSON', async () => {
    const outcome = await hotfixkit([
      'diagnose',
      logFile(logEntry(published.en)),
      '--kb',
      '977203',
      '--json',
    ]);
    expect(outcome.status).toBe(1);
    expect(outcome.json()).toMatchObject({ ok: false, findings: [{ kb: '977203', count: 1 }], warnings: [] });
  });

  it('is told what is not there', async () => {
    const { status, stderr } = await hotfixkit(['diagnose', join(tempFolder(), 'none.log')]);
    expect(status).toBe(4);
    expect(stderr).toMatch(/none\.log: there is no such file or folder/);
  });

  it('refuses a package, and says so beside logs', async () => {
    const one = await hotfixkit(['diagnose', standInPath(2)]);
    expect([one.status, one.stdout]).toEqual([3, '']);
    expect(one.stderr).toMatch(/\.msi: this is a compound file, .* not a log/);
    const both = await hotfixkit(['diagnose', logFile(logEntry(published.en)), standInPath(2), '--json']);
    expect(both.status).toBe(3);
    expect(both.json()).toMatchObject({
      findings: [{ count: 1 }],
      warnings: [{ code: 'DIAGNOSE_NOT_A_LOG', file: standInPath(2) }],
    });
  });

  it('lets nothing from a log act on the terminal', async () => {
    const { stdout } = await hotfixkit(['diagnose', logFile(logEntry(`\u001b[2J${published.en}`))]);
    expect(stdout).not.toContain('\u001b');
  });
});
