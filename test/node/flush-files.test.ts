import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { flushFiles, flushFolder } from '../../src/node/flush-files.js';
import { tempFolder } from '../support/temp-folder.js';

const refusal = { name: 'HotfixkitError', facts: { file: 'label' } };

describe('flushFolder', () => {
  const flush = (path: string) => () => flushFolder(path, 'label');

  it('flushes a folder', () => {
    expect(flush(tempFolder())).not.toThrow();
    expect(flush(`${tempFolder()}/.`)).not.toThrow();
  });

  it.skipIf(process.platform === 'win32')('says that the folder is not there any more', () => {
    expect(flush(join(tempFolder(), 'gone'))).toThrow(expect.objectContaining(refusal));
  });

  it.skipIf(process.platform === 'win32')('waits for no pipe that has taken its place', () => {
    const pipe = join(tempFolder(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect(flush(pipe)).toThrow(expect.objectContaining(refusal));
  });
});

describe('flushFiles', () => {
  it('flushes files, and says which one is not there', async () => {
    const path = join(tempFolder(), 'a');
    writeFileSync(path, 'a');
    const files = Array.from({ length: 40 }, () => ({ path, label: 'a' }));
    await flushFiles(files);
    await expect(flushFiles([...files, { path: `${path}b`, label: 'label' }])).rejects.toMatchObject(refusal);
  });
});
