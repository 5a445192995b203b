import { describe, expect, it } from 'vitest';
import {
  areUiLetters,
  defaultUiOptions,
  parseUiLetters,
} from '../../../src/installer/command-line/msiexec-ui-options.js';

describe('parseUiLetters', () => {
  it.each([
    ['', 'none', ''],
    ['n', 'none', ''],
    ['N+', 'none', '+'],
    ['b', 'basic', ''],
    ['B!', 'basic', '!'],
    ['b+', 'basic', '+'],
    ['b-', 'basic', '-'],
    ['b+!', 'basic', '!+'],
    ['b!+', 'basic', '!+'],
    ['b-!', 'basic', '!-'],
    ['b!-', 'basic', '!-'],
    ['+', 'none', '+'],
    ['r', 'reduced', ''],
    ['F', 'full', '+'],
  ])('/q%s', (letters, level, marks) => {
    const { hideCancel, endDialog, noModal, level: found } = parseUiLetters(letters)!;
    expect([found, `${hideCancel ? '!' : ''}${endDialog ? '+' : ''}${noModal ? '-' : ''}`]).toEqual([
      level,
      marks,
    ]);
  });

  it.each(['b+-', 'b-+', 'b++', 'b!!', 'n!', 'n-', 'r+', 'r!', 'f+', 'f!', 'x', 'bn'])(
    '/q%s means nothing',
    (letters) => {
      expect(parseUiLetters(letters)).toBeNull();
    },
  );
});

it('is full where nothing is said', () => {
  expect(defaultUiOptions).toEqual(parseUiLetters('f'));
  expect(areUiLetters('b+-')).toBe(true);
  expect(areUiLetters('uiet')).toBe(false);
});
