import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** The helper as a clone by itself has it. The query makes it another module than the one that other tests share. */
async function withoutCorpus(): Promise<typeof import('./corpus.js')> {
  const before = process.env.HOTFIXKIT_CORPUS;
  const name = './corpus.js?absent';
  process.env.HOTFIXKIT_CORPUS = join(import.meta.dirname, 'there is no such folder');
  try {
    return await import(name);
  } finally {
    if (before === undefined) delete process.env.HOTFIXKIT_CORPUS;
    else process.env.HOTFIXKIT_CORPUS = before;
  }
}

const { corpusDir, describeCorpus, hasCorpus } = await withoutCorpus();
let isBodyRun = false;

describeCorpus('what needs the corpus', () => {
  isBodyRun = true;
});

describe('describeCorpus where there is no corpus', () => {
  it('sees that there is none', () => {
    expect(hasCorpus).toBe(false);
    expect(existsSync(corpusDir)).toBe(false);
  });

  it('does not run the body, which would read it', () => {
    expect(isBodyRun).toBe(false);
  });

  it('leaves a skipped test that says why', ({ task }) => {
    const skipped = task.file.tasks.find(({ name }) => name.startsWith('what needs the corpus'));
    expect(skipped).toMatchObject({
      type: 'suite',
      mode: 'skip',
      name: 'what needs the corpus (no corpus at HOTFIXKIT_CORPUS)',
    });
    expect(skipped).toHaveProperty('tasks.length', 1);
  });
});
