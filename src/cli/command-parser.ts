import { Argument, Command as Commander, CommanderError, Option } from 'commander';
import { HotfixkitError } from '../core/errors.js';
import { version as packageVersion } from '../core/version.js';
import { refuseMistaken, refuseUnreachable } from '../node/reachable-path.js';
import { localPath } from '../node/user-path.js';
import { plainPath } from '../node/windows-prefix.js';
import {
  type ArgumentDefinition,
  type ArgumentDefinitions,
  type ArgumentValues,
  argumentUsage,
  type CommandDefinition,
  choicesOf,
  listed,
  longFlag,
  type OptionDefinition,
  type OptionDefinitions,
  type OptionValues,
  optionUsage,
  type Takes,
} from './definition.js';
import { endingFlags, everyCommand, optionsOfEvery } from './definitions/shared-options.js';
import { ExitStatus } from './exit-status.js';

type Values = Record<string, unknown>;

/** A parsed command line, or the text of the help or the version. */
export type Parsed =
  | {
      definition: CommandDefinition;
      args: ArgumentValues<ArgumentDefinitions>;
      options: OptionValues<OptionDefinitions>;
      global: OptionValues<typeof everyCommand>;
    }
  | { text: string; status: number };

/**
 * Parses the command, its arguments and its options. Throws `USAGE` with a correction, `PATH_UNREACHABLE` for a path to
 * write to that Windows keeps for something else.
 */
export function parseCommand(
  argv: readonly string[],
  definitions: readonly CommandDefinition[],
  platform: string = process.platform,
): Parsed {
  let text = '';
  let parsed: Parsed | null = null;
  const program = createProgram((part) => {
    text += part;
  });
  // The others are for the help, and for the name that an unknown one comes near.
  const named = definitions.filter((definition) => isCommand(argv[0] ?? '', [definition]));
  for (const definition of named.length > 0 ? named : definitions) {
    addCommand(program, definition, platform, (result) => {
      parsed = result;
    });
  }
  try {
    // For an unknown command, commander would show the help of the program.
    const [first, second = ''] = argv;
    if (first === '--' && second.startsWith('-')) {
      throw new HotfixkitError(
        'USAGE',
        `${second} is no command; -- stands behind one, in front of names that begin with -`,
      );
    }
    const isUnknown = first !== undefined && !first.startsWith('-') && !isCommand(first, definitions);
    program.parse(isUnknown ? [first] : withWordsAlone(argv, definitions), { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { text, status: ExitStatus.done };
    if (error.code !== 'commander.help') throw usageError(error);
  }
  if (parsed !== null) return parsed;
  program.outputHelp();
  return { text, status: ExitStatus.usage };
}

/**
 * The words, with those options joined to what they mean alone that none of their words follows: of
 * `--overwrite a.msi` commander would take `a.msi` for the word.
 */
function withWordsAlone(argv: readonly string[], definitions: readonly CommandDefinition[]): string[] {
  const definition = definitions.find(({ name, alias }) => argv[0] === name || argv[0] === alias);
  if (definition === undefined || definition.passThrough) return [...argv];
  const alone = new Map(
    Object.entries(definition.options).flatMap(([name, option]) =>
      option.alone === undefined ? [] : [[longFlag(name), option] as const],
    ),
  );
  const end = argv.indexOf('--');
  return argv.map((word, i) => {
    const option = end >= 0 && i > end ? undefined : alone.get(word);
    if (option === undefined || choicesOf(option)?.includes(argv[i + 1] ?? '')) return word;
    return `${word}=${option.alone}`;
  });
}

function isCommand(word: string, definitions: readonly CommandDefinition[]): boolean {
  return definitions.some(({ name, alias }) => word === name || word === alias);
}

/** The help of a command, or of them all. Throws `USAGE` with the nearest name where there is no such command. */
export function helpText(command: string | undefined, definitions: readonly CommandDefinition[]): string {
  const parsed = parseCommand([...(command === undefined ? [] : [command]), '--help'], definitions);
  return 'text' in parsed ? parsed.text : '';
}

function createProgram(write: (text: string) => void): Commander {
  const program = new Commander('hotfixkit')
    .description('Reads MSI, MSP, CAB and zip packages, emulates msiexec /a, verifies and stages hotfixes.')
    .usage('<command> [options]')
    .version(packageVersion, optionUsage('version', endingFlags.version), endingFlags.version.help)
    .helpOption(optionUsage('help', endingFlags.help), endingFlags.help.help)
    .helpCommand(false)
    .enablePositionalOptions()
    .exitOverride()
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .configureOutput({ writeOut: write, writeErr: () => undefined });
  return program.addHelpText(
    'after',
    '\nhotfixkit help <command> shows options and examples.\n\nExample:\n' +
      '  hotfixkit prepare SCCM2007-SP2-KB977203-ENU.msi --kb 977203 -o out',
  );
}

function addCommand(
  program: Commander,
  definition: CommandDefinition,
  platform: string,
  choose: (parsed: Parsed) => void,
): void {
  const command = program
    .command(definition.name)
    .summary(definition.summary)
    .description(definition.summary)
    .helpGroup(`${definition.group}:`)
    .exitOverride((error) => {
      if (error.code !== 'commander.missingArgument') throw error;
      throw missingArgument(definition, command.args.length);
    });
  if (definition.alias !== undefined) command.alias(definition.alias);
  for (const [name, argument] of Object.entries(definition.arguments)) {
    command.addArgument(commanderArgument(definition.name, name, argument));
  }
  const own = addOptions(command, definition.options);
  const every = optionsOfEvery(definition);
  const global = addOptions(command, every.own);
  command
    .optionsGroup(`${endingFlags.version.group}:`)
    .version(packageVersion, optionUsage('version', every.ending.version), every.ending.version.help)
    .helpOption(optionUsage('help', every.ending.help), every.ending.help.help)
    .allowExcessArguments()
    .addHelpText('after', `\nExamples:\n${definition.examples.map((line) => `  ${line}`).join('\n')}`);
  if (definition.passThrough) command.passThroughOptions().allowUnknownOption();
  command.action(() => {
    const options = valuesOf(definition.options, own, command.opts());
    const globalValues = valuesOf(everyCommand, global, command.opts());
    const words = definition.passThrough
      ? takeFlags(command.args, definition.options, options, globalValues)
      : command.args;
    const args = argumentsOf(definition, words, options);
    for (const [name, option] of Object.entries(definition.options)) {
      if (option.needed && options[name] === undefined) throw missingOption(name, option);
      refuseEmptyPath(optionUsage(name, option), option, options[name]);
      if (option.writes && typeof options[name] === 'string') {
        refuseUnreachable(localPath(options[name], platform), platform);
      }
      options[name] = plainPaths(option, options[name], platform);
      if (!option.writes) refuseMistakenPaths(option, options[name], platform);
    }
    for (const [name, argument] of Object.entries(definition.arguments)) {
      if (definition.passThrough) continue;
      refuseEmptyPath(argumentUsage(name, argument), argument, args[name]);
      args[name] = plainPaths(argument, args[name], platform);
      refuseMistakenPaths(argument, args[name], platform);
    }
    choose({
      definition,
      args: args as ArgumentValues<ArgumentDefinitions>,
      options: options as OptionValues<OptionDefinitions>,
      global: globalValues as OptionValues<typeof everyCommand>,
    });
  });
}

function commanderArgument(command: string, name: string, definition: ArgumentDefinition): Argument {
  const argument = new Argument(argumentUsage(name, definition), definition.help);
  const choices = choicesOf(definition);
  if (choices === null) return argument;
  argument.argChoices = [...choices];
  return argument.argParser((word: string) => {
    if (choices.includes(word)) return word;
    throw new HotfixkitError(
      'USAGE',
      `${command} takes ${listed(choices, 'or')}, not ${JSON.stringify(word)}`,
    );
  });
}

/** Adds the options to a command of commander; returns them by their names in code. */
function addOptions(command: Commander, definitions: OptionDefinitions): Map<string, Option> {
  return new Map(
    Object.entries(definitions).map(([name, definition]) => {
      const option = new Option(optionUsage(name, definition), definition.help);
      const choices = choicesOf(definition);
      if (choices !== null) option.choices([...choices]);
      else if (definition.takes === 'number') option.argParser((text: string) => wholeNumber(name, text));
      else if (definition.repeats) {
        option.argParser((text: string, before: string[] | undefined) => [...(before ?? []), text]);
      }
      if (definition.takes !== undefined && !definition.repeats) refuseSecond(option, name);
      if (definition.default !== undefined) option.default(definition.default);
      if (definition.group !== undefined) option.helpGroup(`${definition.group}:`);
      command.addOption(option);
      return [name, option];
    }),
  );
}

/** Makes an option with a value refuse another value behind it: only one of the two would count, without a word. */
function refuseSecond(option: Option, name: string): void {
  const parse = option.parseArg;
  let given: string | null = null;
  option.argParser((text: string, before: unknown) => {
    if (given !== null && given !== text) {
      throw new HotfixkitError(
        'USAGE',
        `${longFlag(name)} takes one value and is given twice: ${JSON.stringify(given)} and ${JSON.stringify(text)}`,
      );
    }
    given = text;
    return parse ? parse(text, before) : text;
  });
}

function wholeNumber(name: string, text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new HotfixkitError('USAGE', `${longFlag(name)} takes a whole number`, { found: text });
}

/** Every option of the definitions, given or not. */
function valuesOf(
  definitions: OptionDefinitions,
  options: ReadonlyMap<string, Option>,
  given: Values,
): Values {
  return mapValues(definitions, (definition, name) => {
    const option = options.get(name)!;
    const value = given[option.attributeName()];
    if (definition.takes === undefined) return option.negate ? value === false : value === true;
    return value ?? (definition.repeats ? [] : undefined);
  });
}

/** Sets the flags of the command and the common ones among words that are passed through; returns the other words. */
function takeFlags(
  words: readonly string[],
  own: OptionDefinitions,
  options: Values,
  global: Values,
): string[] {
  const flagsOf = (definitions: OptionDefinitions, values: Values) =>
    Object.entries(definitions).flatMap(([name, { takes }]) =>
      takes === undefined ? [[longFlag(name), () => (values[name] = true)] as const] : [],
    );
  const flags = new Map([...flagsOf(own, options), ...flagsOf(everyCommand, global)]);
  return words.filter((word) => {
    const set = flags.get(word);
    set?.();
    return set === undefined;
  });
}

/** Assigns the words to arguments. Throws `USAGE` for more words than the command takes. */
function argumentsOf(definition: CommandDefinition, words: readonly string[], options: Values): Values {
  const entries = Object.entries(definition.arguments);
  const left = [...words];
  const values: Values = {};
  for (const [name, { repeats }] of entries) values[name] = repeats ? left.splice(0) : left.shift();
  if (left.length === 0) return values;
  const usage = entries.map(([name, argument]) => argumentUsage(name, argument)).join(' ');
  const extra = left.map((word) => JSON.stringify(word)).join(' ');
  // A pattern that the shell has expanded gives an option only its first file.
  const advice = Object.entries(definition.options)
    .filter(([name, { repeats }]) => repeats && (options[name] as unknown[] | undefined)?.length)
    .map(
      ([name]) =>
        `; ${longFlag(name)} takes one value and is repeated for each: ${longFlag(name)} A ${longFlag(name)} B`,
    );
  throw new HotfixkitError(
    'USAGE',
    `too many arguments: ${extra}; ${definition.name} takes ${usage || 'no arguments'}${advice.join('')}`,
  );
}

function missingOption(name: string, { short, value = 'value' }: OptionDefinition): HotfixkitError {
  const flag = short === undefined ? longFlag(name) : `-${short}`;
  return new HotfixkitError('USAGE', `${flag} ${value.toUpperCase()} is needed; --help shows an example`);
}

/**
 * Throws `USAGE` for an empty path, which would be the current folder: a script gives one if its variable is not set.
 */
function plainPaths({ takes }: { takes?: Takes }, value: unknown, platform: string): unknown {
  if (takes !== 'file' && takes !== 'folder') return value;
  if (Array.isArray(value)) return value.map((path: string) => plainPath(path, platform));
  return typeof value === 'string' ? plainPath(value, platform) : value;
}

function refuseMistakenPaths({ takes }: { takes?: Takes }, value: unknown, platform: string): void {
  if (takes !== 'file' && takes !== 'folder') return;
  for (const path of [value].flat()) if (typeof path === 'string') refuseMistaken(path, platform);
}

function refuseEmptyPath(usage: string, { takes }: { takes?: Takes }, value: unknown): void {
  if (takes !== 'file' && takes !== 'folder') return;
  if (value !== '' && !(Array.isArray(value) && value.includes(''))) return;
  throw new HotfixkitError('USAGE', `the path for ${usage} is empty; "." is the current folder`);
}

/** The error for a missing argument, with the words that it can take. */
function missingArgument({ arguments: all }: CommandDefinition, place: number): HotfixkitError {
  const [name, definition] = Object.entries(all)[place]!;
  const choices = choicesOf(definition);
  const words = choices === null ? definition.help : listed(choices, 'or');
  return new HotfixkitError('USAGE', `missing required argument '${name}': ${words}`);
}

/** What commander refuses, on one line. */
function usageError({ message }: CommanderError): HotfixkitError {
  // "unknown option" brings a second line: (Did you mean ...?)
  const lines = message.split('\n').map((line) => line.trim());
  return new HotfixkitError('USAGE', lines.join(' ').replace(/^error: /, ''));
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From, name: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value, name)]));
}
