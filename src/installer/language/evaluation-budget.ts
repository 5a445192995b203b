import { HotfixkitError } from '../../core/errors.js';
import {
  type Condition,
  type ConditionContext,
  evaluateCondition,
  parseCondition,
} from '../../msi/condition.js';
import { type FormatContext, type FormattedText, formatText } from './formatted-text.js';

/** Most characters of all different conditions of a package; twenty thousand conditions have fewer. */
const MOST_PARSED = 1 << 20;
/** Most characters of all conditions and values that are evaluated, counted at each evaluation. */
const MOST_EVALUATED = 1 << 24;
/** Most characters of all templates that are formatted, and of their results. */
const MOST_FORMATTED = 1 << 25;

/**
 * Evaluates the conditions and the formatted text of one package, and counts how much of them there is. A string of a
 * database is stored once but may stand in every row, and the value of a property in every condition: what one row may
 * ask for is bounded elsewhere, what all of them ask for is bounded here.
 */
export class EvaluationBudget {
  readonly #parsed = new Map<string, Condition>();
  #parsedLength = 0;
  #evaluated = 0;
  #formatted = 0;

  /** Throws `MSI_BAD_CONDITION`, also if all conditions together exceed the limit. */
  holds(text: string, context: ConditionContext): boolean {
    this.#countEvaluated(text.length);
    let condition = this.#parsed.get(text);
    if (condition === undefined) {
      this.#parsedLength += text.length;
      if (this.#parsedLength > MOST_PARSED) throw tooMuch('MSI_BAD_CONDITION', 'conditions', MOST_PARSED);
      condition = parseCondition(text);
      this.#parsed.set(text, condition);
    }
    const property = (name: string): string | null => {
      const value = context.property(name);
      this.#countEvaluated(value?.length ?? 0);
      return value;
    };
    return evaluateCondition(condition, { ...context, property });
  }

  /** Throws `MSI_BAD_VALUE`, also if all formatted text together exceeds the limit. */
  format(template: string, context: FormatContext): FormattedText {
    this.#countFormatted(template.length);
    const result = formatText(template, context);
    this.#countFormatted(result.text.length);
    return result;
  }

  #countEvaluated(length: number): void {
    this.#evaluated += length;
    if (this.#evaluated > MOST_EVALUATED) throw tooMuch('MSI_BAD_CONDITION', 'conditions', MOST_EVALUATED);
  }

  #countFormatted(length: number): void {
    this.#formatted += length;
    if (this.#formatted > MOST_FORMATTED) throw tooMuch('MSI_BAD_VALUE', 'formatted texts', MOST_FORMATTED);
  }
}

function tooMuch(code: 'MSI_BAD_CONDITION' | 'MSI_BAD_VALUE', what: string, most: number): HotfixkitError {
  return new HotfixkitError(code, `all ${what} of this package together are too long`, {
    expected: `at most ${most} characters`,
  });
}
