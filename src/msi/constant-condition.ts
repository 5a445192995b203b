import { HotfixkitError } from '../core/errors.js';
import { type ConditionExpression, evaluateCondition, parseCondition } from './condition.js';
import type { ConditionValue } from './condition-parser.js';

/**
 * What a condition is whatever its symbols are: always true (an empty one is), never true, or null where they decide. Null too for
 * a text that cannot be read.
 */
export function constantOf(text: string | null): boolean | null {
  try {
    const condition = parseCondition(text ?? '');
    return condition.kind === 'none' ? true : decided(condition);
  } catch (error) {
    if (error instanceof HotfixkitError && error.code === 'MSI_BAD_CONDITION') return null;
    throw error;
  }
}

function decided(expression: ConditionExpression): boolean | null {
  switch (expression.kind) {
    case 'value':
      return isLiteral(expression.value) ? alone(expression) : null;
    case 'comparison':
      return isLiteral(expression.left) && isLiteral(expression.right) ? alone(expression) : null;
    case 'not': {
      const operand = decided(expression.operand);
      return operand === null ? null : !operand;
    }
    case 'and':
    case 'or': {
      const operands = expression.operands.map(decided);
      const deciding = expression.kind === 'or';
      if (operands.includes(deciding)) return deciding;
      return operands.includes(null) ? null : !deciding;
    }
    default:
      return expression.operands.map(decided).includes(null) ? null : alone(expression);
  }
}

const isLiteral = ({ kind }: ConditionValue): boolean => kind === 'string' || kind === 'integer';

/** Of an expression without symbols that matter. */
const alone = (expression: ConditionExpression): boolean =>
  evaluateCondition(expression, { property: () => null });
