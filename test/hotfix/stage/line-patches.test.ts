import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { LinePatches, readClient } from '../../../src/hotfix/stage/line-patches.js';
import { caught } from '../../support/caught.js';
import { writeClientSource } from '../../support/client-source.js';
import { writeTree } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';

it('finds every .msp below i386/hotfix, in any letter case, each once', () => {
  const client = tempFolder();
  writeTree(client, {
    'I386/HotFix/KB1/deep/A.MSP': 'x',
    'I386/HotFix/b.msp': 'x',
    'I386/c.msp': 'x',
    'I386/HotFix/d.txt': 'x',
  });
  const patches = new LinePatches();
  patches.addGiven(client, 'i386/hotfix/B.msp');
  patches.addFound(client);
  patches.close();
  expect(patches.patches.map(({ path, origin }) => [path, origin])).toEqual([
    ['I386/HotFix/b.msp', 'given'],
    ['I386/HotFix/KB1/deep/A.MSP', 'found'],
  ]);
  expect(patches.patches[0]!.problem).toContain('not a compound file');
});

it('reads client.msi, and takes one that cannot be read for none', () => {
  const { client } = writeClientSource({});
  expect(readClient(client)?.productVersion).toBe('1.0.0');
  writeFileSync(join(client, 'i386/client.msi'), 'x');
  expect(readClient(client)).toBeNull();
  expect(readClient(tempFolder())).toBeNull();
});

it('opens no more patches than a line takes', () => {
  const client = tempFolder();
  writeTree(client, Object.fromEntries(Array.from({ length: 128 }, (_, i) => [`i386/hotfix/${i}.msp`, 'x'])));
  expect(caught(() => new LinePatches().addFound(client)).code).toBe('PATCH_NO_SEQUENCE');
});
