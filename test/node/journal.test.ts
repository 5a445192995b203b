import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Journal, type JournalHeader, type JournalStep, readJournal } from '../../src/node/journal.js';
import { StagingFolder } from '../../src/node/staging-folder.js';
import { caught } from '../support/caught.js';

const id = '0123456789ab';
const header: JournalHeader = {
  hotfixkit: 1,
  id,
  since: '2026-01-01T00:00:00.000Z',
  roots: [{ path: '/output', relative: '.', made: [] }],
};
const folderStep = (path: string): JournalStep => ({ step: 'folder', root: 0, path });
const lineOf = (line: unknown): string => `${JSON.stringify(line)}\n`;

let root: string;
let staging: StagingFolder;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'hotfixkit-journal-'));
  staging = StagingFolder.create(root, id);
});

afterEach(() => {
  staging.close();
  rmSync(root, { recursive: true });
});

const write = (lines: readonly unknown[]): void =>
  writeFileSync(staging.path('journal'), lines.map(lineOf).join(''));

describe('Journal', () => {
  it('writes no more steps than are read', () => {
    const journal = new Journal(staging, header, { mostSteps: 3 });
    journal.begin([folderStep('a'), folderStep('b')], false);
    const before = readFileSync(staging.path('journal'), 'utf8');
    expect(caught(() => journal.begin([folderStep('c'), folderStep('d')], false))).toMatchObject({
      code: 'FILE_WRITE',
      facts: { expected: '3 at most', found: 4 },
    });
    expect(readFileSync(staging.path('journal'), 'utf8')).toBe(before);
    journal.begin([folderStep('c')], false);
    for (const path of ['a', 'b', 'c']) journal.amend(folderStep(path), false);
    journal.done(false);
    journal.close();
    const read = readJournal(staging, { mostSteps: 3 });
    expect(read).toMatchObject({ steps: ['a', 'b', 'c'].map(folderStep), isDone: true });
  });
});

describe('readJournal', () => {
  it.each([
    ['of more steps than a run has', ['a', 'b', 'c', 'd'], 'foreign'],
    ['of as many', ['a', 'b', 'c'], 3],
    ['of as many that are amended once', ['a', 'b', 'c', 'a', 'b', 'c'], 3],
    ['that says one thing over and over', Array<string>(2000).fill('a'), 'foreign'],
  ])('a journal %s', (_what, paths, expected) => {
    write([header, ...paths.map(folderStep), { step: 'begin' }]);
    const read = readJournal(staging, { mostSteps: 3 });
    expect(read !== null && typeof read === 'object' && 'steps' in read ? read.steps.length : read).toBe(
      expected,
    );
  });

  it('parses nothing of a journal with too many lines', () => {
    writeFileSync(staging.path('journal'), '\n'.repeat(2_000_000));
    expect(readJournal(staging)).toBe('foreign');
  });

  it.each(['', '/a', 'a/', 'a//b', '.', '..', './a', 'a/..', 'a/../b', '../a', 'a\0b'])(
    'is none with the path %j',
    (path) => {
      write([header, folderStep(path), { step: 'begin' }]);
      expect(readJournal(staging)).toBe('foreign');
    },
  );

  it.each(['a', '.a', '..a', 'a..', '...', 'a/...', 'a/.b', 'a b/c'])('takes the path %j', (path) => {
    write([header, folderStep(path), { step: 'begin' }]);
    expect(readJournal(staging)).toMatchObject({ steps: [folderStep(path)] });
  });
});
