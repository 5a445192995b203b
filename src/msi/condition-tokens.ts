import { HotfixkitError } from '../core/errors.js';

/** What the prefix of a symbol refers to (Msi/conditional-statement-syntax, "Access Prefixes"). */
export type SymbolKind =
  | 'property'
  | 'environment'
  | 'componentAction'
  | 'componentState'
  | 'featureAction'
  | 'featureState';

/** The comparison operators of condition syntax, without the `~` that ignores letter case. */
export type ComparisonOperator = '=' | '<>' | '<' | '<=' | '>' | '>=' | '><' | '<<' | '>>';

export type LogicalOperator = 'not' | 'and' | 'or' | 'xor' | 'eqv' | 'imp';

export type ConditionToken = { column: number; text: string } & (
  | { kind: 'symbol'; symbol: SymbolKind; name: string }
  | { kind: 'string'; value: string }
  | { kind: 'integer'; value: number }
  | { kind: 'comparison'; operator: ComparisonOperator; ignoreCase: boolean }
  | { kind: 'logical'; operator: LogicalOperator }
  | { kind: '(' | ')' | 'end' }
);

const prefixes: Readonly<Record<string, SymbolKind>> = {
  '%': 'environment',
  $: 'componentAction',
  '?': 'componentState',
  '&': 'featureAction',
  '!': 'featureState',
};

const logical: ReadonlySet<string> = new Set(['not', 'and', 'or', 'xor', 'eqv', 'imp']);

/**
 * Matches one token at the current place. Names are Identifiers; `#` is accepted inside them because Wine does, and
 * keys with it are seen. The sign belongs to the number, the tilde to the operator behind it: Windows takes `~=` and
 * refuses `~ =`.
 */
const tokenPattern =
  /(?:([%$?&!])\s*)?([A-Za-z_][A-Za-z0-9_.#]*)|(-?[0-9]+)|"([^"]*)"|(~?)(<>|<=|>=|><|<<|>>|=|<|>)|([()])/y;

const blanks = /\s*/y;

/** Largest integer that the installer knows; the smallest, -0x80000000, means "no integer" to it. */
export const MAX_INTEGER = 0x7fffffff;

/**
 * Cuts a condition into tokens; the last one is `end`. Literals have no escape for quotes, and operators are words in
 * any case. Throws `MSI_BAD_CONDITION` with the column, counted from 1.
 */
export function readConditionTokens(text: string): ConditionToken[] {
  const tokens: ConditionToken[] = [];
  for (let at = skipBlanks(text, 0); at < text.length; ) {
    tokenPattern.lastIndex = at;
    const match = tokenPattern.exec(text);
    if (!match) throw strayCharacter(text, at);
    tokens.push(toToken(match, at + 1));
    at = skipBlanks(text, at + match[0].length);
  }
  tokens.push({ column: text.length + 1, text: '', kind: 'end' });
  return tokens;
}

function skipBlanks(text: string, from: number): number {
  blanks.lastIndex = from;
  return from + blanks.exec(text)![0].length;
}

function toToken(match: RegExpExecArray, column: number): ConditionToken {
  const [text, prefix, name, digits, literal, tilde, operator, bracket] = match;
  const at = { column, text };
  if (name !== undefined) return nameToken(at, prefix, name);
  if (digits !== undefined) return { ...at, kind: 'integer', value: integer(digits, column) };
  if (literal !== undefined) return { ...at, kind: 'string', value: literal };
  if (bracket !== undefined) return { ...at, kind: bracket as '(' | ')' };
  return { ...at, kind: 'comparison', operator: operator as ComparisonOperator, ignoreCase: tilde === '~' };
}

function nameToken(
  at: { column: number; text: string },
  prefix: string | undefined,
  name: string,
): ConditionToken {
  const word = name.toLowerCase();
  if (prefix === undefined && logical.has(word))
    return { ...at, kind: 'logical', operator: word as LogicalOperator };
  return { ...at, kind: 'symbol', symbol: prefix === undefined ? 'property' : prefixes[prefix]!, name };
}

function integer(digits: string, column: number): number {
  const value = Number(digits);
  // The documentation says -32767..32767; VersionNT and sizes need more, and the engine uses 32 bits.
  if (Math.abs(value) > MAX_INTEGER) {
    throw badCondition('the number is too large', column, `-${MAX_INTEGER} to ${MAX_INTEGER}`, digits);
  }
  return value === 0 ? 0 : value;
}

function strayCharacter(text: string, start: number): HotfixkitError {
  const rest = text.slice(start);
  const column = start + 1;
  if (rest.startsWith('"')) return badCondition('the literal has no closing quote', column, '"', rest);
  if (rest.startsWith('~'))
    return badCondition('~ is not directly before an operator', column, 'an operator', rest);
  return badCondition('this has no meaning in a condition', column, 'a value or an operator', rest);
}

export function badCondition(
  message: string,
  column: number,
  expected: string,
  found: string,
): HotfixkitError {
  return new HotfixkitError('MSI_BAD_CONDITION', `bad condition: ${message} (column ${column})`, {
    structure: 'Condition',
    offset: column - 1,
    expected,
    found: found === '' ? 'the end of the condition' : found.length > 40 ? `${found.slice(0, 37)}...` : found,
  });
}
