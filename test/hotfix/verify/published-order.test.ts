import { describe, expect, it } from 'vitest';
import { PublishedOrder } from '../../../src/hotfix/verify/published-order.js';

type Short = [version: string | null, date: string | null];
const rowOf = ([version, date]: Short) => ({ version, date });

describe('the order of a row among others', () => {
  it.each<[string, Short, Short[], number]>([
    [
      'later than all',
      ['1.0.0.9', null],
      [
        ['1.0.0.1', null],
        ['1.0.0.8', null],
      ],
      1,
    ],
    [
      'earlier than all',
      ['1.0.0.0', null],
      [
        ['1.0.0.1', null],
        ['1.0.0.8', null],
      ],
      -1,
    ],
    [
      'between them',
      ['1.0.0.5', null],
      [
        ['1.0.0.1', null],
        ['1.0.0.8', null],
      ],
      0,
    ],
    [
      'equal to the last',
      ['1.0.0.8', null],
      [
        ['1.0.0.1', null],
        ['1.0.0.8', null],
      ],
      0,
    ],
    [
      'of the last version, with a later date',
      ['1.0.0.8', '2009-02-01'],
      [
        ['1.0.0.1', null],
        ['1.0.0.8', '2009-01-01'],
      ],
      1,
    ],
    [
      'of the first version, with an earlier date',
      ['1.0.0.1', '2009-01-01'],
      [['1.0.0.1', '2009-02-01']],
      -1,
    ],
    [
      'of one version, with a date between',
      ['1.0.0.1', '2009-02-01'],
      [
        ['1.0.0.1', '2009-01-01'],
        ['1.0.0.1', '2009-03-01'],
      ],
      0,
    ],
    [
      'of one version, where another has no date',
      ['1.0.0.1', '2009-02-01'],
      [
        ['1.0.0.1', '2009-01-01'],
        ['1.0.0.1', null],
      ],
      0,
    ],
    ['without a version, by its date', [null, '2009-02-01'], [['9.0.0.0', '2009-01-01']], 1],
    [
      'among such without a version, by its date',
      ['1.0.0.1', '2009-02-01'],
      [
        [null, '2009-01-01'],
        ['1.0.0.0', null],
      ],
      1,
    ],
    ['without version and date', [null, null], [['1.0.0.1', '2009-01-01']], 0],
    ['alone', ['1.0.0.1', null], [], 0],
  ])('%s', (_, row, others, expected) => {
    expect(new PublishedOrder(others.map(rowOf)).of(rowOf(row))).toBe(expected);
  });
});
