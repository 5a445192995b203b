import { HotfixkitError } from '../core/errors.js';
import type { Context } from './context.js';
import type { ArgumentValues, CommandDefinition, OptionValues } from './definition.js';

/** The code of a command; its definition has the arguments and options. */
export interface Command<Definition extends CommandDefinition = CommandDefinition> {
  /** Gives the exit status. */
  run(
    context: Context,
    args: ArgumentValues<Definition['arguments']>,
    options: OptionValues<Definition['options']>,
  ): Promise<number> | number;
  /**
   * Prints the result of a run that was stopped; returns the exit status. Default: prints the error; its kind decides
   * the status.
   */
  stopped?(context: Context, error: HotfixkitError): number;
}

/** Throws `USAGE` if an option is missing that this use of a command needs; `usage` is its text: `-o DIR`. */
export function needed<Value>(value: Value | undefined, usage: string): Value {
  if (value === undefined) throw new HotfixkitError('USAGE', `${usage} is needed; --help shows an example`);
  return value;
}
