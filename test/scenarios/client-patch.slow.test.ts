import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hotfixkit } from '../support/command-line.js';
import { makeImage } from '../support/image.js';
import { fixturesDir, hashTree, standInPath } from '../support/package-folder.js';
import { buildClient } from '../support/stand-in/client.js';
import { readTree, tempFolder } from '../support/temp-folder.js';

/*
 * From the hotfix package to a client that has it: what `prepare` stages is put onto an image of the client that the
 * patch is for, and the image is then what an image of the updated client would be.
 */
describe.each([1, 2] as const)('the client patch of SP%i', (servicePack) => {
  it('can be staged and patched onto the image of its client', async () => {
    const folder = tempFolder();
    const out = join(folder, 'out');
    const image = join(folder, 'image');
    const name = `Sccm2007ac-sp${servicePack}-kb977203-x86.msp`;
    const patch = join(out, 'content/client/i386/hotfix/KB977203', name);
    expect((await hotfixkit(['prepare', standInPath(servicePack), '--kb', '977203', '-o', out])).status).toBe(
      0,
    );

    const client = join(fixturesDir, `kb977203/client-sp${servicePack}.msi`);
    expect((await hotfixkit(['msiexec', '/a', client, '/qn', `TARGETDIR=${image}`])).status).toBe(0);
    const before = hashTree(image);
    const patched = await hotfixkit([
      'msiexec',
      '/p',
      patch,
      '/a',
      join(image, `client-sp${servicePack}.msi`),
      '/qn',
    ]);
    expect([patched.status, patched.lastLine]).toEqual([0, 'msiexec: exit code 0']);

    // The updated client, made from its own sources.
    const updated = join(folder, 'client.msi');
    writeFileSync(updated, buildClient(servicePack, 'after'));
    const expected = await makeImage(updated);
    const withoutDatabase = (tree: Map<string, Buffer>) =>
      [...tree]
        .filter(([path]) => !path.endsWith('.msi'))
        .map(([path, bytes]) => [path, bytes.toString('hex')]);
    expect(withoutDatabase(readTree(image))).toEqual(withoutDatabase(readTree(expected.target)));
    expect(hashTree(image)).not.toEqual(before);

    const { json } = await hotfixkit(['versions', image, '--only', 'ccmexec.exe', '--json']);
    expect(JSON.stringify(json())).toContain(servicePack === 1 ? '4.0.6221.1193' : '4.0.6487.2111');

    // The other service pack's image refuses it, and stays as it was.
    const other = await makeImage(join(fixturesDir, `kb977203/client-sp${3 - servicePack}.msi`));
    const untouched = hashTree(other.target);
    const refused = await hotfixkit(['msiexec', '/p', patch, '/a', other.path, '/qn']);
    expect(refused.lastLine).toBe('msiexec: exit code 1642');
    expect(hashTree(other.target)).toEqual(untouched);
  });
});
