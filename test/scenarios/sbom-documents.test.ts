import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hotfixkit } from '../support/command-line.js';
import { standInPath } from '../support/package-folder.js';
import { cyclonedxFaults, spdxFaults, spdxToolsVerdict } from '../support/sbom-schemas.js';
import { tempFolder } from '../support/temp-folder.js';

const sp2 = standInPath(2);

describe('bills of materials', () => {
  it('of a package are valid CycloneDX, with the digests of the package and of its files', async () => {
    const path = join(tempFolder(), 'a.cdx.json');
    expect((await hotfixkit(['list', sp2, '--format', 'cyclonedx', '-o', path])).status).toBe(0);
    const document = JSON.parse(readFileSync(path, 'utf8')) as {
      metadata: { component: { hashes: { content: string }[] } };
      components: { name: string; hashes: { alg: string; content: string }[] }[];
    };
    expect(cyclonedxFaults(document)).toEqual([]);
    const bytes = readFileSync(sp2);
    expect(document.metadata.component.hashes.map(({ content }) => content)).toEqual([
      createHash('sha1').update(bytes).digest('hex'),
      createHash('sha256').update(bytes).digest('hex'),
    ]);
    const { files } = (await hotfixkit(['list', sp2, '--hash', '--json'])).json<{
      files: { path: string; sha256: string }[];
    }>();
    expect(document.components.map(({ name, hashes }) => [name, hashes[1]!.content])).toEqual(
      files.map(({ path: name, sha256 }) => [name, sha256]),
    );
  });

  it('of a folder are valid in both formats', async () => {
    for (const [format, faults] of [
      ['cyclonedx', cyclonedxFaults],
      ['spdx', spdxFaults],
    ] as const) {
      const { status, json } = await hotfixkit(['list', 'fixtures/kb977203', '--format', format]);
      expect([status, faults(json())]).toEqual([0, []]);
    }
  });

  it('are refused with --json', async () => {
    expect((await hotfixkit(['list', sp2, '--format', 'spdx', '--json'])).status).toBe(2);
  });

  it('are accepted by the tools of the SPDX project, where these are installed', async ({ skip }) => {
    const path = join(tempFolder(), 'a.spdx.json');
    await hotfixkit(['list', sp2, '--format', 'spdx', '-o', path]);
    const verdict = spdxToolsVerdict(path);
    if (verdict === null) skip('pyspdxtools is not installed');
    expect(verdict).toMatch(/valid/i);
  });
});
