import { describe, expect, it } from 'vitest';
import { areLogFlags, parseLogFlags } from '../../../src/installer/command-line/msiexec-log-options.js';

describe('parseLogFlags', () => {
  it.each([
    ['', 'iwearmo', false, false],
    ['+', 'iwearmo', true, false],
    ['!+', 'iwearmo', true, true],
    ['*', 'iwearucmop', false, false],
    ['*v', 'iwearucmopv', false, false],
    ['V*x', 'iwearucmopvx', false, false],
    ['*!', 'iwearucmop', false, true],
    ['v', 'v', false, false],
    ['IME', 'iem', false, false],
    ['eee+', 'e', true, false],
  ])('/l%s', (letters, flags, append, flush) => {
    expect(parseLogFlags(letters)).toEqual({ flags, append, flush });
  });
});

it('knows its letters', () => {
  expect(['', 'iwearucmopvx+!*', 'LIME'.slice(1)].every(areLogFlags)).toBe(true);
  expect(['q', 'og', 'v:', '-'].some(areLogFlags)).toBe(false);
});
