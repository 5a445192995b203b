import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { beginOutput } from '../../src/node/output-transaction.js';
import { writeTree } from '../support/package-folder.js';
import { tempFolder } from '../support/temp-folder.js';

const changed = vi.hoisted(() => [] as string[]);

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  return {
    ...fs,
    chmodSync: (path: string, mode: number) => {
      changed.push(fs.realpathSync(path));
      fs.chmodSync(path, mode);
    },
  };
});

// Changing a mode follows links, and one could take the place of a file that has just been put there.
it('makes files read-only before they take their places', {
  skip: process.platform === 'win32',
}, async () => {
  const folder = tempFolder();
  writeTree(folder, { old: 'old' });
  const output = await beginOutput(folder);
  for (const name of ['old', 'made/new']) output.writeFile(name, new Uint8Array(1), { readOnly: true });
  expect(await output.commit()).toEqual([]);
  for (const name of ['old', 'made/new']) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o444);
  expect(changed).toHaveLength(2);
  for (const path of changed) expect(path).toMatch(/\/\.hotfixkit-[0-9a-f]{12}\/(?:\d+|tree\/made\/new)$/);
});
