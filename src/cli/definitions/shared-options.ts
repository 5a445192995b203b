import {
  type CommandDefinition,
  defineOptions,
  type OptionDefinition,
  type OptionDefinitions,
  type OptionValues,
} from '../definition.js';

/** Options of every command that opens a package. */
export const packageOptions = defineOptions({
  strict: { group: 'Opening packages', help: 'refuse what a reader may forgive' },
  codepage: {
    group: 'Opening packages',
    takes: 'number',
    value: 'number',
    help: 'read names and strings with this Windows code page',
  },
  password: {
    group: 'Opening packages',
    takes: 'text',
    value: 'text',
    help: 'of an encrypted zip archive (or the variable HOTFIXKIT_PASSWORD)',
  },
  maxDepth: {
    group: 'Opening packages',
    takes: 'number',
    value: 'number',
    help: 'containers within each other (default 8)',
  },
  maxEntries: {
    group: 'Opening packages',
    takes: 'number',
    value: 'number',
    help: 'files in all containers together (default 100000)',
  },
  maxRatio: {
    group: 'Opening packages',
    takes: 'number',
    value: 'number',
    help: 'times its size that a file may unpack to (default 250)',
  },
  maxSize: {
    group: 'Opening packages',
    takes: 'text',
    value: 'bytes',
    help: 'that a container may unpack to; 500M, 16G (default 16G)',
  },
  renameUnsafe: {
    group: 'Opening packages',
    help: 'alter unsafe and double names in containers, do not refuse them',
  },
});
export type PackageOptions = OptionValues<typeof packageOptions>;

/** Of commands that show what a patch or transform does. */
export const baseOption = defineOptions({
  base: {
    takes: 'file',
    value: 'package',
    help: 'the package that a patch or transform is for: old values, other columns',
  },
});
export type BaseOption = OptionValues<typeof baseOption>;

/** Which published table to check against. */
export const manifestOptions = defineOptions({
  kb: { takes: 'text', value: 'number', help: 'an article of the catalogue, e.g. 977203' },
  manifest: {
    takes: 'file',
    value: 'path',
    help: 'a manifest of your own, the article itself, or a folder of them (--kb says which)',
  },
  product: {
    takes: 'text',
    value: 'text',
    help: 'which file table, e.g. SP2; found from the files where it is not given',
  },
});
export type ManifestOptions = Pick<OptionValues<typeof manifestOptions>, 'kb' | 'manifest'>;

/** What the lines to type next depend on. */
export const lineOptions = defineOptions({
  packageId: { takes: 'text', value: 'id', help: 'ID of the ConfigMgr client package, e.g. ABC00001' },
  cacheDrive: {
    takes: 'text',
    value: 'letter',
    help: 'drive of the task sequence cache (_SMSTaskSequence); C where not given',
  },
  clientPath: {
    takes: 'text',
    value: 'path',
    help: 'folder that clients reach, e.g. \\\\server\\share\\Client, in place of the cache',
  },
  withPatch: {
    takes: 'text',
    value: 'path',
    repeats: true,
    help: 'one more patch for the same PATCH line; may be repeated',
  },
  clientProperty: {
    takes: 'text',
    value: 'name=value',
    repeats: true,
    help: 'one more client installation property, e.g. FSP=server01; may be repeated',
  },
});
export type LineOptionValues = OptionValues<typeof lineOptions>;

const flush = {
  takes: ['auto', 'always', 'never'],
  value: 'when',
  help: 'flush files to disk before the files they replace are deleted; auto: only if some are replaced',
} as const;

/** For commands that may write many files at once. */
export const flushOption = defineOptions({ flush: { ...flush, default: 'auto' } });

/** For commands after which what they wrote is put to use. */
export const safeFlushOption = defineOptions({ flush: { ...flush, default: 'always' } });

/** Options of every command. */
export const everyCommand = defineOptions({
  maxTime: {
    group: 'Every command',
    takes: 'text',
    value: 'seconds',
    help: 'end a run that gets nowhere for so long (default 60)',
  },
  maxMemory: {
    group: 'Every command',
    takes: 'text',
    value: 'MB',
    help: 'memory that a run may take (default 1536, at most half of what there is)',
  },
  json: { group: 'Every command', help: 'one JSON document on stdout, nothing else there' },
  quiet: { group: 'Every command', short: 'q', help: 'no notes, no warnings, no progress' },
  verbose: { group: 'Every command', help: 'every warning, and the stack of an error' },
  noColor: { group: 'Every command', help: 'no colours' },
});

/** Flags that print and end. */
export const endingFlags = defineOptions({
  version: { group: 'Every command', short: 'V', help: 'print the version' },
  help: { group: 'Every command', short: 'h', help: 'print this help' },
});

/**
 * The options of every command as one of them has them. Letters of a command that passes its arguments through belong
 * to another program, but for `-h`.
 */
export function optionsOfEvery({ passThrough }: CommandDefinition): {
  own: Readonly<Record<keyof typeof everyCommand, OptionDefinition>>;
  ending: Readonly<Record<keyof typeof endingFlags, OptionDefinition>>;
} {
  if (!passThrough) return { own: everyCommand, ending: endingFlags };
  const { quiet, ...others } = everyCommand;
  return {
    own: { ...others, quiet: { group: quiet.group, help: quiet.help } },
    ending: {
      version: { group: endingFlags.version.group, help: endingFlags.version.help },
      help: endingFlags.help,
    },
  };
}

/** All options that a command takes, in the order of its help. */
export function allOptions(definition: CommandDefinition): OptionDefinitions {
  const { own, ending } = optionsOfEvery(definition);
  return { ...definition.options, ...own, ...ending };
}
