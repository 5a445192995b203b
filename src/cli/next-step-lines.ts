import type { NextStep } from '../hotfix/stage/next-steps.js';
import type { Context } from './context.js';

/** What to do next, numbered, with the lines to type on lines of their own. */
export function stepLines(context: Context, steps: readonly NextStep[]): string[] {
  return steps.flatMap(({ title, text, commands, details }, i) => [
    context.paint('bold', `${i + 1}. ${title}`),
    `   ${text}`,
    ...commands.map((command) => `   ${command.label}: ${context.paint('cyan', command.text)}`),
    ...details.map((detail) => `   - ${detail}`),
  ]);
}
