import { describe, expect, it } from 'vitest';
import {
  addFacts,
  describeError,
  ErrorCodes,
  HotfixkitError,
  shortened,
  withFacts,
} from '../../src/core/errors.js';
import { caught } from '../support/caught.js';

describe('HotfixkitError', () => {
  it('has a code, its kind, a copy of the facts and a cause', () => {
    const facts = { file: 'a.msi' };
    const cause = new Error('beneath');
    const error = new HotfixkitError('FILE_NOT_FOUND', 'is not there', facts, { cause });
    facts.file = 'b.msi';
    expect(error).toMatchObject({
      name: 'HotfixkitError',
      code: 'FILE_NOT_FOUND',
      kind: ErrorCodes.FILE_NOT_FOUND,
      message: 'is not there',
      facts: { file: 'a.msi' },
      cause,
    });
    expect(error).toBeInstanceOf(Error);
  });
});

describe('withFacts', () => {
  const failing = (facts: object) => () => {
    throw new HotfixkitError('CAB_TRUNCATED', 'ends too soon', facts);
  };

  it('gives what the body gives', () => {
    expect(withFacts({ file: 'a' }, () => 7)).toBe(7);
  });

  it('adds what an error does not say yet, from the inside out', () => {
    const error = caught(() =>
      withFacts({ file: 'a.msi', stream: 'outer' }, () =>
        withFacts({ stream: 'x.cab' }, failing({ offset: 4 })),
      ),
    );
    expect(error.facts).toEqual({ offset: 4, stream: 'x.cab', file: 'a.msi' });
  });

  it('adds nothing for a fact that is not known', () => {
    expect(caught(() => withFacts({ file: undefined } as object, failing({}))).facts).toEqual({});
  });

  it('leaves other errors alone', () => {
    const other = new TypeError('ours');
    expect(() =>
      withFacts({ file: 'a' }, () => {
        throw other;
      }),
    ).toThrow(other);
    expect(addFacts(other, { file: 'a' })).toBe(other);
    expect(other).not.toHaveProperty('facts');
  });
});

describe('describeError', () => {
  it.each([
    [{}, 'is wrong'],
    [{ file: 'a.msi' }, 'a.msi: is wrong'],
    [
      {
        file: 'a.msi',
        stream: 'x.cab',
        entry: 'f"1',
        offset: 36,
        structure: 'CFFOLDER',
        expected: 1,
        found: 'two',
      },
      'a.msi: is wrong [stream "x.cab", entry "f\\"1", offset 36, CFFOLDER, expected 1, found two]',
    ],
    [{ offset: 0 }, 'is wrong [offset 0]'],
  ])('%j', (facts, text) => {
    expect(describeError(new HotfixkitError('CAB_TRUNCATED', 'is wrong', facts))).toBe(text);
    expect(describeError({ code: 'CAB_TRUNCATED', message: 'is wrong', ...facts })).toBe(text);
  });

  it('shows the beginning of names that are too long to be read', () => {
    const text = describeError(new HotfixkitError('CAB_TRUNCATED', 'x', { entry: 'n'.repeat(100_000) }));
    expect(text).toBe(`x [entry "${'n'.repeat(80)}…"]`);
  });
});

describe('shortened', () => {
  it.each([
    ['', ''],
    ['a'.repeat(320), 'a'.repeat(320)],
    ['a'.repeat(321), `${'a'.repeat(80)}…`],
  ])('%#', (text, expected) => {
    expect(shortened(text)).toBe(expected);
  });
});
