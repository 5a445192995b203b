import { existsSync } from 'node:fs';
import { HotfixkitError, type Warning } from '../core/errors.js';
import { plural } from '../core/plural.js';
import { isPattern, type MatchOptions, matchPaths } from '../node/match-paths.js';
import { localPath } from '../node/user-path.js';
import type { CommandDefinition, Takes } from './definition.js';

type Values = Readonly<Record<string, unknown>>;

/** Names that an error lists. */
const SHOWN = 5;
/** A name may have `!` in it; more than so many in a word are not tried. */
const MARKS = 16;

/** A part of a word that is a pattern of paths, and what follows it: `!inner.msi`, `#transform`. */
interface Candidate {
  pattern: string;
  behind: string;
}

/**
 * Replaces patterns by the paths that fit, in arguments that take paths and in options that take several: cmd.exe and
 * PowerShell leave `*.msi` to the program, and so does a shell for what is quoted. A path that exists is no pattern.
 *
 * Throws `FILE_NOT_FOUND` where nothing fits, `USAGE` where several fit and one is wanted.
 */
export async function expandArguments<Args extends Values, Options extends Values>(
  definition: CommandDefinition,
  args: Args,
  options: Options,
  signal?: AbortSignal,
): Promise<{ args: Args; options: Options; warnings: Warning[] }> {
  const warnings: Warning[] = [];
  const found = { args, options, warnings };
  if (definition.passThrough) return found;
  const match = { signal, onError: (error: HotfixkitError) => warnings.push(warningOf(error)) };
  for (const [name, argument] of Object.entries(definition.arguments)) {
    if (argument.ownPatterns) continue;
    const how = { ...match, folders: argument.takes === 'folder' };
    const value = await expandValue(args[name], argument.takes, definition.name, how);
    if (value !== args[name]) found.args = { ...found.args, [name]: value };
  }
  for (const [name, option] of Object.entries(definition.options)) {
    if (!option.repeats) continue;
    const how = { ...match, folders: option.takes === 'folder' };
    const value = await expandValue(options[name], option.takes, definition.name, how);
    if (value !== options[name]) found.options = { ...found.options, [name]: value };
  }
  return found;
}

async function expandValue(
  value: unknown,
  takes: Takes | undefined,
  command: string,
  options: MatchOptions,
): Promise<unknown> {
  if (takes !== 'file' && takes !== 'folder') return value;
  if (typeof value === 'string') {
    if (!isMeantAsPattern(value)) return value;
    const [only, ...others] = await expandWord(value, options);
    if (others.length === 0) return only;
    throw severalFit(value, [only!, ...others], command);
  }
  if (!Array.isArray(value) || !value.some(isMeantAsPattern)) return value;
  const paths = new Set<string>();
  for (const word of value as readonly string[]) {
    if (!isMeantAsPattern(word)) paths.add(word);
    else for (const path of await expandWord(word, options)) paths.add(path);
  }
  return [...paths];
}

function isMeantAsPattern(word: string): boolean {
  if (!isPattern(word) || /^[a-z]{2,}:\/\//i.test(word)) return false;
  return !candidatesOf(word).some(({ pattern }) => existsSync(localPath(pattern)));
}

async function expandWord(word: string, options: MatchOptions): Promise<string[]> {
  const candidates = candidatesOf(word).filter(({ pattern }) => isPattern(pattern));
  let missing: unknown = null;
  for (const { pattern, behind } of candidates) {
    try {
      const paths = await matchPaths(pattern, options);
      if (paths.length > 0) return paths.map((path) => path + behind);
    } catch (error) {
      if (!(error instanceof HotfixkitError) || error.code !== 'FILE_NOT_FOUND') throw error;
      missing ??= error;
    }
  }
  if (missing !== null) throw missing;
  // Braces and brackets are in many names; a path with them may be mistyped, and no pattern.
  const message = /[*?]/.test(word)
    ? `no ${options.folders ? 'folder' : 'file'} matches this pattern`
    : 'there is no such file or folder, and none that matches it as a pattern';
  throw new HotfixkitError('FILE_NOT_FOUND', message, { file: word });
}

/** The word itself, and what comes before `!` or `#`, which lead into a file. */
function candidatesOf(word: string): Candidate[] {
  const candidates = [{ pattern: word, behind: '' }];
  // In [!a] it is part of the pattern.
  const marks = [...word.matchAll(/(?<!\[)!/g)].slice(0, MARKS).map(({ index }) => index);
  for (const at of [...marks, word.lastIndexOf('#')]) {
    if (at > 0) candidates.push({ pattern: word.slice(0, at), behind: word.slice(at) });
  }
  return candidates;
}

function severalFit(word: string, paths: readonly string[], command: string): HotfixkitError {
  const more = paths.length > SHOWN ? ', …' : '';
  return new HotfixkitError(
    'USAGE',
    `${command} takes one path here, and this pattern matches ${plural(paths.length, 'path')}: ${paths.slice(0, SHOWN).join(', ')}${more}; name one of them`,
    { file: word },
  );
}

function warningOf({ code, message, facts }: HotfixkitError): Warning {
  return { ...facts, code, message };
}
