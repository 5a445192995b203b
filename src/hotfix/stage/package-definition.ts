import { HotfixkitError } from '../../core/errors.js';

/** Longest values, by key; from "About Package Definition Files" (ConfigMgr 2007 SDK). */
const limits = {
  Name: 50,
  Version: 32,
  Publisher: 32,
  Language: 32,
  Comment: 127,
  CommandLine: 127,
  StartIn: 127,
} as const;

/** A program of a package. Omitted values get the console's defaults. */
export interface ProgramDefinition {
  /** At most 50 characters; also names the section, so no comma and no bracket. */
  name: string;
  /** At most 127 characters. */
  comment?: string;
  /** At most 127 characters, relative to the package source. */
  commandLine: string;
  /** At most 127 characters. */
  startIn?: string;
  run?: 'Normal' | 'Minimized' | 'Maximized' | 'Hidden';
  afterRunning?: 'SMSRestart' | 'ProgramRestart' | 'SMSLogoff';
  canRunWhen?: 'UserLoggedOn' | 'NoUserLoggedOn' | 'AnyUserStatus';
  userInputRequired?: boolean;
  adminRightsRequired?: boolean;
}

export interface PackageDefinition {
  /** At most 50 characters. */
  name: string;
  /** At most 32 characters. */
  version?: string;
  /** At most 32 characters. */
  publisher: string;
  /** At most 32 characters. */
  language: string;
  /** At most 127 characters. */
  comment?: string;
  programs: ProgramDefinition[];
}

/**
 * A package definition file (`.sms`) for ConfigMgr 2007: an .ini file in ASCII with CR LF, sections `[PDF]`,
 * `[Package Definition]` and one a program.
 *
 * Throws `STAGE_BAD_DEFINITION` where a value is over its limit, is not plain ASCII on one line, or where a program
 * that runs without a user asks for one (the console would silently correct that).
 */
export function writePackageDefinition(definition: PackageDefinition): Uint8Array {
  const { name, version, publisher, language, comment, programs } = definition;
  const names = programs.map((program) => program.name);
  if (names.length === 0) throw refused('a package definition needs a program', 'Programs');
  if (new Set(names.map((one) => one.toLowerCase())).size < names.length) {
    throw refused('two programs have the same name', 'Programs', names.join(', '));
  }
  const lines = [
    '[PDF]',
    'Version=2.0',
    '',
    '[Package Definition]',
    ...entry('Name', name),
    ...entry('Version', version),
    ...entry('Publisher', publisher),
    ...entry('Language', language),
    ...entry('Comment', comment),
    `Programs=${names.join(', ')}`,
    ...programs.flatMap(programLines),
    '',
  ];
  return new TextEncoder().encode(lines.join('\r\n'));
}

function programLines(program: ProgramDefinition): string[] {
  const reserved = /^(pdf|package definition)$/i.test(program.name);
  if (reserved || /[,[\]=;]/.test(program.name)) {
    throw refused('a program cannot have this name', 'Name', program.name);
  }
  const unattended = program.canRunWhen !== undefined && program.canRunWhen !== 'UserLoggedOn';
  if (unattended && program.userInputRequired === true) {
    throw refused(
      'a program that runs without a user cannot ask for input',
      'UserInputRequired',
      program.name,
    );
  }
  if (unattended && program.adminRightsRequired === false) {
    throw refused(
      'a program that runs without a user has administrative rights',
      'AdminRightsRequired',
      program.name,
    );
  }
  return [
    '',
    `[${program.name}]`,
    ...entry('Name', program.name),
    ...entry('Comment', program.comment),
    ...entry('CommandLine', program.commandLine),
    ...entry('StartIn', program.startIn),
    // Without a Run value the window is normal.
    ...(program.run === undefined || program.run === 'Normal' ? [] : [`Run=${program.run}`]),
    ...(program.afterRunning === undefined ? [] : [`AfterRunning=${program.afterRunning}`]),
    ...(program.canRunWhen === undefined ? [] : [`CanRunWhen=${program.canRunWhen}`]),
    ...yesNo('UserInputRequired', unattended ? false : program.userInputRequired),
    ...yesNo('AdminRightsRequired', unattended ? true : program.adminRightsRequired),
  ];
}

function entry(key: keyof typeof limits, value: string | undefined): string[] {
  if (value === undefined) return [];
  if (value.trim() === '') throw refused('a value is empty', key);
  if (!/^[\x20-\x7e]+$/.test(value)) throw refused('a value is not plain ASCII on one line', key, value);
  if (value.length > limits[key]) {
    throw refused(`a value is longer than ConfigMgr takes (${limits[key]} characters)`, key, value);
  }
  return [`${key}=${value}`];
}

function yesNo(key: string, value: boolean | undefined): string[] {
  return value === undefined ? [] : [`${key}=${value ? 'True' : 'False'}`];
}

function refused(message: string, key: string, found?: string): HotfixkitError {
  return new HotfixkitError('STAGE_BAD_DEFINITION', message, {
    structure: key,
    ...(found !== undefined && { found }),
  });
}
