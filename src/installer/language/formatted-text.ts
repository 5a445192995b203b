import { HotfixkitError } from '../../core/errors.js';

/** The values of references; null for none. */
export interface FormatContext {
  /** `[name]`: by name, letter case counts. */
  property(name: string): string | null;
  /** `[%name]`: by name in any case. */
  environment?(name: string): string | null;
  /** `[#key]`: full path of a file; null before costing, and for no such key. */
  filePath?(key: string): string | null;
  /** `[!key]`: full short path. Give it for the Value columns of Registry and IniFile; elsewhere `[!key]` is `[#key]`. */
  shortFilePath?(key: string): string | null;
  /** `[$key]`: folder of a component, with a backslash at its end. */
  componentFolder?(key: string): string | null;
}

/** A formatted text with its references replaced. */
export interface FormattedText {
  text: string;
  /** References that had no value, as they were written after what is nested in them (`PropB`, `#key`, `%NAME`). */
  missing: string[];
}

/** Longest result, in characters: nested properties can double the text at each level. */
const LENGTH_LIMIT = 1 << 24;

/**
 * Resolves a value of the Formatted data type (win32 docs, Msi/formatted): `[Property]`, `[%ENV]`, `[#file]`,
 * `[!file]`, `[$component]`, `[\x]`, `[~]`, references nested in references, and `{...}` that vanishes when one of the
 * references in it is empty. What has no value becomes nothing.
 *
 * Where the documentation is silent, this follows what Wine's tests found out about Windows:
 * - A `[` without its `]` leaves everything behind it alone, up to the next `{`.
 * - A `{` reaches to the first `}`; a `{` in between is text. Between `{{` and the first `}}` everything goes away; when
 *   there is no `}}`, braces from there on are text.
 * - `{}` goes away, other braces without a reference inside stay.
 * - Values are not looked at again, but for fields of a record (see {@link formatRecord}); a number in brackets is left
 *   as it is once the fields are in.
 *
 * Throws `MSI_BAD_VALUE` when the result has more than 16 Mi characters.
 */
export function formatText(template: string, context: FormatContext): FormattedText {
  const missing = new Set<string>();
  const text = new Formatter((reference) => {
    if (/^[0-9]+$/.test(reference)) return undefined;
    const value = resolveReference(reference, context);
    if (value === '') missing.add(reference);
    return value;
  }).format(template);
  return { text, missing: [...missing] };
}

function resolveReference(reference: string, context: FormatContext): string {
  const key = reference.slice(1);
  switch (reference[0]) {
    case '\\':
      return [...key.slice(0, 2)][0] ?? '';
    case '~':
      if (key === '') return '\0';
      break;
    case '%':
      return context.environment?.(key) ?? '';
    case '#':
      return context.filePath?.(key) ?? '';
    case '!':
      return (context.shortFilePath ?? context.filePath)?.(key) ?? '';
    case '$':
      return context.componentFolder?.(key) ?? '';
  }
  return context.property(reference) ?? '';
}

/**
 * MsiFormatRecord: field 0 is the template, `[1]`, `[2]` ... are the fields. They are put in first, and the outcome is
 * then resolved as formatted text, so that references in the fields count. Without a context that second step is left
 * out and everything that is not a field stays as it is. An empty template stands for `1: [1] 2: [2] ...`.
 */
export function formatRecord(
  fields: readonly (string | number | null)[],
  context: FormatContext | null,
): FormattedText {
  const own = fields[0] ?? '';
  const template =
    own === ''
      ? fields
          .slice(1)
          .map((_, index) => `${index + 1}: [${index + 1}] `)
          .join('')
      : String(own);
  const filled = new Formatter((reference) =>
    /^[0-9]+$/.test(reference) ? String(fields[Number(reference)] ?? '') : undefined,
  ).format(template);
  return context ? formatText(filled, context) : { text: filled, missing: [] };
}

/** The value of a reference, empty for one without value; undefined for text that is not a reference and stays as written. */
type Resolve = (reference: string) => string | undefined;

/** One pass over a template. */
class Formatter {
  private length = 0;

  constructor(private readonly resolve: Resolve) {}

  format(template: string): string {
    const out: string[] = [];
    let bracesCount = true;
    let at = 0;
    while (at < template.length) {
      const char = template[at]!;
      if (char === '[') {
        const end = findBracketEnd(template, at, bracesCount);
        const raw = template.slice(at, end.at);
        out.push(end.closed ? this.reference(raw).text : raw);
        at = end.at;
      } else if (char === '{' && bracesCount) {
        if (template[at + 1] === '{') {
          const end = template.indexOf('}}', at + 2);
          if (end >= 0) at = end + 2;
          else {
            bracesCount = false;
            out.push('{{');
            at += 2;
          }
          continue;
        }
        const end = findBraceEnd(template, at + 1);
        if (end < 0) {
          // No } follows any more, so no later { has one either.
          bracesCount = false;
          continue;
        }
        out.push(this.group(template.slice(at + 1, end)));
        at = end + 1;
      } else {
        const end = findSpecial(template, at + 1);
        out.push(template.slice(at, end));
        at = end;
      }
    }
    return out.join('');
  }

  /** What stands between `{` and `}`, without the braces if a reference in it was resolved. */
  private group(content: string): string {
    if (content === '') return '';
    const out: string[] = [];
    const seen = { kept: 0, empty: 0, value: 0 };
    let at = 0;
    while (at < content.length) {
      let end = findSpecial(content, at + 1);
      if (content[at] !== '[') out.push(content.slice(at, end));
      else {
        const bracket = findBracketEnd(content, at, false);
        end = bracket.at;
        if (bracket.closed) {
          const { text, kind } = this.reference(content.slice(at, end));
          seen[kind]++;
          out.push(text);
        } else out.push(content.slice(at, end));
      }
      at = end;
    }
    if (seen.kept > 0 || seen.empty + seen.value === 0) return `{${out.join('')}}`;
    return seen.empty > 0 ? '' : out.join('');
  }

  /** A bracket with its end, resolved from the inside out. */
  private reference(raw: string): { text: string; kind: 'kept' | 'empty' | 'value' } {
    const open: string[][] = [[]];
    let kind: 'kept' | 'empty' | 'value' = 'kept';
    const close = (name: string): void => {
      const value = this.resolve(name);
      kind = value === undefined ? 'kept' : value === '' ? 'empty' : 'value';
      const text = value ?? `[${name}]`;
      this.length += text.length;
      if (this.length > LENGTH_LIMIT) {
        throw new HotfixkitError('MSI_BAD_VALUE', 'the formatted text grows without limit', {
          structure: 'Formatted',
          expected: `at most ${LENGTH_LIMIT} characters`,
        });
      }
      open.at(-1)!.push(text);
    };
    for (let at = 0; at < raw.length; ) {
      if (raw[at] === '[' && raw[at + 1] === '\\') {
        const end = raw.indexOf(']', at + 3);
        close(raw.slice(at + 1, end));
        at = end + 1;
      } else if (raw[at] === '[') {
        open.push([]);
        at++;
      } else if (raw[at] === ']') {
        close(open.pop()!.join(''));
        at++;
      } else {
        const end = findNext(raw, at + 1, /[[\]]/g);
        open.at(-1)!.push(raw.slice(at, end));
        at = end;
      }
    }
    return { text: open[0]!.join(''), kind };
  }
}

/**
 * The place after the `]` that belongs to the `[` at `start`. Where there is none, the end of the text, or the first
 * `{` if braces count. An escape, `[\x...]`, ends with the first `]` after its character.
 */
function findBracketEnd(text: string, start: number, bracesCount: boolean): { closed: boolean; at: number } {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const char = text[at];
    if (char === '[' && text[at + 1] === '\\') {
      at = text.indexOf(']', at + 3);
      if (at < 0) break;
      if (depth === 0) return { closed: true, at: at + 1 };
    } else if (char === '[') depth++;
    else if (char === ']' && --depth === 0) return { closed: true, at: at + 1 };
    else if (char === '{' && bracesCount) return { closed: false, at };
  }
  return { closed: false, at: text.length };
}

/** The first `}` that is not the character of an escape; -1 if there is none. */
function findBraceEnd(text: string, from: number): number {
  let at = text.indexOf('}', from);
  while (at >= 0 && text[at - 1] === '\\' && text[at - 2] === '[') at = text.indexOf('}', at + 1);
  return at;
}

function findSpecial(text: string, from: number): number {
  return findNext(text, from, /[[{]/g);
}

function findNext(text: string, from: number, pattern: RegExp): number {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? text.length;
}
