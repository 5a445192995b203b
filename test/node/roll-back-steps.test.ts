import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { beginOutput } from '../../src/node/output-transaction.js';
import { textTree, writeTree } from '../support/package-folder.js';
import { tempFolder } from '../support/temp-folder.js';
import { onWindows, refuse } from '../support/windows-files.js';

vi.mock('node:fs', async (original) =>
  (await import('../support/windows-files.js')).windowsFiles(await original()),
);

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('rollBackSteps, by the rules of Windows', () => {
  it('says only that the file is in use where that is all', async () => {
    const root = tempFolder();
    writeTree(root, { a: 'old', b: 'old' });
    const failure = await onWindows(async () => {
      // Somebody has `b` open who shares neither renaming nor deleting: neither of its names can go.
      const isHeld = (path: string): boolean => /[\\/](b|1\.old)$/.test(path);
      refuse('renameSync', (from, to) => (isHeld(from!) || isHeld(to!) ? 'EBUSY' : null));
      refuse('unlinkSync', (path) => (isHeld(path!) ? 'EBUSY' : null));
      const output = await beginOutput(root);
      output.writeFile('a', bytes('new'));
      output.writeFile('b', bytes('new'));
      return output.commit().catch((error) => output.failed(error));
    });
    expect(failure).toMatchObject({ code: 'FILE_WRITE', facts: { file: join(root, 'b') } });
    expect(String(failure)).not.toContain('put back');
    const { a, b } = textTree(root);
    expect([a, b]).toEqual(['old', 'old']);

    // The next run removes what had to stay.
    const next = await beginOutput(root);
    next.writeFile('a', bytes('next'));
    expect(await next.commit()).toEqual([]);
    expect(textTree(root)).toEqual({ a: 'next', b: 'old' });
    expect(readdirSync(root).sort()).toEqual(['a', 'b']);
  }, 60_000);
});
