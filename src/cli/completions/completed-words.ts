import { type CommandDefinition, longFlag, type OptionDefinition, type Takes } from '../definition.js';
import { allOptions } from '../definitions/shared-options.js';

/** An option as it can be typed. */
export interface CompletedOption {
  /** `-o` and `--output`; or the long one alone. */
  flags: readonly string[];
  definition: OptionDefinition;
}

export function completedOptions(definition: CommandDefinition): CompletedOption[] {
  return Object.entries(allOptions(definition)).map(([name, option]) => ({
    flags: [...(option.short === undefined ? [] : [`-${option.short}`]), longFlag(name)],
    definition: option,
  }));
}

/** The names that a command can be called by. */
export function namesOf({ name, alias }: CommandDefinition): string[] {
  return alias === undefined ? [name] : [name, alias];
}

/**
 * What is taken as one word for tables in scripts: `file`, `folder` or `text`, or the words that can be given after an
 * equals sign, with blanks between them; empty for a flag.
 */
export function takesWord(takes: Takes | undefined, definitions: readonly CommandDefinition[]): string {
  if (takes === undefined) return '';
  if (takes === 'command') return `=${definitions.flatMap(namesOf).join(' ')}`;
  if (takes === 'number') return 'text';
  return typeof takes === 'string' ? takes : `=${takes.join(' ')}`;
}
