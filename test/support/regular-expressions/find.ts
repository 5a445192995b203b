import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** A regular expression in a source file. */
export interface Found {
  /** From the folder that was searched, `/` between the parts. */
  file: string;
  line: number;
  /** As it is written; one that is put together when the program runs has the whole `new RegExp(…)`. */
  text: string;
  /** Null where it is put together when the program runs. */
  pattern: RegExp | null;
}

/** Every literal, `new RegExp(…)` and `RegExp(…)` below a folder. */
export function findRegularExpressions(folder: string): Found[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => name.replaceAll('\\', '/'))
    .sort();
  return files.flatMap((file) => inSource(file, readFileSync(join(folder, file), 'utf8')));
}

/** Those of one source text. */
export function inSource(file: string, source: string): Found[] {
  const parsed = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const found: Found[] = [];
  const visit = (node: ts.Node): void => {
    const made =
      (ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText() === 'RegExp';
    if (made || ts.isRegularExpressionLiteral(node)) {
      const line = parsed.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      const text = node.getText().replace(/\s+/g, ' ');
      found.push({ file, line, text, pattern: made ? null : literal(node.getText()) });
    }
    ts.forEachChild(node, visit);
  };
  visit(parsed);
  return found;
}

function literal(text: string): RegExp {
  const end = text.lastIndexOf('/');
  return new RegExp(text.slice(1, end), text.slice(end + 1));
}
