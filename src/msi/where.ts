import { HotfixkitError } from '../errors.js';
import type { Value } from './binary-cell.js';

/** Decides whether a row, given by column name, is wanted. */
export type Where = (record: Readonly<Record<string, Value>>) => boolean;

type Token =
  | { kind: 'name'; text: string; at: number }
  | { kind: 'text'; text: string; at: number }
  | { kind: 'number'; value: number; at: number }
  | { kind: 'operator'; text: string; at: number }
  | { kind: 'end'; at: number };

type Operand = (record: Readonly<Record<string, Value>>) => string | number | null;

/** Nesting beyond this is no question that a person asks. */
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
  const parser = new Parser(text);
  return parser.parse();
}

function fail(message: string, at: number, text: string): never {
  throw new HotfixkitError('MSI_BAD_WHERE', `${message} in the condition ${JSON.stringify(text)}`, {
    offset: at,
  });
}

class Parser {
  readonly #text: string;
  readonly #tokens: Token[];
  #next = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokenize(text);
  }

  parse(): Where {
    const where = this.#or();
    const rest = this.#peek();
    if (rest.kind !== 'end') fail('something is left over', rest.at, this.#text);
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
    if (++this.#depth > DEPTH) fail('too much nesting', this.#peek().at, this.#text);
    try {
      if (this.#keyword('NOT')) {
        const inner = this.#not();
        return (record) => !inner(record);
      }
      if (this.#operator('(')) {
        const inner = this.#or();
        if (!this.#operator(')')) fail('a bracket is not closed', this.#peek().at, this.#text);
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
      if (!this.#keyword('NULL')) fail('NULL is missing', this.#peek().at, this.#text);
      return (record) => (left(record) === null) !== not;
    }
    if (this.#keyword('LIKE')) {
      const pattern = this.#peek();
      if (pattern.kind !== 'text') return fail('LIKE needs a text', pattern.at, this.#text);
      this.#next++;
      const matcher = likePattern(pattern.text);
      return (record) => matcher.test(String(left(record) ?? ''));
    }
    const token = this.#peek();
    const compare = token.kind === 'operator' ? comparisons[token.text] : undefined;
    if (!compare) return fail('a comparison is missing', token.at, this.#text);
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
    if (token.kind !== 'name') return fail('a column or a value is missing', token.at, this.#text);
    const column = token.text;
    return (record) => {
      if (!Object.hasOwn(record, column)) {
        const known = Object.keys(record).join(', ');
        return fail(`there is no column ${column} (there are ${known})`, token.at, this.#text);
      }
      const value = record[column]!;
      return typeof value === 'object' ? (value?.streamName ?? null) : value;
    };
  }

  #peek(): Token {
    return this.#tokens[this.#next]!;
  }

  #keyword(word: string): boolean {
    const token = this.#peek();
    const found = token.kind === 'name' && token.text.toUpperCase() === word;
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

function likePattern(text: string): RegExp {
  const escaped = text
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/%+/g, '[^]*')
    .replace(/_/g, '[^]');
  return new RegExp(`^${escaped}$`, 'i');
}

const lexemes =
  /\s*(?:(?<name>(?:[A-Za-z_][\w]*\.)?(?:`[^`]+`|\[[^\]]+\]|[A-Za-z_][\w.]*))|(?<single>'(?:[^']|'')*')|(?<double>"(?:[^"]|"")*")|(?<number>-?\d+)(?![\w.])|(?<operator><>|!=|==|<=|>=|[=<>()]))/y;

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const trimmed = text.trimEnd();
  lexemes.lastIndex = 0;
  let at = 0;
  while (at < trimmed.length) {
    const match = lexemes.exec(trimmed);
    if (!match?.groups) return fail('this cannot be read', at, text);
    const { name, single, double, number, operator } = match.groups;
    const start = lexemes.lastIndex - match[0].trimStart().length;
    if (name !== undefined) {
      const plain = name.replace(/[`[\]]/g, '');
      tokens.push({ kind: 'name', text: plain.slice(plain.lastIndexOf('.') + 1), at: start });
    } else if (single !== undefined) {
      tokens.push({ kind: 'text', text: single.slice(1, -1).replaceAll("''", "'"), at: start });
    } else if (double !== undefined) {
      tokens.push({ kind: 'text', text: double.slice(1, -1).replaceAll('""', '"'), at: start });
    } else if (number !== undefined) {
      tokens.push({ kind: 'number', value: Number(number), at: start });
    } else {
      tokens.push({ kind: 'operator', text: operator!, at: start });
    }
    at = lexemes.lastIndex;
  }
  tokens.push({ kind: 'end', at: text.length });
  return tokens;
}
