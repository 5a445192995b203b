import {
  type CommandDefinition,
  defineOptions,
  type OptionDefinition,
  type OptionDefinitions,
  type OptionValues,
} from '../definition.js';

/** Of what opens packages whose files may lie elsewhere. */
export const sourceDirOption = defineOptions({
  sourceDir: {
    group: 'Opening packages',
    takes: 'folder',
    value: 'dir',
    repeats: true,
    help: 'folder with cabinets and loose files that are not beside the package; may be repeated',
  },
});

/** Options of every command that opens a package. */
export const packageOptions = defineOptions({
  strict: { group: 'Opening packages', help: 'treat recoverable flaws as errors' },
  codepage: {
    group: 'Opening packages',
    takes: 'number',
    value: 'number',
    help: 'Windows code page for names and strings',
  },
  password: {
    group: 'Opening packages',
    takes: 'text',
    value: 'text',
    help: 'password of an encrypted zip archive (or set HOTFIXKIT_PASSWORD)',
  },
  maxDepth: {
    group: 'Opening packages',
    takes: 'number',
    value: 'number',
    help: 'most containers within each other (default 8)',
  },
  maxEntries: {
    group: 'Opening packages',
    takes: 'number',
    value: 'number',
    help: 'most files in all containers together (default 100000)',
  },
  maxRatio: {
    group: 'Opening packages',
    takes: 'number',
    value: 'number',
    help: 'largest unpacked size, as a multiple of the packed size (default 250)',
  },
  maxSize: {
    group: 'Opening packages',
    takes: 'text',
    value: 'bytes',
    help: 'largest unpacked size: 500M, 16G (default 16G)',
  },
  ...sourceDirOption,
  renameUnsafe: {
    group: 'Opening packages',
    help: 'change unsafe and duplicate names in containers instead of refusing them',
  },
});
export type PackageOptions = OptionValues<typeof packageOptions>;

/** Of commands that show what a patch or transform does. */
export const baseOption = defineOptions({
  base: {
    takes: 'file',
    value: 'package',
    help: 'the package that a patch or transform is for; shows old values',
  },
});
export type BaseOption = OptionValues<typeof baseOption>;

/** Of commands that show a product as patches and transforms would leave it. */
export const withOption = defineOptions({
  with: {
    takes: 'file',
    value: 'file',
    repeats: true,
    help: 'a patch or transform to apply first, without writing anything; `:1031` is one in the package itself; may be repeated',
  },
});

/** Of commands that print what people would redirect to a file. */
export const outputOption = defineOptions({
  output: {
    short: 'o',
    takes: 'file',
    writes: true,
    answers: true,
    value: 'file',
    help: 'write the answer to a file, as UTF-8, instead of printing it',
  },
});

/** The same of commands whose `-o` is something else. */
export const answerOption = defineOptions({
  answer: {
    takes: 'file',
    writes: true,
    answers: true,
    value: 'file',
    help: 'write what would be printed to a file, as UTF-8',
  },
});

/** Formats of an answer that is evidence of what was found; see `answerInFormat`. */
const evidenceFormats = ['text', 'json', 'junit', 'markdown', 'html', 'csv', 'sha256', 'github'] as const;

/** Of commands whose answer is evidence. */
export const formatOption = defineOptions({
  format: {
    takes: evidenceFormats,
    value: 'format',
    help: 'format of the answer (default text; json with --json)',
  },
});

/** Of commands that may add digests. */
export const hashOption = defineOptions({
  hash: { help: 'add the SHA-256 of every file; writes nothing' },
});

/** Which published table to check against. */
export const manifestOptions = defineOptions({
  kb: { takes: 'text', value: 'number', help: 'number of a built-in article, e.g. 977203' },
  manifest: {
    takes: 'file',
    value: 'path',
    help: 'a manifest or article of your own, or a folder of them (--kb selects one, or says the number)',
  },
  product: {
    takes: 'text',
    value: 'text',
    help: 'file table to use, e.g. SP2 (default: the one that fits the files)',
  },
});
export type ManifestOptions = Pick<OptionValues<typeof manifestOptions>, 'kb' | 'manifest'>;

/** What an article may leave open; of commands that stage. */
export const stagingRuleOptions = defineOptions({
  clientPatch: {
    group: 'What the article does not say',
    takes: 'text',
    value: 'file',
    help: 'the file of the package that is the client patch (.msp)',
  },
  hotfixFolder: {
    group: 'What the article does not say',
    takes: 'text',
    value: 'folder',
    help: 'its folder in the client installation files, e.g. i386\\hotfix\\KB900001',
  },
  utility: {
    group: 'What the article does not say',
    takes: 'text',
    value: 'file',
    help: 'the file of the package that is to run on clients (.exe), or none',
  },
  utilityCommand: {
    group: 'What the article does not say',
    takes: 'text',
    value: 'command',
    help: 'its command line (default: its name alone)',
  },
});
export type StagingRuleOptions = OptionValues<typeof stagingRuleOptions>;

/** What signatures are judged by: of all commands that look at signatures. */
export const signatureOptions = defineOptions({
  trust: {
    group: 'Signatures',
    takes: 'file',
    value: 'file',
    repeats: true,
    help: 'certificates (PEM or DER) to trust beside the roots of Microsoft; may be repeated',
  },
  trustSystem: {
    group: 'Signatures',
    help: 'trust the certificates that the system trusts too; most are meant for web sites',
  },
  catalog: {
    group: 'Signatures',
    takes: 'file',
    value: 'file',
    repeats: true,
    help: 'a catalogue (.cat) that signs files which carry no signature; may be repeated',
  },
  crl: {
    group: 'Signatures',
    takes: 'file',
    value: 'file',
    repeats: true,
    help: 'revocation lists (PEM or DER) to look certificates up in; may be repeated',
  },
  signedBy: {
    group: 'Signatures',
    takes: 'text',
    value: 'name',
    help: 'demand this signer: its whole CN or O, e.g. "Microsoft Corporation"',
  },
  at: {
    group: 'Signatures',
    takes: 'text',
    value: 'time',
    help: 'judge signatures without a timestamp by this time, e.g. 2026-01-31 (default: now)',
  },
});
export type SignatureOptionValues = OptionValues<typeof signatureOptions>;

/** Of commands that may demand signatures. Their own --strict is meant for signatures too. */
export const signedOptions = defineOptions({
  signed: {
    group: 'Signatures',
    help: 'demand a valid signature; the options below say what is valid',
  },
  ...signatureOptions,
});
export type SignedOptionValues = OptionValues<typeof signedOptions>;

/** Demands more of a signature; of commands whose `--strict` is not about opening packages. */
export const strictOption = defineOptions({
  strict: { group: 'Signatures', help: 'refuse MD5, SHA-1 and data that no signature covers' },
});

/** Of commands that write files. The option alone means `always`. */
export const overwriteOption = defineOptions({
  overwrite: {
    takes: ['never', 'always'],
    value: 'when',
    default: 'never',
    alone: 'always',
    help: 'replace files that exist and differ; alone it means always',
  },
});

/** What the lines to type next depend on. */
export const lineOptions = defineOptions({
  packageId: { takes: 'text', value: 'id', help: 'ID of the ConfigMgr client package, e.g. ABC00001' },
  cacheDrive: {
    takes: 'text',
    value: 'letter',
    help: 'drive of the task sequence cache (_SMSTaskSequence; default C)',
  },
  clientPath: {
    takes: 'text',
    value: 'path',
    help: 'folder that clients use instead of the cache, e.g. \\\\server\\share\\Client',
  },
  withPatch: {
    takes: 'text',
    value: 'path',
    repeats: true,
    help: 'one more patch for the same PATCH line: a file in the client source, or a full Windows path; may be repeated',
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
  config: {
    group: 'Every command',
    takes: 'file',
    value: 'file',
    help: 'settings (default: hotfixkit.config.json in this folder or one above it)',
  },
  maxTime: {
    group: 'Every command',
    takes: 'text',
    value: 'seconds',
    help: 'end a run that makes no progress for this long (default 60)',
  },
  maxMemory: {
    group: 'Every command',
    takes: 'text',
    value: 'MB',
    help: 'most memory for a run (default 1536, at most half of this machine’s)',
  },
  json: { group: 'Every command', help: 'print one JSON document and nothing else' },
  quiet: { group: 'Every command', short: 'q', help: 'print errors only' },
  verbose: { group: 'Every command', help: 'show all warnings, and the stack of an error' },
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
