import { HotfixkitError } from '../core/errors.js';
import { defaultRunLimits, type RunLimits } from '../node/run-limits.js';
import type { Command } from './command.js';
import { parseCommand } from './command-parser.js';
import { commands } from './commands/index.js';
import type { ContextOptions, Terminal } from './context.js';
import type { ArgumentValues, CommandDefinition, OptionValues } from './definition.js';
import type { everyCommand } from './definitions/shared-options.js';
import { meantWords } from './meant-words.js';

export type ParsedCommandLine =
  | {
      name: string;
      definition: CommandDefinition;
      command: Command;
      args: ArgumentValues<CommandDefinition['arguments']>;
      options: OptionValues<CommandDefinition['options']>;
      global: ContextOptions;
    }
  /** Help or the version has been printed. */
  | { status: number };

/** Which command, with which arguments. Throws `USAGE` with what to type instead. */
export async function parseCommandLine(
  argv: readonly string[],
  terminal: Terminal,
): Promise<ParsedCommandLine> {
  const definitions = commands.map(({ definition }) => definition);
  const parsed = parseCommand(meantWords(argv, definitions), definitions);
  if ('text' in parsed) {
    terminal.stdout.write(parsed.text);
    return { status: parsed.status };
  }
  const { definition, args, options, global } = parsed;
  const { load } = commands.find((entry) => entry.definition === definition)!;
  return {
    name: definition.name,
    definition,
    command: await load(),
    args,
    options,
    global: contextOptions(global),
  };
}

function contextOptions(global: OptionValues<typeof everyCommand>): ContextOptions {
  const { json, quiet, verbose, noColor, config } = global;
  return {
    json,
    quiet,
    verbose,
    color: !noColor,
    limits: limitsOf(global),
    ...(config === undefined ? {} : { config }),
  };
}

function limitsOf(given: OptionValues<typeof everyCommand>): RunLimits {
  const { maxTime, maxMemory } = defaultRunLimits();
  return {
    maxTime: positive(given.maxTime, '--max-time takes seconds: 60, 0.5') ?? maxTime,
    maxMemory: positive(given.maxMemory, '--max-memory takes megabytes: 1536') ?? maxMemory,
  };
}

function positive(text: string | undefined, message: string): number | null {
  if (text === undefined) return null;
  const number = /^\d{1,9}(\.\d{1,9})?$/.test(text) ? Number(text) : 0;
  if (number <= 0) throw new HotfixkitError('USAGE', message, { found: text });
  return number;
}
