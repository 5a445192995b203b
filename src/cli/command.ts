import { ErrorCodes, HotfixkitError } from '../core/errors.js';
import type { Context } from './context.js';
import type { ArgumentValues, CommandDefinition, OptionValues } from './definition.js';

/** What a command does; its definition says how it is called. */
export interface Command<Definition extends CommandDefinition = CommandDefinition> {
  /** Gives the exit status. */
  run(
    context: Context,
    args: ArgumentValues<Definition['arguments']>,
    options: OptionValues<Definition['options']>,
  ): Promise<number> | number;
  /** Answers for a run that was stopped; gives the exit status. Left out: the error is printed, its kind decides. */
  stopped?(context: Context, error: HotfixkitError): number;
}

/** An option that some uses of a command cannot do without; `usage` is what to type: `-o DIR`. Throws `USAGE`. */
export function needed<Value>(value: Value | undefined, usage: string): Value {
  if (value === undefined) throw new HotfixkitError('USAGE', `${usage} is needed; --help shows an example`);
  return value;
}

/** Exit status of the contract. */
export const ExitStatus = { done: 0, differs: 1, usage: 2, input: 3, environment: 4, bug: 70 } as const;

/** The exit status that the kind of an error stands for. */
export function statusOf(error: HotfixkitError): number {
  switch (ErrorCodes[error.code]) {
    case 'usage':
      return ExitStatus.usage;
    case 'input':
      return ExitStatus.input;
    case 'environment':
      return ExitStatus.environment;
    case 'bug':
      return ExitStatus.bug;
  }
}
