import { remembered } from '../../core/remembered.js';
import { foldProcessors } from './fold-processors.js';
import { mentionsIn, models, wordSize } from './processor-mentions.js';

/** Processors that an executable's header can name; what {@link FileFacts} carries. */
export type Platform = 'x86' | 'x64' | 'IA-64' | 'ARM64' | 'ARM';

const spellings: Readonly<Record<string, Platform>> = {
  x86: 'x86',
  ix86: 'x86',
  i386: 'x86',
  i486: 'x86',
  i586: 'x86',
  i686: 'x86',
  ia32: 'x86',
  intel: 'x86',
  win32: 'x86',
  wow64: 'x86',
  x32: 'x86',
  '80286': 'x86',
  '80386': 'x86',
  '80486': 'x86',
  '80586': 'x86',
  '80x86': 'x86',
  pentium: 'x86',
  celeron: 'x86',
  thirtytwo: 'x86',
  '32b': 'x86',
  '32de': 'x86',
  '32': 'x86',
  x64: 'x64',
  win64: 'x64',
  '64b': 'x64',
  '64de': 'x64',
  '64': 'x64',
  sixtyfour: 'x64',
  opteron: 'x64',
  turion: 'x64',
  athlon64: 'x64',
  x8664: 'x64',
  amd64: 'x64',
  em64t: 'x64',
  intel64: 'x64',
  ia64: 'IA-64',
  itanium: 'IA-64',
  arm64: 'ARM64',
  aarch64: 'ARM64',
  arm: 'ARM',
  arm32: 'ARM',
  armnt: 'ARM',
  armv7: 'ARM',
};

/** Normalises a platform to one spelling; null for text that names no processor, or none that is known (`N/A`, `SP2`, `SPARC`). */
export function canonicalPlatform(text: string | null): Platform | null {
  if (text === null) return null;
  // Sizes and times are asked for too; of these, only the numbers of processors are known.
  if (hasNoLetter.test(text)) return exactPlatform(text);
  return knownPlatform(text);
}

const hasNoLetter = /^[\x20-\x40]*$/;

function readPlatform(text: string): Platform | null {
  const own = exactPlatform(text);
  // Words in other letters than those of processors may exclude it.
  if (own !== null && (isAscii(text) || !isExcluding(text))) return own;
  const [one, other] = new Set(processorsIn(text));
  return other === undefined ? (one ?? null) : null;
}

/** The texts of a table are few, and each is asked for with every file. */
const knownPlatform = remembered(readPlatform, { most: 1000 });

/** The processor that a text is, and nothing else. */
function exactPlatform(text: string): Platform | null {
  const key = keyOf(text)
    // `64-bit`, `x64-based systems`, `IA 64 bit processors`
    .replace(/(?:based)?(?:versions?|systems?|computers?|machines?|processors?|editions?)?$/, '')
    .replace(/(?:bits?|based)$/, '');
  return Object.hasOwn(spellings, key) ? spellings[key]! : null;
}

const mention = new RegExp(
  `${models}|x[-_]?86[-_ ]?64|x[-_ ]?64|x[-_ ]?86|ia[- ]?64|ia[- ]?32|i[3-6]86|amd64|em64t|arm64ec|arm64|aarch64|armv\\d|arm(?![a-z])|itanium|wow64|win64|win32|${wordSize}|alpha|sparc|risc`,
  'gu',
);

/** The processors that a text names among other words (`Windows x64`); null for each that is not known, or excluded. */
function processorsIn(text: string): (Platform | null)[] {
  const { named, excluded } = mentionsIn(foldProcessors(text), mention);
  // `not x64` says too little to be compared.
  return named.length === 0 && excluded.length > 0 ? [null] : named.map(exactPlatform);
}

const isAscii = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);

const isExcluding = (text: string): boolean => mentionsIn(foldProcessors(text), mention).excluded.length > 0;

/** Texts in a column of platforms that are about no processor, without what is neither letter nor digit. */
const noProcessor: ReadonlySet<string> = new Set([
  '',
  'na',
  'none',
  'any',
  'all',
  'both',
  'neutral',
  'anycpu',
  'msil',
  'il',
  'notapplicable',
]);
/** Those that mean code for every processor, which is in no executable for one with 64 bits. */
const managed: ReadonlySet<string> = new Set(['anycpu', 'msil', 'il']);

/** Whether a text in a column of platforms is about another kind of file than one for this processor. */
export function isOtherKindOfCode(text: string | null, actual: string | null): boolean {
  if (text === null || !managed.has(keyOf(text))) return false;
  const found = canonicalPlatform(actual);
  return found !== null && found !== 'x86';
}

const keyOf = (text: string): string => foldProcessors(text).replace(/[^a-z0-9]/g, '');

/** Releases, which some tables have there. */
const release = /^(?:windows|win|osr|sp\d|rtm|servicepack|gdr|ldr|qfe|server|vista|xp|nt|r\d)/;

/** Whether a text in a column of platforms may mean a processor that is not known. Names of processors are ASCII. */
export function isUnknownProcessor(text: string | null): boolean {
  if (text === null || canonicalPlatform(text) !== null) return false;
  if (processorsIn(text).length > 0) return true;
  const key = keyOf(text);
  return !noProcessor.has(key) && !release.test(key);
}

/** The platform that a folder on the way to a file is named for (`bin/x64/a.dll`); the nearest folder counts. */
export function platformOfPath(path: string): Platform | null {
  const folders = path.split(/[\\/]/).slice(0, -1);
  for (let i = folders.length - 1; i >= 0; i--) {
    const folder = folders[i]!;
    // A number alone says too little outside of a column of platforms.
    const platform = /^\d+$/.test(folder) ? null : exactPlatform(folder);
    if (platform) return platform;
  }
  return null;
}
