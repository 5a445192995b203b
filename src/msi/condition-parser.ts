import { givenText } from '../core/given-text.js';
import {
  badCondition,
  type ComparisonOperator,
  type ConditionToken,
  readConditionTokens,
  type SymbolKind,
} from './condition-tokens.js';

/** An operand of a condition: a symbol, a quoted string or a number. */
export type ConditionValue =
  | { kind: SymbolKind; name: string }
  | { kind: 'string'; value: string }
  | { kind: 'integer'; value: number };

/** Operators of two or more terms, from the highest precedence to the lowest. */
const logicalPrecedence = ['and', 'or', 'xor', 'eqv', 'imp'] as const;

/** A condition as a tree. */
export type ConditionExpression =
  | { kind: 'value'; value: ConditionValue }
  | {
      kind: 'comparison';
      operator: ComparisonOperator;
      ignoreCase: boolean;
      left: ConditionValue;
      right: ConditionValue;
    }
  | { kind: 'not'; operand: ConditionExpression }
  /** Terms joined by the same operator, evaluated from the left. */
  | { kind: (typeof logicalPrecedence)[number]; operands: ConditionExpression[] };

/** `none`: an empty condition, which MsiEvaluateCondition distinguishes from true (MSICONDITION_NONE). */
export type Condition = { kind: 'none' } | ConditionExpression;

/** Deepest nesting of brackets. Real conditions are far below, and the evaluator may recurse. */
const NESTING_LIMIT = 200;

/** Longest condition, in characters. The column of a package has 255; tools write far less than this limit. */
const CONDITION_LIMIT = 32 * 1024;

/**
 * Parses a conditional statement (win32 docs, Msi/conditional-statement-syntax). Not has the highest precedence, then
 * And, Or, Xor, Eqv, Imp; a comparison has two values and binds more tightly than all of them. A text of blanks is an
 * empty condition.
 *
 * Throws `MSI_BAD_CONDITION` with the column, also for a condition of more than 32 Ki characters.
 */
export function parseCondition(text: string): Condition {
  if (givenText(text, 'a condition').length > CONDITION_LIMIT) {
    throw badCondition('it is too long', CONDITION_LIMIT + 1, `at most ${CONDITION_LIMIT} characters`, text);
  }
  const tokens = readConditionTokens(text);
  if (tokens.length === 1) return { kind: 'none' };
  const reader = new ConditionReader(tokens);
  return reader.readAll();
}

class ConditionReader {
  private at = 0;
  private depth = 0;

  constructor(private readonly tokens: readonly ConditionToken[]) {}

  readAll(): ConditionExpression {
    const expression = this.readLevel(logicalPrecedence.length - 1);
    if (this.next.kind !== 'end') throw this.unexpected('an operator such as AND');
    return expression;
  }

  private get next(): ConditionToken {
    return this.tokens[this.at]!;
  }

  /**
   * Terms joined by operators up to the given place in the precedence. Equal operators associate from the left: the
   * documentation refers to BASIC, which does; it makes a difference for Imp only.
   */
  private readLevel(level: number): ConditionExpression {
    if (level < 0) return this.readFactor();
    const kind = logicalPrecedence[level]!;
    const first = this.readLevel(level - 1);
    let operands: ConditionExpression[] | null = null;
    for (let { next } = this; next.kind === 'logical' && next.operator === kind; next = this.next) {
      this.at++;
      operands ??= [first];
      operands.push(this.readLevel(level - 1));
    }
    return operands === null ? first : { kind, operands };
  }

  private readFactor(): ConditionExpression {
    let negated = false;
    while (this.next.kind === 'logical' && this.next.operator === 'not') {
      negated = !negated;
      this.at++;
    }
    const operand = this.next.kind === '(' ? this.readBracket() : this.readComparison();
    return negated ? { kind: 'not', operand } : operand;
  }

  private readBracket(): ConditionExpression {
    const { column } = this.next;
    if (++this.depth > NESTING_LIMIT)
      throw badCondition('too many brackets', column, `${NESTING_LIMIT} deep`, '(');
    this.at++;
    const expression = this.readLevel(logicalPrecedence.length - 1);
    if (this.next.kind !== ')') throw this.unexpected(`) for the ( in column ${column}`);
    this.at++;
    this.depth--;
    return expression;
  }

  private readComparison(): ConditionExpression {
    const left = this.readValue();
    const { next } = this;
    if (next.kind !== 'comparison') return { kind: 'value', value: left };
    this.at++;
    const right = this.readValue();
    return { kind: 'comparison', operator: next.operator, ignoreCase: next.ignoreCase, left, right };
  }

  private readValue(): ConditionValue {
    const { next } = this;
    if (next.kind === 'symbol') {
      this.at++;
      return { kind: next.symbol, name: next.name };
    }
    if (next.kind === 'string') {
      this.at++;
      return { kind: 'string', value: next.value };
    }
    if (next.kind === 'integer') {
      this.at++;
      return { kind: 'integer', value: next.value };
    }
    throw this.unexpected('a property, a "literal", a number or (');
  }

  private unexpected(expected: string): Error {
    return badCondition('it cannot be parsed from here', this.next.column, expected, this.next.text);
  }
}
