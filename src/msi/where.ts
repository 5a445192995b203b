import { givenText } from '../core/given-text.js';
import type { Value } from './binary-cell.js';
import { likePattern } from './like.js';
import { refuseWhere, tokenizeWhere, type WhereToken } from './where-tokens.js';

/** Whether a row, given by column name, fits the condition. */
export type Where = (record: Readonly<Record<string, Value>>) => boolean;

type Operand = (record: Readonly<Record<string, Value>>) => string | number | null;

/** Deepest nesting of a condition. */
const DEPTH = 100;

/**
 * Reads a condition on columns, the WHERE clause of Windows Installer's SQL with a few liberties:
 *
 *     Component_ = 'C1' AND (FileSize > 1000 OR NOT Version IS NULL) AND `File` <> 'a'
 *
 * `=`, `<>` (`!=`), `<`, `<=`, `>`, `>=`, `IS NULL`, `IS NOT NULL`, `LIKE` with `%` and `_`, AND over OR, NOT, brackets. Text in single or
 * double quotes (doubled inside), integers, column names bare, in backquotes or brackets, `Table.Column` too. Keywords
 * in any case; text compares with case. A null compares as nothing does: only IS NULL finds it.
 *
 * Throws `MSI_BAD_WHERE` with the place in the text; {@link Where} throws it for a column that the table lacks.
 */
export function parseWhere(text: string): Where {
  const parser = new Parser(givenText(text, 'a condition on rows'));
  return parser.parse();
}

class Parser {
  readonly #text: string;
  readonly #tokens: WhereToken[];
  #next = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokenizeWhere(text);
  }

  parse(): Where {
    const where = this.#or();
    const rest = this.#peek();
    if (rest.kind !== 'end') refuseWhere('there is text after the end', rest.at, this.#text);
    return where;
  }

  #or(): Where {
    const parts = [this.#and()];
    while (this.#keyword('OR')) parts.push(this.#and());
    return parts.length === 1 ? parts[0]! : (record) => parts.some((part) => part(record));
  }

  #and(): Where {
    const parts = [this.#not()];
    while (this.#keyword('AND')) parts.push(this.#not());
    return parts.length === 1 ? parts[0]! : (record) => parts.every((part) => part(record));
  }

  #not(): Where {
    if (++this.#depth > DEPTH) refuseWhere('too much nesting', this.#peek().at, this.#text);
    try {
      if (this.#keyword('NOT')) {
        const inner = this.#not();
        return (record) => !inner(record);
      }
      if (this.#operator('(')) {
        const inner = this.#or();
        if (!this.#operator(')')) refuseWhere('a bracket is not closed', this.#peek().at, this.#text);
        return inner;
      }
      return this.#comparison();
    } finally {
      this.#depth--;
    }
  }

  #comparison(): Where {
    const left = this.#operand();
    if (this.#keyword('IS')) {
      const not = this.#keyword('NOT');
      if (!this.#keyword('NULL')) refuseWhere('NULL is missing', this.#peek().at, this.#text);
      return (record) => (left(record) === null) !== not;
    }
    if (this.#keyword('LIKE')) {
      const pattern = this.#peek();
      if (pattern.kind !== 'text') return refuseWhere('LIKE needs a text', pattern.at, this.#text);
      this.#next++;
      const isLike = likePattern(pattern.text);
      return (record) => isLike(String(left(record) ?? ''));
    }
    const token = this.#peek();
    const compare = token.kind === 'operator' ? comparisons[token.text] : undefined;
    if (!compare) return refuseWhere('a comparison is missing', token.at, this.#text);
    this.#next++;
    const right = this.#operand();
    return (record) => {
      const [a, b] = [left(record), right(record)];
      if (a === null || b === null) return false;
      return compare(order(a, b));
    };
  }

  #operand(): Operand {
    const token = this.#peek();
    this.#next++;
    if (token.kind === 'text') return () => token.text;
    if (token.kind === 'number') return () => token.value;
    if (token.kind !== 'name') return refuseWhere('a column or a value is missing', token.at, this.#text);
    const column = token.text;
    return (record) => {
      if (!Object.hasOwn(record, column)) {
        const known = Object.keys(record).join(', ');
        return refuseWhere(`there is no column ${column} (there are ${known})`, token.at, this.#text);
      }
      const value = record[column]!;
      return typeof value === 'object' ? (value?.streamName ?? null) : value;
    };
  }

  #peek(): WhereToken {
    return this.#tokens[this.#next]!;
  }

  #keyword(word: string): boolean {
    const token = this.#peek();
    const found = token.kind === 'name' && !token.quoted && token.text.toUpperCase() === word;
    if (found) this.#next++;
    return found;
  }

  #operator(text: string): boolean {
    const token = this.#peek();
    const found = token.kind === 'operator' && token.text === text;
    if (found) this.#next++;
    return found;
  }
}

/** As numbers where one is a number and the other reads as one; else as text, unit by unit. */
function order(a: string | number, b: string | number): number {
  if (typeof a === 'number' || typeof b === 'number') {
    const difference = toNumber(a) - toNumber(b);
    if (!Number.isNaN(difference)) return difference;
  }
  const [x, y] = [String(a), String(b)];
  return x === y ? 0 : x < y ? -1 : 1;
}

function toNumber(value: string | number): number {
  return typeof value === 'string' && !/^-?\d+$/.test(value) ? Number.NaN : Number(value);
}

const comparisons: Readonly<Record<string, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '==': (order) => order === 0,
  '<>': (order) => order !== 0,
  '!=': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};
