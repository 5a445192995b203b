import { type JudgedPath, pathReason, pathsSentence, verdictOfPaths } from '../report/render-paths.js';
import { verdictWord } from '../report/render-verification.js';
import type { Context } from './context.js';
import { requirementLines } from './requirement-table.js';
import { verdictColor, verifyLines } from './verify-table.js';

/** Several paths for people: each with its table and its verdict, then the verdict about all of them. */
export function pathLines(context: Context, paths: readonly JudgedPath[]): string[] {
  const verdict = verdictOfPaths(paths);
  const wrong = paths.filter(({ ok }) => !ok);
  return [
    ...paths.flatMap((one) => [context.paint('bold', one.path), ...linesOf(context, one), '']),
    `${context.paint(verdictColor(verdict), verdictWord(verdict))}: ${pathsSentence(paths)}`,
    ...wrong.map((one) => {
      const reason = pathReason(one);
      return reason.startsWith(one.path) ? `  ${reason}` : `  ${one.path}: ${reason}`;
    }),
  ];
}

function linesOf(context: Context, one: JudgedPath): string[] {
  const { result, requirements, warnings, error } = one;
  if (error) return [`${context.paint('red', 'NOT OK')}: ${pathReason(one)}`];
  const required = requirementLines(context, requirements, warnings);
  return [
    ...(result ? verifyLines(context, result) : []),
    ...(result && required.length > 0 ? [''] : []),
    ...required,
  ];
}
