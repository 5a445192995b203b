import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { keepFile, placeNewFile, replaceFile } from '../../src/node/replace-file.js';
import { textTree, writeTree } from '../support/package-folder.js';
import { tempFolder } from '../support/temp-folder.js';
import { onWindows, refuse } from '../support/windows-files.js';

vi.mock('node:fs', async (original) =>
  (await import('../support/windows-files.js')).windowsFiles(await original()),
);
vi.mock('../../src/node/busy.js', async (original) =>
  (await import('../support/windows-files.js')).shortPatience(await original()),
);

/** A folder with files, and the paths of the three that matter. */
function files(tree: Record<string, string>): { root: string; from: string; to: string; aside: string } {
  const root = tempFolder();
  writeTree(root, tree);
  return { root, from: join(root, 'from'), to: join(root, 'to'), aside: join(root, 'aside') };
}

/** Refuses the first calls, as while a virus scanner looks at a file. */
function atFirst(times: number, code: string): () => string | null {
  let left = times;
  return () => (left-- > 0 ? code : null);
}

describe('replaceFile', () => {
  it('moves a file away that is open and lets itself be renamed', async () => {
    const { root, from, to, aside } = files({ from: 'new', to: 'old' });
    await onWindows(() => {
      refuse('renameSync', (_, target) => (target === to && existsSync(to) ? 'EPERM' : null));
      replaceFile(from, to, aside);
    });
    expect(textTree(root)).toEqual({ to: 'new', aside: 'old' });
  });

  it.each(['EPERM', 'EBUSY', 'EACCES'])(
    'waits for a scanner that looks at the new file (%s)',
    async (code) => {
      const { root, from, to, aside } = files({ from: 'new', to: 'old' });
      await onWindows(() => {
        const refusal = atFirst(4, code);
        refuse('renameSync', (source) => (source === from ? refusal() : null));
        replaceFile(from, to, aside);
      });
      expect(readFileSync(to, 'utf8')).toBe('new');
      expect(readdirSync(root)).not.toContain('from');
    },
  );

  it('waits too where nothing is replaced', async () => {
    const { root, from, to, aside } = files({ from: 'new' });
    await onWindows(() => {
      refuse('renameSync', atFirst(2, 'EBUSY'));
      replaceFile(from, to, aside);
    });
    expect(textTree(root)).toEqual({ to: 'new' });
  });

  it('puts the old one back where the new one cannot take its place', async () => {
    const { root, from, to, aside } = files({ from: 'new', to: 'old' });
    await onWindows(() => {
      refuse('renameSync', (source) => (source === from ? 'EPERM' : null));
      expect(() => replaceFile(from, to, aside)).toThrow('EPERM');
    });
    expect(textTree(root)).toEqual({ from: 'new', to: 'old' });
  }, 20_000);
});

describe('placeNewFile', () => {
  it('waits for a scanner that holds the file', async () => {
    const { root, from, to } = files({ from: 'new' });
    await onWindows(() => {
      refuse('linkSync', atFirst(2, 'EBUSY'));
      refuse('unlinkSync', atFirst(2, 'EPERM'));
      placeNewFile(from, to);
    });
    expect(textTree(root)).toEqual({ to: 'new' });
  });
});

describe('keepFile', () => {
  it.each([
    ['a link', 'EBUSY', null],
    ['a copy', 'ENOTSUP', 'EBUSY'],
  ])('waits for a scanner that holds the file (%s)', async (_, link, copy) => {
    const { root, from, to, aside } = files({ to: 'old' });
    await onWindows(() => {
      refuse('linkSync', copy ? () => link : atFirst(2, link));
      if (copy) refuse('copyFileSync', atFirst(2, copy));
      keepFile(to, from, aside);
    });
    expect(textTree(root)).toEqual({ to: 'old', from: 'old' });
  });
});
