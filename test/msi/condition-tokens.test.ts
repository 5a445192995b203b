import { describe, expect, it } from 'vitest';
import { readConditionTokens } from '../../src/msi/condition-tokens.js';

const shown = (text: string): string[] =>
  readConditionTokens(text).map((token) => {
    switch (token.kind) {
      case 'symbol':
        return `${token.column} ${token.symbol} ${token.name}`;
      case 'string':
        return `${token.column} "${token.value}"`;
      case 'integer':
        return `${token.column} ${token.value}`;
      case 'comparison':
        return `${token.column} ${token.operator}${token.ignoreCase ? ' any case' : ''}`;
      case 'logical':
        return `${token.column} ${token.operator.toUpperCase()}`;
      default:
        return `${token.column} ${token.kind}`;
    }
  });

describe('readConditionTokens', () => {
  it.each([
    ['', ['1 end']],
    ['  ', ['3 end']],
    ['A', ['1 property A', '2 end']],
    ['_a.1#b', ['1 property _a.1#b', '7 end']],
    [
      '%E $c ?c &f !f',
      [
        '1 environment E',
        '4 componentAction c',
        '7 componentState c',
        '10 featureAction f',
        '13 featureState f',
        '15 end',
      ],
    ],
    ['& f', ['1 featureAction f', '4 end']],
    ['&not not', ['1 featureAction not', '6 NOT', '9 end']],
    ['a~<>"B c"', ['1 property a', '2 <> any case', '5 "B c"', '10 end']],
    ['a>=-1', ['1 property a', '2 >=', '4 -1', '6 end']],
    [
      'a<<b>>c><d',
      ['1 property a', '2 <<', '4 property b', '5 >>', '7 property c', '8 ><', '10 property d', '11 end'],
    ],
    ['(1AND""\n)', ['1 (', '2 1', '3 AND', '6 ""', '9 )', '10 end']],
    ['-0 007', ['1 0', '4 7', '7 end']],
    ['2147483647 -2147483647', ['1 2147483647', '12 -2147483647', '23 end']],
  ])('%j', (text, expected) => {
    expect(shown(text)).toEqual(expected);
  });
});
