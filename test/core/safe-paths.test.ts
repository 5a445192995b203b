import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safePath } from '../../src/core/safe-path.js';
import { lastPartAt, SafePaths } from '../../src/core/safe-paths.js';
import { caught } from '../support/caught.js';

const part = fc.oneof(
  fc.constantFrom(
    '',
    '.',
    '..',
    'a',
    'A b',
    'nul',
    'c:',
    'x.',
    'x?',
    '.hotfixkit-1',
    'Ü',
    'lpt1.txt',
    'd\u202e',
  ),
  fc.string({ maxLength: 4 }),
);
const name = fc
  .array(fc.tuple(part, fc.constantFrom('/', '\\')), { minLength: 1, maxLength: 6 })
  .map((parts) =>
    parts
      .map(([text, mark]) => text + mark)
      .join('')
      .slice(0, -1),
  );

describe('SafePaths', () => {
  it('says what safePath says, of the first name in a folder and of those after it', () => {
    fc.assert(
      fc.property(fc.array(name, { maxLength: 8 }), (names) => {
        const paths = new SafePaths();
        for (const one of [...names, ...names]) {
          const alone = outcome(() => safePath(one));
          expect(outcome(() => paths.of(one))).toEqual(alone);
        }
      }),
      { seed: 20260101, numRuns: 300 },
    );
  });

  it.each([
    ['too long', `folder/${'n'.repeat(256)}`],
    ['too long in bytes', `folder/${'字'.repeat(90)}`],
    ['in a folder too long', `${'n'.repeat(256)}/file`],
    ['longer than any path', `${'folder/'.repeat(600)}file`],
    ['deeper than any path', `${'d/'.repeat(501)}file`],
  ])('refuses a name that is %s', (_what, bad) => {
    expect(caught(() => new SafePaths().of(bad))).toMatchObject({ code: 'PATH_UNSAFE' });
  });

  it('counts the parts of each folder once', () => {
    const paths = new SafePaths(10);
    for (let i = 0; i < 100; i++) expect(paths.of(`a/b/c/d/e/${i}.txt`).path).toBe(`a/b/c/d/e/${i}.txt`);
    expect(paths.of('a\\b/c/d/e/x').path).toBe('a/b/c/d/e/x');
    expect(caught(() => paths.of('A/x'))).toMatchObject({
      code: 'PATH_UNSAFE',
      kind: 'input',
      facts: { expected: '10 at most' },
    });
  });

  it.each(['a/b/', 'a/b/.'])('counts the parts of %j, which no folder stands for', (one) => {
    const paths = new SafePaths(20);
    expect(caught(() => Array.from({ length: 20 }, () => paths.of(one)))).toMatchObject({
      code: 'PATH_UNSAFE',
    });
  });
});

describe('lastPartAt', () => {
  it.each([
    ['a', 0],
    ['a/b', 2],
    ['a/b\\c', 4],
    ['a\\b/', 4],
    ['', 0],
  ])('%j: %i', (text, at) => expect(lastPartAt(text)).toBe(at));
});

function outcome(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return { code: (error as { code?: string }).code };
  }
}
