import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { recoverOutput } from '../../src/cli/recover-output.js';
import { beginOutput } from '../../src/node/output-transaction.js';
import { tempFolder } from '../support/temp-folder.js';

it('takes back what a run of this process wrote, and minds no folder that is gone', async () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'a.txt'), 'old');
  const output = await beginOutput(folder);
  output.writeFile('a.txt', Buffer.from('new'));
  await output.transaction.place();
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('new');
  const notes: string[] = [];
  await recoverOutput([folder, join(folder, 'gone')], (text) => notes.push(text));
  expect(readdirSync(folder)).toEqual(['a.txt']);
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('old');
  expect(notes).toEqual([]);
});
