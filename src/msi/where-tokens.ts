import { HotfixkitError } from '../core/errors.js';

/** A word of a condition; `at` is its place in the text. */
export type WhereToken =
  | { kind: 'name'; text: string; quoted: boolean; at: number }
  | { kind: 'text'; text: string; at: number }
  | { kind: 'number'; value: number; at: number }
  | { kind: 'operator'; text: string; at: number }
  | { kind: 'end'; at: number };

const bare = /[A-Za-z_]\w*/.source;
const part = `(?:\`[^\`]+\`|\\[[^\\]]+\\]|${bare})`;
const lexemes = new RegExp(
  [
    `(?<table>${part}\\.)*(?<name>${part})`,
    "(?<single>'(?:[^']|'')*')",
    '(?<double>"(?:[^"]|"")*")',
    '(?<number>-?\\d+)(?![\\w.])',
    '(?<operator><>|!=|==|<=|>=|[=<>()])',
  ].join('|'),
  'y',
);

/** The words of a condition, the last one an `end`. Throws `MSI_BAD_WHERE`. */
export function tokenizeWhere(text: string): WhereToken[] {
  const tokens: WhereToken[] = [];
  for (let at = skipBlanks(text, 0); at < text.length; at = skipBlanks(text, lexemes.lastIndex)) {
    lexemes.lastIndex = at;
    const match = lexemes.exec(text);
    if (!match?.groups) return refuseWhere('this part cannot be read', at, text);
    const { name, single, double, number, operator } = match.groups;
    if (name !== undefined) {
      const quoted = /^[`[]/.test(name);
      tokens.push({ kind: 'name', text: quoted ? name.slice(1, -1) : name, quoted, at });
    } else if (single !== undefined) {
      tokens.push({ kind: 'text', text: single.slice(1, -1).replaceAll("''", "'"), at });
    } else if (double !== undefined) {
      tokens.push({ kind: 'text', text: double.slice(1, -1).replaceAll('""', '"'), at });
    } else if (number !== undefined) {
      tokens.push({ kind: 'number', value: Number(number), at });
    } else {
      tokens.push({ kind: 'operator', text: operator!, at });
    }
  }
  tokens.push({ kind: 'end', at: text.trimEnd().length });
  return tokens;
}

/** Throws `MSI_BAD_WHERE` with the place in the condition. */
export function refuseWhere(message: string, at: number, text: string): never {
  const shown = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  throw new HotfixkitError('MSI_BAD_WHERE', `${message} in the condition ${JSON.stringify(shown)}`, {
    offset: at,
  });
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text[at]!)) at++;
  return at;
}
