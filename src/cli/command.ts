import { HotfixkitError } from '../core/errors.js';
import type { Context } from './context.js';

/** `-o, --output <dir>` and what it means. A flag that ends in `...` may be given several times. */
export interface CommandOption {
  flags: string;
  help: string;
  /** The only values that are taken. */
  choices?: readonly string[];
}

/** A command is data plus `run`; its name and summary stand in the list of commands. */
export interface Command {
  /** In commander's notation: `<package> [name...]`. */
  arguments: string;
  options: readonly CommandOption[];
  /** Complete command lines. */
  examples: readonly string[];
  /** Everything behind the name is taken as it is. */
  passThrough?: boolean;
  /** Gives the exit status. */
  run(context: Context, args: readonly string[], options: Options): Promise<number> | number;
  /** Answers for a run that was stopped; gives the exit status. Left out: the error is printed, its kind decides. */
  stopped?(context: Context, error: HotfixkitError): number;
}

/** The options that were given, by their long names. */
export class Options {
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(values: Readonly<Record<string, unknown>>) {
    this.#values = values;
  }

  flag(name: string): boolean {
    return this.#values[name] === true;
  }

  text(name: string): string | undefined {
    const value = this.#values[name];
    return typeof value === 'string' ? value : undefined;
  }

  list(name: string): string[] {
    const value = this.#values[name];
    return Array.isArray(value) ? value.map(String) : [];
  }

  /** One of `choices`, checked already by the parser. */
  choice<T extends string>(name: string, choices: readonly T[]): T | undefined {
    const value = this.text(name);
    return choices.find((choice) => choice === value);
  }

  number(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (!/^\d+$/.test(value)) {
      throw new HotfixkitError('USAGE', `--${name} takes a whole number`, { found: value });
    }
    return Number(value);
  }

  need(name: string, flags: string): string {
    const value = this.text(name);
    if (value === undefined) throw new HotfixkitError('USAGE', `${flags} is needed; --help shows an example`);
    return value;
  }
}

/** Exit status of the contract. */
export const ExitStatus = { done: 0, differs: 1, usage: 2, input: 3, environment: 4, bug: 70 } as const;
