import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hotfixkit } from '../support/command-line.js';
import { tempFolder } from '../support/temp-folder.js';

it('several paths have a table each, then the verdict about all of them', async () => {
  const folder = tempFolder();
  const manifest = join(folder, 'm.json');
  const files = [{ name: 'x.dat', size: 5 }];
  writeFileSync(manifest, JSON.stringify({ kb: null, title: 'T', sections: [{ title: 'S', files }] }));
  const [good, bad] = ['good', 'bad'].map((name) => join(folder, name)) as [string, string];
  for (const path of [good, bad]) mkdirSync(path);
  writeFileSync(join(good, 'x.dat'), 'right');
  writeFileSync(join(bad, 'x.dat'), 'altered');
  const none = join(folder, 'none');
  const { status, stdout } = await hotfixkit(['verify', good, bad, none, '--manifest', manifest]);
  expect(status).toBe(4);
  const lines = stdout.trimEnd().split('\n');
  for (const path of [good, bad, none]) expect(lines).toContain(path);
  expect(lines.slice(-3)).toEqual([
    'NOT OK: 1 of 3 paths is right',
    `  ${bad}: 1 not matching`,
    `  ${none}: cannot be opened: there is no such file or folder`,
  ]);
  expect((await hotfixkit(['verify', good, good, '--manifest', manifest])).stdout).toMatch(
    /^OK: 2 of 2 paths are right$/m,
  );
});
