import { HotfixkitError } from '../../core/errors.js';
import { type CommandWord, isPropertyName, shorten } from './command-words.js';
import type { VerbUse } from './msiexec-command.js';
import { looksLikeSwitch, readSwitch } from './msiexec-switches.js';

/** An error for exit code 1639: what is wrong, what was found, what to type. */
export function refuse(message: string, found: string, expected: string): HotfixkitError {
  return new HotfixkitError('MSIEXEC_COMMAND_LINE', message, { found: shorten(found), expected });
}

/** Options of other installers that people try. */
const otherInstallers: ReadonlyMap<string, string> = new Map([
  ['install', '/i package.msi'],
  ['admin', '/a package.msi'],
  ['administrative', '/a package.msi'],
  ['remove', '/x package.msi'],
  ['repair', '/f package.msi'],
  ['patch', '/p patch.msp'],
  ['silent', '/quiet'],
  ['s', '/quiet'],
  ['verbose', '/l*v install.log'],
  ['targetdir', 'TARGETDIR=folder'],
]);

/** Explains why a word is neither an option, an argument nor a property at its place. */
export function explainStrayWord(
  word: CommandWord,
  before: { name: string; value: string } | null,
  verbs: readonly VerbUse[],
): HotfixkitError {
  const { text } = word;
  const name = word.assignment?.name ?? null;
  const [, flag] = /^(--[a-z][a-z-]{2,})(?:=|$)/.exec(text) ?? [];
  if (flag !== undefined && !readSwitch(`/${flag.slice(2)}`) && !otherInstallers.has(flag.slice(2))) {
    return refuse(
      `msiexec has no option ${flag}; options of hotfixkit stand before those of msiexec`,
      text,
      `${flag}, with its value if it takes one, in front of the first option of msiexec: hotfixkit msiexec ${flag} ... /a package.msi`,
    );
  }
  if (name === '') return refuse('there is an = without the name of a property', text, 'PROPERTY=value');
  if (name !== null && isPropertyName(name.slice(1)) && looksLikeSwitch(name)) {
    return refuse(
      'a property takes neither slash nor hyphen',
      text,
      `${name.slice(1)}=${word.assignment!.value}`,
    );
  }
  if (name !== null) {
    return refuse(
      `${JSON.stringify(shorten(name))} is not the name of a property`,
      text,
      'letters, digits, _ and . before the =',
    );
  }
  if (looksLikeSwitch(text)) {
    const bare = text.slice(1).replace(/^-/, '').toLowerCase();
    const hint = readSwitch(`/${bare}`) ? `/${bare}` : otherInstallers.get(bare);
    return refuse(
      `there is no option ${shorten(text)}`,
      text,
      hint ?? 'an option of msiexec: /a, /p, /l*v, /qn ...',
    );
  }
  const named = verbs.find(({ argument }) => argument !== null);
  if (/\.ms[ip]$/i.test(text) && (named || verbs.length > 0)) {
    return refuse(
      `${shorten(text)} is a second package after ${named?.argument ?? 'another one'}: one command takes one package`,
      text,
      /\.msp$/i.test(text)
        ? 'one list of patches: /p first.msp;second.msp'
        : 'one package, with quotes if its path has blanks',
    );
  }
  if (/\.msp$/i.test(text)) return refuse('a patch needs an option before it', text, `/p ${text}`);
  const [, attached] = /^[/-]a((?:[a-z]:|\\\\).+)$/i.exec(text) ?? [];
  if (attached !== undefined) return refuse('a blank is missing behind /a', text, `/a ${attached}`);
  if (/\.msi$/i.test(text)) return refuse('a package needs an option before it', text, `/a ${text}`);
  const advice = before
    ? `quotes, if it belongs to ${before.name}: ${before.name}="${shorten(`${before.value} ${text}`)}"`
    : 'an option, or PROPERTY=value; quotes around what has blanks in it';
  return refuse(`${JSON.stringify(shorten(text))} is neither an option nor a property`, text, advice);
}
