import { Command as Commander, CommanderError, Option } from 'commander';
import { HotfixkitError } from '../core/errors.js';
import { version } from '../core/version.js';
import { defaultRunLimits, type RunLimits } from '../node/run-limits.js';
import { type Command, ExitStatus, Options } from './command.js';
import { type CommandEntry, commands } from './commands/index.js';
import type { ContextOptions, Terminal } from './context.js';

export type ParsedCommandLine =
  | { name: string; command: Command; args: string[]; options: Options; global: ContextOptions }
  /** Help or the version has been printed. */
  | { status: number };

const groups = [
  ['Look', ['info', 'list', 'tables', 'streams', 'versions', 'diff']],
  ['Take out', ['extract', 'msiexec', 'delta']],
  ['Check', ['verify', 'manifest', 'diagnose']],
  ['Use', ['stage', 'prepare', 'recover']],
] as const;

/** Options of every command. */
const ownOptions = ['--json', '--quiet', '--verbose', '--no-color'];

/** Which command, with which arguments. Throws `USAGE` with what to type instead. */
export async function parseCommandLine(
  argv: readonly string[],
  terminal: Terminal,
): Promise<ParsedCommandLine> {
  let chosen: ParsedCommandLine | null = null;
  const program = new Commander('hotfixkit')
    .description(
      'Reads MSI, MSP and CAB packages, unpacks them as msiexec /a would, verifies and stages hotfixes.',
    )
    .usage('<command> [options]')
    .version(version, '--version', 'print the version')
    .helpOption('--help', 'print this help')
    .helpCommand(false)
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ writeOut: (text) => terminal.stdout.write(text), writeErr: () => undefined });
  program.addHelpText('after', overview());
  const wanted = argv.find((arg) => !arg.startsWith('-'));
  const entry = commands.find(({ name }) => name === wanted);
  for (const { name } of commands)
    if (name !== entry?.name) program.command(name, { hidden: true }).allowUnknownOption();
  if (entry) {
    addCommand(program, entry, await entry.load(), (parsed) => {
      chosen = parsed;
    });
  }
  try {
    program.parse(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { status: ExitStatus.done };
    if (error.code === 'commander.help') {
      program.outputHelp();
      return { status: ExitStatus.usage };
    }
    // "unknown option" brings a second line: (Did you mean ...?)
    const lines = error.message.split('\n').map((line) => line.trim());
    throw new HotfixkitError('USAGE', lines.join(' ').replace(/^error: /, ''));
  }
  if (chosen === null) {
    program.outputHelp();
    return { status: ExitStatus.usage };
  }
  return chosen;
}

function addCommand(
  program: Commander,
  { name, summary }: CommandEntry,
  command: Command,
  choose: (parsed: ParsedCommandLine) => void,
): void {
  const sub = program
    .command(`${name} ${command.arguments}`, { hidden: true })
    .description(summary)
    .helpOption('--help', 'print this help')
    .exitOverride();
  for (const { flags, help, choices } of command.options) {
    const repeats = flags.includes('...');
    const option = new Option(flags.replace('...', ''), help);
    if (choices) option.choices([...choices]);
    if (repeats) option.argParser((value: string, all: string[] | undefined) => [...(all ?? []), value]);
    sub.addOption(option);
  }
  sub
    .option('--max-time <seconds>', 'end a run that gets nowhere for so long (default 60)')
    .option('--max-memory <MB>', 'memory that a run may take (default 1536, at most half of what there is)')
    .option('--json', 'one JSON document on stdout, nothing else there')
    .option('--quiet', 'no notes, no warnings, no progress')
    .option('--verbose', 'every warning, and the stack of an error')
    .option('--no-color', 'no colours');
  if (command.passThrough) sub.passThroughOptions().allowUnknownOption();
  sub.addHelpText('after', `\nExamples:\n${command.examples.map((line) => `  ${line}`).join('\n')}`);
  sub.action((...given: unknown[]) => {
    const values = given[given.length - 2] as Record<string, unknown>;
    const all = (given.slice(0, -2) as (string | string[] | undefined)[])
      .flat()
      .filter((arg) => arg !== undefined);
    // What msiexec is given is not ours to parse, but our own options may stand anywhere in it.
    const own = command.passThrough ? all.filter((arg) => ownOptions.includes(arg)) : [];
    choose({
      name,
      command,
      args: all.filter((arg) => !own.includes(arg)),
      options: new Options(values),
      global: {
        json: values.json === true || own.includes('--json'),
        quiet: values.quiet === true || own.includes('--quiet'),
        verbose: values.verbose === true || own.includes('--verbose'),
        color: values.color !== false && !own.includes('--no-color'),
        limits: limitsOf(values),
      },
    });
  });
}

function limitsOf(values: Record<string, unknown>): RunLimits {
  const { maxTime, maxMemory } = defaultRunLimits();
  return {
    maxTime: positive(values.maxTime, '--max-time takes seconds: 60, 0.5') ?? maxTime,
    maxMemory: positive(values.maxMemory, '--max-memory takes megabytes: 1536') ?? maxMemory,
  };
}

function positive(value: unknown, message: string): number | null {
  if (value === undefined) return null;
  const text = String(value);
  const number = /^\d{1,9}(\.\d{1,9})?$/.test(text) ? Number(text) : 0;
  if (number <= 0) throw new HotfixkitError('USAGE', message, { found: text });
  return number;
}

function overview(): string {
  const lines = ['', 'Commands:'];
  for (const [title, names] of groups) {
    const present = commands.filter((command) => (names as readonly string[]).includes(command.name));
    if (present.length > 0) lines.push(`  ${title}`);
    for (const { name, summary } of present) lines.push(`    ${name.padEnd(10)} ${summary}`);
  }
  lines.push('', 'hotfixkit <command> --help shows its options with examples.', '', 'Example:');
  lines.push('  hotfixkit prepare SCCM2007-SP2-KB977203-ENU.msi --kb 977203 -o out');
  return lines.join('\n');
}
