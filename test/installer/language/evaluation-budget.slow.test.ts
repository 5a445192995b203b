import { describe, expect, it } from 'vitest';
import { EvaluationBudget } from '../../../src/installer/language/evaluation-budget.js';
import { formatRecord, formatText } from '../../../src/installer/language/formatted-text.js';
import { caught } from '../../support/caught.js';

const context = {
  property: (name: string) => (name === 'A' ? 'a' : name === 'LONG' ? 'x'.repeat(1 << 20) : null),
};

describe('EvaluationBudget', () => {
  it('evaluates each condition in the context that it gets', () => {
    const budget = new EvaluationBudget();
    expect(budget.holds('A = "a"', context)).toBe(true);
    expect(budget.holds('A = "a"', { property: () => null })).toBe(false);
    expect(budget.holds('%VAR', { property: () => null, environment: () => 'set' })).toBe(true);
  });

  it('takes the conditions of a large package', () => {
    const budget = new EvaluationBudget();
    for (let i = 0; i < 20_000; i++) expect(budget.holds(`VersionNT >= ${i}`, context)).toBe(false);
  });

  const refusals: [string, string, (budget: EvaluationBudget, i: number) => unknown][] = [
    [
      'conditions that all differ',
      'MSI_BAD_CONDITION',
      (b, i) => b.holds(`${i} OR ${'A OR '.repeat(5000)}A`, context),
    ],
    [
      'the same long condition in every row',
      'MSI_BAD_CONDITION',
      (b) => b.holds(`${'A OR '.repeat(6000)}A`, context),
    ],
    [
      'conditions that are bad, where that does not stop the run',
      'MSI_BAD_CONDITION',
      (b, i) => {
        const error = caught(() => b.holds(`${i} ${'( '.repeat(10_000)}`, context));
        if (error.message.includes('together')) throw error;
      },
    ],
    [
      'a long value that is compared again and again',
      'MSI_BAD_CONDITION',
      (b) => b.holds('LONG ~= "b"', context),
    ],
    ['the same long text in every row', 'MSI_BAD_VALUE', (b) => b.format('x'.repeat(60_000), context)],
    ['a short text that becomes long in every row', 'MSI_BAD_VALUE', (b) => b.format('[LONG]', context)],
  ];

  it.each(refusals)('refuses %s', (_, code, step) => {
    const budget = new EvaluationBudget();
    const error = caught(() => {
      for (let i = 0; i < 5000; i++) step(budget, i);
    });
    expect(error).toMatchObject({ code, message: expect.stringContaining('together') });
  });
});

describe('formatted text with long runs of its marks', () => {
  const marks = ['[', ']', '{', '}', '{{', '[\\', '[A]', '{[1]', '[[A]'];
  const runs = marks.flatMap((first) => ['', ...marks].map((second): [string, string] => [first, second]));

  it.each(runs)('ends for %s and %s', (first, second) => {
    const many = 5000;
    for (const text of [first.repeat(many) + second.repeat(many), (first + second).repeat(many)]) {
      for (const template of [text, `{${text}}`, `[${text}]`]) {
        const answers = [() => formatText(template, context), () => formatRecord([template, 'a'], context)];
        for (const answer of answers) {
          let outcome: unknown;
          try {
            outcome = answer().text.length;
          } catch (error) {
            outcome = (error as { code?: string }).code;
          }
          expect(outcome === 'MSI_BAD_VALUE' || typeof outcome === 'number').toBe(true);
        }
      }
    }
  });
});
