import { describe, expect, it } from 'vitest';
import { hotfixkit } from '../support/command-line.js';
import { standInPath } from '../support/package-folder.js';

const met = 'CCMSETUP.EXE >=4.0.6487.2111 <4.0.6500';
const unmet = 'smpmgr.dll <4.0.6487.2111';

describe('verify --require', () => {
  it('needs no article', async () => {
    const { stdout, stderr, status } = await hotfixkit(['verify', '--require', met, standInPath(2)]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^match +CCMSETUP\.EXE >=\S+ <\S+ +4\.0\.6487\.2111 +\S.*\/Ccmsetup\.exe$/m);
    expect(stdout).toMatch(/\n\nOK WITH WARNINGS: 1 of 1 requirement met\n$/);
    // Packages among its files may hold further copies.
    expect(stderr).toMatch(/^warning: .*5 files inside were not looked at: .*Mcs\.msi/);
  });

  it('fails with what is not met, beside a table that is', async () => {
    const { json, status } = await hotfixkit([
      'verify',
      standInPath(2),
      '--kb',
      '977203',
      '--require',
      met,
      '--require',
      unmet,
      '--json',
    ]);
    expect(status).toBe(1);
    expect(json()).toMatchObject({
      ok: false,
      counts: { match: 13 },
      requirements: [
        { name: 'CCMSETUP.EXE', range: '>=4.0.6487.2111 <4.0.6500', status: 'match' },
        { name: 'smpmgr.dll', status: 'mismatch', files: [{ version: '4.0.6487.2111', ok: false }] },
      ],
    });
  });

  it('says that a file is not there', async () => {
    const { stdout, status } = await hotfixkit(['verify', standInPath(2), '--require', 'none.dll 1.x']);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^missing +none\.dll 1\.x +not found$/m);
    expect(stdout).toContain('NOT OK: 0 of 1 requirement met');
  });

  it('is a wrong command line where the check cannot be read', async () => {
    const { stderr, status } = await hotfixkit(['verify', standInPath(2), '--require', 'ccmsetup.exe newer']);
    expect(status).toBe(2);
    expect(stderr).toContain('a requirement is a file name and a range of versions');
  });

  it('stands in the reports of pipelines', async () => {
    const run = (format: string) =>
      hotfixkit(['verify', standInPath(2), '--require', met, '--require', unmet, '--format', format]);
    const junit = await run('junit');
    expect(junit.status).toBe(1);
    expect(junit.stdout).toContain('<testsuite name="requirements" tests="2" failures="1"');
    expect(junit.stdout).toMatch(
      /<failure message="a version outside the range" type="mismatch">.*4\.0\.6487\.2111</,
    );
    const markdown = await run('markdown');
    expect(markdown.stdout).toContain('**NOT OK**: 1 of 2 requirements met.');
    expect(markdown.stdout).toMatch(/\| \*\*mismatch\*\* \| `smpmgr\.dll <4\.0\.6487\.2111` \|/);
  });
});
