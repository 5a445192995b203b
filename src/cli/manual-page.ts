import { version } from '../core/version.js';
import {
  argumentUsage,
  type CommandDefinition,
  choicesOf,
  type OptionDefinitions,
  optionUsage,
} from './definition.js';
import { allOptions } from './definitions/shared-options.js';

const exitStatuses = [
  ['0', 'done, and what was checked holds'],
  ['1', 'done, and something that was checked does not hold'],
  ['2', 'the command line is wrong'],
  ['3', 'the input is not what it should be: corrupt, truncated, unsupported, a wrong password'],
  ['4', 'the disk or the environment'],
  ['70', 'a bug of hotfixkit'],
] as const;

/** hotfixkit(1) in the man macros, for man, groff and mandoc. */
export function manualPage(definitions: readonly CommandDefinition[]): string {
  const groups = new Map<string, OptionDefinitions>();
  for (const [name, option] of definitions.flatMap((one) => Object.entries(allOptions(one)))) {
    if (option.group === undefined) continue;
    const before = groups.get(option.group) ?? {};
    if (!(name in before)) groups.set(option.group, { ...before, [name]: option });
  }
  return `${[
    `.TH HOTFIXKIT 1 "" "hotfixkit ${roff(version)}" "User Commands"`,
    '.SH NAME',
    `hotfixkit \\- read, unpack, verify and stage Windows hotfixes`,
    '.SH SYNOPSIS',
    '.B hotfixkit',
    '.I command',
    '.RI [ options ]',
    '.SH COMMANDS',
    ...definitions.flatMap(commandLines),
    ...[...groups].flatMap(([title, options]) => [
      `.SH ${roff(title.toUpperCase())}`,
      ...optionLines(options),
    ]),
    '.SH EXIT STATUS',
    ...exitStatuses.flatMap(([status, meaning]) => ['.TP', `.B ${status}`, line(meaning)]),
    '.PP',
    'The exit status of',
    '.B hotfixkit msiexec',
    'is that of Windows Installer.',
    '.SH ENVIRONMENT',
    '.TP',
    '.B HOTFIXKIT_PASSWORD',
    line('the password of an encrypted archive, where no option gives it'),
    '.TP',
    '.B NO_COLOR',
    line('no colours where it is set'),
  ].join('\n')}\n`;
}

function commandLines(definition: CommandDefinition): string[] {
  const { name, alias, summary, options, examples } = definition;
  const own = Object.fromEntries(Object.entries(options).filter(([, { group }]) => group === undefined));
  const groups = new Set(Object.values(options).flatMap(({ group }) => (group === undefined ? [] : [group])));
  const usage = Object.entries(definition.arguments).map(([key, argument]) => argumentUsage(key, argument));
  return [
    `.SS ${roff(['hotfixkit', name, '[options]', ...usage].join(' '))}`,
    line(`${summary}.`),
    ...(alias === undefined ? [] : [line(`It may be called ${alias}.`)]),
    ...Object.entries(definition.arguments).flatMap(([key, argument]) => [
      '.TP',
      `.I ${roff(key)}`,
      line(withChoices(argument.help, choicesOf(argument), undefined)),
    ]),
    ...optionLines(own),
    ...[...groups].flatMap((group) => [
      '.PP',
      line(`It also takes the options under ${group.toUpperCase()}.`),
    ]),
    '.PP',
    '.nf',
    ...examples.map(line),
    '.fi',
  ];
}

function optionLines(options: OptionDefinitions): string[] {
  return Object.entries(options).flatMap(([name, option]) => [
    '.TP',
    `.B ${roff(optionUsage(name, option))}`,
    line(withChoices(option.help, choicesOf(option), option.default)),
  ]);
}

function withChoices(help: string, choices: readonly string[] | null, preset: string | undefined): string {
  const facts = [
    ...(choices === null ? [] : [`one of ${choices.join(', ')}`]),
    ...(preset === undefined ? [] : [`default ${preset}`]),
  ];
  return facts.length === 0 ? help : `${help} (${facts.join('; ')})`;
}

/** A line of text, which no macro starts. */
function line(text: string): string {
  const escaped = roff(text);
  return /^[.']/.test(escaped) ? `\\&${escaped}` : escaped;
}

/** Text in roff: its own characters escaped, others than ASCII by number. */
function roff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/[^\x20-\x7e]/gu, (character) => {
      return `\\[u${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}]`;
    });
}
