import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../fuzz/arguments.js';

const known = ['cab', 'zip'];

describe('parseArguments', () => {
  it('takes all targets for half a minute each where nothing is said', () => {
    expect(parseArguments([], known)).toMatchObject({ targets: known, seconds: 30, seed: 1, case: null });
  });

  it('takes targets, seconds and options in any order', () => {
    expect(parseArguments(['--seed', '7', 'zip', '60', '--runs', '100', '--out', 'x'], known)).toMatchObject({
      targets: ['zip'],
      seconds: 60,
      seed: 7,
      runs: 100,
      out: 'x',
    });
  });

  it.each([
    [['tar'], 'no target tar'],
    [['cab', '1', '2'], 'once'],
    [['cab', '--seed', 'x'], '--seed is a number'],
    [['--case', '3'], 'needs one target'],
    [['--what'], '--what'],
  ])('refuses %j', (args, message) => {
    expect(() => parseArguments(args, known)).toThrow(message);
  });
});
