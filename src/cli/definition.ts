/** What an argument or an option takes: a path, some text, a whole number, the name of a command, or one of these words. */
export type Takes = 'file' | 'folder' | 'text' | 'number' | 'command' | readonly string[];

export interface ArgumentDefinition {
  help: string;
  takes: Takes;
  /** It may be left out. */
  optional?: true;
  /** It may be given several times; only the last argument can be. */
  repeats?: true;
  /** The command itself expands patterns of paths in it. */
  ownPatterns?: true;
}

export interface OptionDefinition {
  help: string;
  /** Its letter: `o` for `-o`. */
  short?: string;
  /** Left out for a flag, which takes nothing. */
  takes?: Takes;
  /** The word for what it takes, as help shows it: `dir` for `--output <dir>`. */
  value?: string;
  /** What it is where it is not given. */
  default?: string;
  /** What it is where none of its words follows it. */
  alone?: string;
  /** It may be given several times. */
  repeats?: true;
  /** Files are written to the path that it takes. */
  writes?: true;
  /** The command does not work without it. */
  needed?: true;
  /** What would be printed goes to the file that it takes. */
  answers?: true;
  /** Heading in the help under which it stands; `Options` where left out. */
  group?: string;
}

/** By the name in code: `dryRun` is `--dry-run` on the command line. They are shown in this order. */
export type OptionDefinitions = Readonly<Record<string, OptionDefinition>>;

/** By name, in the order in which they are given. */
export type ArgumentDefinitions = Readonly<Record<string, ArgumentDefinition>>;

/** The definition of a command without its code. Parser, help, completions and manual page are made from it. */
export interface CommandDefinition {
  name: string;
  /** Another name for it. */
  alias?: string;
  /** Heading in the list of commands. */
  group: string;
  /** What it does, in one line. */
  summary: string;
  arguments: ArgumentDefinitions;
  options: OptionDefinitions;
  /** Complete command lines. */
  examples: readonly string[];
  /** All words after the first argument are passed through unchanged. */
  passThrough?: true;
}

/** Keeps names and choices of a definition as types, so that the command gets options of these names and no others. */
export function defineCommand<const Definition extends CommandDefinition>(
  definition: Definition,
): Definition {
  return definition;
}

/** Options that several commands have, with names and choices kept as types. */
export function defineOptions<const Definitions extends OptionDefinitions>(
  definitions: Definitions,
): Definitions {
  return definitions;
}

type Taken<Definition> = Definition extends { takes: readonly (infer Choice extends string)[] }
  ? Choice
  : Definition extends { takes: 'number' }
    ? number
    : string;

type Given<Definition> = Definition extends { repeats: true }
  ? readonly Taken<Definition>[]
  : Taken<Definition>;

type OptionValue<Definition> = Definition extends { takes: Takes }
  ? Definition extends { repeats: true } | { default: string } | { needed: true }
    ? Given<Definition>
    : Given<Definition> | undefined
  : boolean;

type ArgumentValue<Definition> = Definition extends { repeats: true }
  ? Given<Definition>
  : Definition extends { optional: true }
    ? Given<Definition> | undefined
    : Given<Definition>;

/** The options that were given: flags are `false`, lists are empty and others `undefined` where they were not. */
export type OptionValues<Definitions extends OptionDefinitions> = {
  readonly [Name in keyof Definitions]: OptionValue<Definitions[Name]>;
};

/** The options of one command. */
export type OptionsOf<Definition extends CommandDefinition> = OptionValues<Definition['options']>;

/** The arguments that were given. */
export type ArgumentValues<Definitions extends ArgumentDefinitions> = {
  readonly [Name in keyof Definitions]: ArgumentValue<Definitions[Name]>;
};

/** `dryRun` as it is typed: `--dry-run`. */
export function longFlag(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** An option as help shows it: `-o, --output <dir>`. */
export function optionUsage(name: string, { short, takes, value, alone }: OptionDefinition): string {
  const flags = short === undefined ? longFlag(name) : `-${short}, ${longFlag(name)}`;
  if (takes === undefined) return flags;
  return alone === undefined ? `${flags} <${value ?? 'value'}>` : `${flags} [${value ?? 'value'}]`;
}

/** An argument as help shows it: `<package>`, `[name...]`. */
export function argumentUsage(name: string, { optional, repeats }: ArgumentDefinition): string {
  const shown = repeats ? `${name}...` : name;
  return optional ? `[${shown}]` : `<${shown}>`;
}

/** The allowed words; null for any. */
export function choicesOf({ takes }: { takes?: Takes }): readonly string[] | null {
  return typeof takes === 'object' ? takes : null;
}

/** `list, show or schema`. */
export function listed(words: readonly string[], conjunction: 'and' | 'or'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1)}`;
}
