import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hotfixkit } from '../../support/command-line.js';
import { standInPath } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';

const sp2 = standInPath(2);

// test/slow/page.test.ts opens what it serves in a browser.
describe('view', () => {
  it('writes the page with the package in it', async () => {
    const out = join(tempFolder(), 'page.html');
    const { json, status } = await hotfixkit(['view', sp2, '-o', out, '--json']);
    const html = readFileSync(out, 'utf8');
    expect(status).toBe(0);
    expect(json()).toEqual({ schema: 'hotfixkit/view/1', output: out, size: Buffer.byteLength(html) });
    expect(html).toContain('{"name":"SCCM2007-SP2-KB977203-ENU.msi","beside":[]}');
    expect(html).toContain(readFileSync(sp2).toString('base64'));
  });

  it.each([
    [[sp2, '--json'], 2, /view shows a page; --json goes with -o/],
    [['absent.msi'], 4, /absent\.msi: .*no such file/i],
    [[sp2, '-o', sp2], 2, /nothing is written over it/],
  ])('refuses %j', async (argv, expected, message) => {
    const { status, stdout, stderr } = await hotfixkit(['view', ...argv]);
    expect(status).toBe(expected);
    expect(stdout + stderr).toMatch(message);
  });
});
