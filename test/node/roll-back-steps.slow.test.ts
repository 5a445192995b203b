import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { readIdentity } from '../../src/node/file-identity.js';
import type { JournalStep } from '../../src/node/journal.js';
import { beginOutput } from '../../src/node/output-transaction.js';
import { rollBackSteps } from '../../src/node/roll-back-steps.js';
import { StagingFolder } from '../../src/node/staging-folder.js';
import { TargetTree } from '../../src/node/target-tree.js';
import { textTree, writeTree } from '../support/package-folder.js';
import { tempFolder } from '../support/temp-folder.js';
import { onWindows, refuse } from '../support/windows-files.js';

vi.mock('node:fs', async (original) =>
  (await import('../support/windows-files.js')).windowsFiles(await original()),
);
vi.mock('../../src/node/busy.js', async (original) =>
  (await import('../support/windows-files.js')).shortPatience(await original()),
);

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('rollBackSteps', () => {
  const roots = (root: string) => {
    const staging = StagingFolder.create(root, '0123456789ab');
    return { staging, tree: new TargetTree(root) };
  };
  const close = ({ staging, tree }: ReturnType<typeof roots>): void => {
    staging.close();
    tree.close();
  };

  it('takes back a step whose file an earlier one brought back', () => {
    const root = tempFolder();
    const run = roots(root);
    writeFileSync(run.staging.path('1.old'), 'new');
    const written = readIdentity(run.staging.path('1.old'))!;
    const steps: JournalStep[] = [
      { step: 'folder', root: 0, path: 'sub' },
      { step: 'put', root: 0, path: 'sub/a', staged: '0', written, before: null },
      { step: 'remove', root: 0, path: 'sub/a', kept: '1.old' },
    ];
    mkdirSync(join(root, 'sub'));
    expect(rollBackSteps(steps, [run])).toMatchObject({ count: 2, problems: [] });
    expect(run.staging.names()).toEqual([]);
    run.staging.remove();
    close(run);
    expect(readdirSync(root)).toEqual([]);
  });

  it.each(['a', 'U\u0308', '\u00dc', 'b.TXT'])('finds the file %j that the run wrote', (name) => {
    const root = tempFolder();
    const run = roots(root);
    writeFileSync(join(root, name), 'new');
    const written = readIdentity(join(root, name))!;
    const put: JournalStep = { step: 'put', root: 0, path: name, staged: '0', written, before: null };
    expect(rollBackSteps([put], [run])).toMatchObject({ count: 1, problems: [] });
    close(run);
    expect(readdirSync(root)).toEqual(['.hotfixkit-0123456789ab']);
  });

  it('asks the disk for no file that is not there', () => {
    const root = tempFolder();
    const run = roots(root);
    const written = { file: '1', size: '1', modified: '1' };
    const before = { kept: '0.old', was: written, readOnly: false };
    const steps = Array.from({ length: 1000 }, (_, i): JournalStep[] => [
      { step: 'folder', root: 0, path: `folder ${i}` },
      { step: 'put', root: 0, path: `new ${i}`, staged: `${i}`, written, before: null },
      { step: 'put', root: 0, path: `old ${i}`, staged: `${i}`, written, before },
      { step: 'remove', root: 0, path: `gone ${i}`, kept: '1.old' },
    ]).flat();
    const asked = vi.spyOn(run.tree, 'path');
    const staged = vi.spyOn(run.staging, 'path');
    expect(rollBackSteps(steps, [run])).toMatchObject({ count: 0, problems: [] });
    expect(asked.mock.calls.length + staged.mock.calls.length).toBeLessThan(5);
    close(run);
  });
});

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
