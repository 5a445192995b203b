import {
  argumentWords,
  type CommandWord,
  isPropertyName,
  readAssignment,
  splitCommandWords,
  splitList,
} from './command-words.js';
import type { CommandDraft, MsiexecCommand } from './msiexec-command.js';
import { parseLogFlags } from './msiexec-log-options.js';
import { isMsiexecProgram } from './msiexec-program.js';
import { explainStrayWord, refuse } from './msiexec-refusals.js';
import { isLonePrefix, type MsiexecSwitch, readAttachedSwitch, readSwitch } from './msiexec-switches.js';
import { defaultUiOptions, type MsiexecUiOptions, parseUiLetters } from './msiexec-ui-options.js';
import { resolveVerb } from './msiexec-verb.js';

/**
 * Parses a command line as typed on Windows (win32 docs, Msi/command-line-options and
 * Msi/standard-installer-command-line-options): options in any case with slash or hyphen, `PROPERTY=value` with blanks
 * around the sign, quotes as msiexec reads them. A leading `msiexec`, with or without folder and `.exe`, is skipped.
 * Environment variables (`%TEMP%`) are left alone: expanding them is the shell's business.
 *
 * Throws `MSIEXEC_COMMAND_LINE` (exit code 1639).
 *
 * @example
 * import { parseMsiexecCommandLine } from 'hotfixkit/msiexec';
 *
 * const command = parseMsiexecCommandLine('msiexec /a hotfix.msi /qn TARGETDIR="C:\\Image"');
 * console.log(command.verb, command.properties);
 */
export function parseMsiexecCommandLine(commandLine: string): MsiexecCommand {
  return parseWords(splitCommandWords(commandLine));
}

/**
 * The same for arguments that a shell has split: an argument with blanks is one value, an argument that an option takes
 * is taken as it is, though it may begin with a slash. A whole command line as the only argument is split too.
 */
export function parseMsiexecArguments(argv: readonly string[]): MsiexecCommand {
  const whole = wholeCommandLine(argv);
  return whole === null ? parseWords(argumentWords(argv)) : parseMsiexecCommandLine(whole);
}

/** The whole command line, if it is the only argument; null for arguments that a shell has split. */
export function wholeCommandLine(argv: readonly string[]): string | null {
  const only = argv.length === 1 ? argv[0]! : '';
  const [first, ...others] = only.trim().split(/\s+/, 2);
  return others.length > 0 && (isMsiexecProgram(first!) || readSwitch(first!) !== null) ? only : null;
}

const isSwitch = (text: string): boolean => readSwitch(text) !== null;

function parseWords(words: readonly CommandWord[]): MsiexecCommand {
  const draft: CommandDraft = {
    verbs: [],
    properties: new Map(),
    transforms: [],
    ui: { ...defaultUiOptions },
    log: null,
    restart: null,
    language: null,
    newInstance: false,
    instance: null,
    mif: null,
  };
  let index = words.length > 0 && isMsiexecProgram(words[0]!.text) ? 1 : 0;
  const nothing = index === words.length;
  let lastProperty: { name: string; value: string } | null = null;
  while (index < words.length) {
    const word = words[index]!;
    const found = readSwitchAt(words, index);
    if (found) {
      index = found.next;
      let argument = found.option.attached;
      if (found.option.takes !== null && argument === null) {
        argument = takeArgument(words, index, found.option);
        index++;
      }
      applySwitch(draft, found.option, argument);
      continue;
    }
    const assignment = readAssignment(words, index, isSwitch);
    if (assignment && isPropertyName(assignment.name)) {
      lastProperty = { name: assignment.name, value: assignment.value };
      // If a property is set twice, the last value counts; the behaviour of msiexec is not documented.
      draft.properties.set(assignment.name.toUpperCase(), assignment.value);
      index = assignment.next;
    } else if (word.text === '' && word.assignment === null) {
      index++; // an empty argument, as a shell makes of a variable that is not set
    } else {
      throw explainStrayWord(word, lastProperty, draft.verbs);
    }
  }
  return resolveVerb(draft, nothing);
}

/** The switch at `words[index]`, `/ quiet` in two words included, and where the words behind it begin. */
export function readSwitchAt(
  words: readonly CommandWord[],
  index: number,
): { option: MsiexecSwitch; next: number } | null {
  const { text } = words[index]!;
  const option = readSwitch(text) ?? readAttachedSwitch(text);
  if (option) return { option, next: index + 1 };
  // The documentation itself has "/ quiet".
  const follower = words[index + 1];
  if (!isLonePrefix(text) || !follower) return null;
  const joined = readSwitch(`/${follower.text}`);
  return joined && { option: joined, next: index + 2 };
}

/**
 * The word after an option. Two kinds of words are refused as mistakes: another option, and a property between the
 * option and its argument.
 */
function takeArgument(words: readonly CommandWord[], index: number, option: MsiexecSwitch): string {
  const word = words[index];
  const needs = `${option.spelling} needs ${option.takes} right after it`;
  if (!word || word.text === '') throw refuse(needs, word ? '""' : 'the end of the line', usageOf(option));
  if (!word.quoted && (isSwitch(word.text) || isLonePrefix(word.text))) {
    throw refuse(needs, word.text, usageOf(option));
  }
  const assignment = word.quoted ? null : readAssignment(words, index, isSwitch);
  if (assignment && isPropertyName(assignment.name) && !/\.ms[ip]$/i.test(word.text)) {
    throw refuse(
      `${needs}; a property cannot be between an option and its argument`,
      word.text,
      `${usageOf(option)} ${assignment.name}=...`,
    );
  }
  return word.text;
}

function usageOf(option: MsiexecSwitch): string {
  const examples: Partial<Record<MsiexecSwitch['name'], string>> = {
    administrative: 'package.msi',
    patch: 'first.msp;second.msp',
    log: 'install.log',
    transform: 'custom.mst',
    language: '1033',
    instance: '{product code}',
    mif: 'status',
    register: 'module.dll',
    unregister: 'module.dll',
  };
  return `${option.spelling} ${examples[option.name] ?? 'package.msi'}`;
}

function applySwitch(draft: CommandDraft, option: MsiexecSwitch, argument: string | null): void {
  switch (option.name) {
    case 'log':
      // As with /q, the last one counts.
      draft.log = { ...parseLogFlags(option.letters), file: argument! };
      return;
    case 'ui':
      draft.ui = readUi(option);
      return;
    case 'quiet':
      draft.ui = parseUiLetters('n')!;
      return;
    case 'passive':
      draft.ui = parseUiLetters('b!-')!;
      draft.properties.set('REBOOTPROMPT', 'S');
      return;
    case 'norestart':
      setRestart(draft, 'never', option.spelling);
      draft.properties.set('REBOOT', 'ReallySuppress');
      return;
    case 'forcerestart':
      setRestart(draft, 'always', option.spelling);
      draft.properties.set('REBOOT', 'Force');
      return;
    case 'promptrestart':
      setRestart(draft, 'prompt', option.spelling);
      draft.properties.set('REBOOTPROMPT', '');
      return;
    case 'transform':
      for (const one of splitList(argument!)) draft.transforms.push(one);
      return;
    case 'language':
      draft.language = readLanguage(argument!);
      return;
    case 'newInstance':
      draft.newInstance = true;
      return;
    case 'instance':
      draft.instance = argument;
      return;
    case 'mif':
      draft.mif = argument;
      return;
    default:
      draft.verbs.push({ name: option.name, spelling: option.spelling, letters: option.letters, argument });
  }
}

function readUi(option: MsiexecSwitch): MsiexecUiOptions {
  const ui = parseUiLetters(option.letters);
  if (ui) return ui;
  throw refuse(
    `${option.spelling} is not a level of the user interface`,
    option.spelling,
    '/qn, /qn+, /qb, /qb!, /qb+, /qb-, /qb+!, /qb-!, /qr or /qf',
  );
}

function readLanguage(text: string): number {
  const language = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (language <= 0xffff) return language;
  throw refuse('/g takes a language identifier', text, 'a decimal number such as /g 1033');
}

function setRestart(draft: CommandDraft, kind: 'never' | 'always' | 'prompt', spelling: string): void {
  if (draft.restart && draft.restart.kind !== kind) {
    throw refuse(
      `${draft.restart.spelling} and ${spelling} contradict each other`,
      spelling,
      `${draft.restart.spelling} or ${spelling}`,
    );
  }
  draft.restart = { kind, spelling };
}
