import type { Condition, ConditionExpression, ConditionValue } from './condition-parser.js';
import { type ComparisonOperator, MAX_INTEGER } from './condition-tokens.js';

export { parseCondition } from './condition-parser.js';
export type { Condition, ConditionExpression, ConditionValue };

/** Values of `$component`, `?component`, `&feature` and `!feature` (INSTALLSTATE). */
export const InstallState = { unknown: -1, advertised: 1, absent: 2, local: 3, source: 4 } as const;

/** The values of symbols. Every lookup may return null: a symbol without a value is an empty string. */
export interface ConditionContext {
  /** By name, letter case counts. */
  property(name: string): string | null;
  /** By name in any case. */
  environment?(name: string): string | null;
  /** The action state of a component (`$Key`); null before CostFinalize and for an unknown key. */
  componentAction?(key: string): number | null;
  /** The installed state of a component (`?Key`); null as for `componentAction`. */
  componentState?(key: string): number | null;
  /** The action state of a feature (`&Key`); null as for `componentAction`. */
  featureAction?(key: string): number | null;
  /** The installed state of a feature (`!Key`); null as for `componentAction`. */
  featureState?(key: string): number | null;
}

/** `text` may turn into a number where it is compared with one; a literal never does. */
type Operand = { number: number } | { text: string; literal: boolean };

/**
 * Evaluates a condition. An empty condition is true, as for an empty cell of every table.
 *
 * The types follow what Wine's tests found out about Windows, beyond the documentation:
 * - A symbol of text next to a number, or next to another symbol, is compared as a number if it is one through and
 *   through (digits, a minus sign in front); both have to be.
 * - A literal in quotes is text: against a number it is unequal to everything, against a symbol it is compared as text.
 * - Nothing is contained in, or begins or ends, an empty left side, not even the empty string.
 * - Text is ordered by its UTF-16 units, not as a dictionary would.
 *
 * @example
 * import { evaluateCondition, parseCondition } from 'hotfixkit/msi';
 *
 * const properties = new Map([['VersionNT', '603']]);
 * const condition = parseCondition('VersionNT >= 600 AND NOT Installed');
 * console.log(evaluateCondition(condition, { property: (name) => properties.get(name) ?? null })); // true
 */
export function evaluateCondition(condition: Condition, context: ConditionContext): boolean {
  if (condition.kind === 'none') return true;
  return evaluate(condition, context);
}

function evaluate(expression: ConditionExpression, context: ConditionContext): boolean {
  switch (expression.kind) {
    case 'value':
      return isTrue(operandOf(expression.value, context));
    case 'comparison': {
      const { operator, ignoreCase } = expression;
      return compare(
        operandOf(expression.left, context),
        operator,
        ignoreCase,
        operandOf(expression.right, context),
      );
    }
    case 'not':
      return !evaluate(expression.operand, context);
    case 'and':
      return expression.operands.every((operand) => evaluate(operand, context));
    case 'or':
      return expression.operands.some((operand) => evaluate(operand, context));
    case 'xor':
    case 'eqv':
    case 'imp': {
      const { kind, operands } = expression;
      return operands
        .map((operand) => evaluate(operand, context))
        .reduce((left, right) => join(kind, left, right));
    }
  }
}

function join(operator: 'xor' | 'eqv' | 'imp', left: boolean, right: boolean): boolean {
  switch (operator) {
    case 'xor':
      return left !== right;
    case 'eqv':
      return left === right;
    case 'imp':
      return !left || right;
  }
}

function operandOf(value: ConditionValue, context: ConditionContext): Operand {
  switch (value.kind) {
    case 'integer':
      return { number: value.value };
    case 'string':
      return { text: value.value, literal: true };
    case 'property':
      return { text: context.property(value.name) ?? '', literal: false };
    case 'environment':
      return { text: context.environment?.(value.name) ?? '', literal: false };
    default: {
      const state = context[value.kind]?.(value.name) ?? null;
      return state === null ? { text: '', literal: false } : { number: state };
    }
  }
}

/** A property is true if it is set, even to 0; a number if it is not 0. */
function isTrue(operand: Operand): boolean {
  return 'number' in operand ? operand.number !== 0 : operand.text !== '';
}

function compare(left: Operand, operator: ComparisonOperator, ignoreCase: boolean, right: Operand): boolean {
  const numbers = numbersOf(left, right);
  if (numbers === 'none') return operator === '<>';
  if (numbers !== null) return compareNumbers(numbers[0], operator, numbers[1]);
  const [a, b] = [textOf(left), textOf(right)];
  return ignoreCase ? compareTexts(foldCase(a), operator, foldCase(b)) : compareTexts(a, operator, b);
}

/** Both sides as numbers; null where they are to be compared as text, `none` where they cannot be compared at all. */
function numbersOf(left: Operand, right: Operand): [number, number] | 'none' | null {
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a !== null && b !== null) return [a, b];
  return 'number' in left || 'number' in right ? 'none' : null;
}

function numberOf(operand: Operand): number | null {
  if ('number' in operand) return operand.number;
  if (operand.literal || !/^-?[0-9]+$/.test(operand.text)) return null;
  const value = Number(operand.text);
  // Beyond 32 bits it is text; the behaviour of Windows is not documented.
  return Math.abs(value) <= MAX_INTEGER ? value : null;
}

function textOf(operand: Operand): string {
  return 'number' in operand ? String(operand.number) : operand.text;
}

/** Those that mean the same for numbers and text. */
type OrderOperator = Exclude<ComparisonOperator, '><' | '<<' | '>>'>;

/** The numeric meaning of `><`, `<<`, `>>`: bits in common, high word, low word. */
function compareNumbers(left: number, operator: ComparisonOperator, right: number): boolean {
  switch (operator) {
    case '><':
      return (left & right) !== 0;
    case '<<':
      return left >>> 16 === right;
    case '>>':
      return (left & 0xffff) === right;
    default:
      return compareOrder(left, operator, right);
  }
}

function compareTexts(left: string, operator: ComparisonOperator, right: string): boolean {
  switch (operator) {
    case '><':
      return left !== '' && left.includes(right);
    case '<<':
      return left !== '' && left.startsWith(right);
    case '>>':
      return left !== '' && left.endsWith(right);
    default:
      return compareOrder(left, operator, right);
  }
}

function compareOrder<T extends number | string>(left: T, operator: OrderOperator, right: T): boolean {
  switch (operator) {
    case '=':
      return left === right;
    case '<>':
      return left !== right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
}

/** Upper case unit by unit, as Windows folds: ß stays ß. */
function foldCase(text: string): string {
  return text.replace(/[^\0-@[-`]/g, (unit) => {
    const upper = unit.toUpperCase();
    return upper.length === 1 ? upper : unit;
  });
}
