import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HotfixkitError } from '../../src/core/errors.js';
import { evaluateCondition } from '../../src/msi/condition.js';
import { parseCondition } from '../../src/msi/condition-parser.js';
import { runs } from '../support/thorough.js';

const context = { property: () => null };

function refusal(text: string): HotfixkitError {
  try {
    parseCondition(text);
  } catch (error) {
    if (error instanceof HotfixkitError) return error;
    throw error;
  }
  throw new Error(`${text} was accepted`);
}

/** What Windows calls an error, after Wine's tests (dlls/msi/tests/package.c, test_condition), and where we see it. */
const windowsErrors: [string, number][] = [
  ['0 >=', 5],
  ['~not "A"', 1],
  ['(((((1))))))', 12],
  ['0 < > 0', 5],
  ['(1<<1) == 2', 8],
  [' "A" ~ = "a" ', 6],
  ['1 IMPL 1', 3],
  ['( 1 AND 1 ) = 2', 13],
  ['"2" < "1.1', 7],
  ['X != ""', 3],
  ['X !="" and (X ="5.0" or X ="5.1" or X ="6.0")', 3],
];

describe('parseCondition', () => {
  it.each(windowsErrors)('refuses %s in column %d, as Windows does', (text, column) => {
    const error = refusal(text);
    expect(error.code).toBe('MSI_BAD_CONDITION');
    expect(error.message).toContain(`(column ${column})`);
    expect(error.facts.offset).toBe(column - 1);
  });

  it.each([
    ['A = 1.5', 6, /no meaning in a condition/],
    ['A = 2147483648', 5, /too large/],
    ['A = -2147483648', 5, /too large/],
    ['A =', 4, /cannot be parsed from here/],
    ['AND A', 1, /cannot be parsed from here/],
    ['A B', 3, /cannot be parsed from here/],
    ['A = B = C', 7, /cannot be parsed from here/],
    ['(A', 3, /cannot be parsed from here/],
    ['()', 2, /cannot be parsed from here/],
    ['A + B', 3, /no meaning in a condition/],
    ['A - 1', 3, /no meaning in a condition/],
    ["A = 'x'", 5, /no meaning in a condition/],
    ['A AND', 6, /cannot be parsed from here/],
    ['NOT', 4, /cannot be parsed from here/],
    ['$', 1, /no meaning in a condition/],
    ['A ~', 3, /before an operator/],
    ['0asdf', 2, /cannot be parsed from here/],
    ['Stra\u00dfe', 5, /no meaning in a condition/],
    [`${'('.repeat(201)}1${')'.repeat(201)}`, 201, /too many brackets/],
  ])('refuses %s in column %d', (text, column, message) => {
    const error = refusal(text);
    expect(error.message).toMatch(message);
    expect(error.message).toContain(`(column ${column})`);
    expect(error.facts.expected).toBeDefined();
    expect(error.facts.found).toBeDefined();
  });

  it('says what it found and what belongs there', () => {
    expect(refusal('(A = 1 AND B').facts).toEqual({
      structure: 'Condition',
      offset: 12,
      expected: ') for the ( in column 1',
      found: 'the end of the condition',
    });
  });

  it('makes terms of one operator one node', () => {
    expect(parseCondition('NOT A OR B ~= "x" or 7')).toEqual({
      kind: 'or',
      operands: [
        { kind: 'not', operand: { kind: 'value', value: { kind: 'property', name: 'A' } } },
        {
          kind: 'comparison',
          operator: '=',
          ignoreCase: true,
          left: { kind: 'property', name: 'B' },
          right: { kind: 'string', value: 'x' },
        },
        { kind: 'value', value: { kind: 'integer', value: 7 } },
      ],
    });
  });

  it('answers or refuses whatever it is given, and in time', () => {
    const part = fc.constantFrom(
      'A',
      '$B',
      '%c',
      '&',
      '!',
      '?',
      '"x"',
      '"',
      '1',
      '-',
      '0x',
      'NOT',
      'and',
      'OR',
      'xor',
      'Eqv',
      'imp',
      '(',
      ')',
      '=',
      '<>',
      '~',
      '~=',
      '<<',
      '>>',
      '><',
      '>=',
      ' ',
      '\n',
      '.',
      '#',
      '\u00e4',
    );
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 20 }),
        fc.string({ unit: 'binary', maxLength: 30 }),
        (parts, noise) => {
          for (const text of [parts.join(''), parts.join(' '), noise]) {
            try {
              expect(typeof evaluateCondition(parseCondition(text), context)).toBe('boolean');
            } catch (error) {
              expect(error).toBeInstanceOf(HotfixkitError);
              expect((error as HotfixkitError).code).toBe('MSI_BAD_CONDITION');
            }
          }
        },
      ),
      { seed: 11, numRuns: runs(3000) },
    );
    const started = performance.now();
    for (const text of [' ', '(', 'NOT ', 'A AND ', '%', '% ', '"', '-', 'A = ', '1 IMP ', '~']) {
      const long = `${text.repeat(30_000)}1`;
      try {
        evaluateCondition(parseCondition(long), context);
      } catch (error) {
        expect(error).toBeInstanceOf(HotfixkitError);
      }
    }
    expect(performance.now() - started).toBeLessThan(15_000);
  });
});

describe('a condition of great length', () => {
  const runs = [
    'A OR ',
    'NOT ',
    '(',
    ' ',
    '%',
    '1',
    '"',
    '"" ',
    'A = ',
    'A IMP ',
    '$a ',
    '<>',
    '-',
    '~',
    '{',
    '\u00a0',
    'A',
  ];

  it.each(runs)('is refused where it is one of %j', (run) => {
    expect(refusal(run.repeat(1_000_000))).toMatchObject({
      code: 'MSI_BAD_CONDITION',
      message: expect.stringContaining('too long'),
    });
  });

  it('is read where it is no longer than any author writes', () => {
    const condition = parseCondition(`${'A = "value" OR '.repeat(2000)}A`);
    expect(evaluateCondition(condition, { property: () => 'value' })).toBe(true);
  });
});
