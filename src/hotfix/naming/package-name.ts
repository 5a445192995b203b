import { givenText } from '../../core/given-text.js';

/** A language as setup files name it: three letters of Windows. */
export interface NameLanguage {
  code: string;
  /** In English. */
  name: string;
  /** Windows language identifier; 0 for international. */
  identifier: number;
}

/**
 * The facts in the name of a hotfix file that follows the vendor's pattern. Facts that are not in the name are null.
 */
export interface PackageName {
  /** As spelled in the name: `SCCM2007`, `sccm2007ac`, `WindowsXP`. */
  product: string | null;
  /** In words, where it is known. */
  productName: string | null;
  /** `RTM`, `SP2`, `R2`, `SP1 CU2`. */
  servicePack: string | null;
  /** Number of the article. */
  kb: string | null;
  /** Number of the fix, which is not that of the article. */
  fix: string | null;
  language: NameLanguage | null;
  platform: 'x86' | 'x64' | 'IA-64' | 'ARM' | 'ARM64' | null;
}

const languages: Readonly<Record<string, readonly [string, number]>> = {
  ARA: ['Arabic', 1025],
  BGR: ['Bulgarian', 1026],
  CHS: ['Chinese (Simplified)', 2052],
  CHT: ['Chinese (Traditional)', 1028],
  CSY: ['Czech', 1029],
  DAN: ['Danish', 1030],
  DEU: ['German', 1031],
  ELL: ['Greek', 1032],
  ENU: ['English', 1033],
  ESN: ['Spanish', 3082],
  ESP: ['Spanish (traditional sort)', 1034],
  ETI: ['Estonian', 1061],
  FIN: ['Finnish', 1035],
  FRA: ['French', 1036],
  HEB: ['Hebrew', 1037],
  HRV: ['Croatian', 1050],
  HUN: ['Hungarian', 1038],
  INTL: ['international', 0],
  ITA: ['Italian', 1040],
  JPN: ['Japanese', 1041],
  KOR: ['Korean', 1042],
  LTH: ['Lithuanian', 1063],
  LVI: ['Latvian', 1062],
  NLD: ['Dutch', 1043],
  NOR: ['Norwegian', 1044],
  PLK: ['Polish', 1045],
  PTB: ['Portuguese (Brazil)', 1046],
  PTG: ['Portuguese', 2070],
  ROM: ['Romanian', 1048],
  RUS: ['Russian', 1049],
  SKY: ['Slovak', 1051],
  SLV: ['Slovenian', 1060],
  SVE: ['Swedish', 1053],
  THA: ['Thai', 1054],
  TRK: ['Turkish', 1055],
  UKR: ['Ukrainian', 1058],
  VIT: ['Vietnamese', 1066],
};

const platforms: Readonly<Record<string, NonNullable<PackageName['platform']>>> = {
  x86: 'x86',
  i386: 'x86',
  x64: 'x64',
  amd64: 'x64',
  ia64: 'IA-64',
  arm: 'ARM',
  arm64: 'ARM64',
};

/** UTF-16 units; no file system has longer names. */
const LONGEST_NAME = 1024;

/** Level of a product: `RTM`, `SP2`, `R2`, `CU1`. */
const level = /^(?:rtm|sp\d|r\d|cu\d+)$/i;
/** Suffixes of downloads: a version of the package, the hash of the update catalogue, `zip`. */
const ignored = /^(?:v\d+|zip|exe|express|[0-9a-f]{40})$/i;

const products: readonly (readonly [RegExp, (match: RegExpExecArray) => string])[] = [
  [
    /^sccm(20\d\d)(ac)?$/i,
    ([, year, client]) => `System Center Configuration Manager ${year}${client ? ', client' : ''}`,
  ],
  [
    /^configmgr(20\d\d)(ac)?$/i,
    ([, year, client]) => `Configuration Manager ${year}${client ? ', client' : ''}`,
  ],
  [
    /^sms(20\d\d)(ac)?$/i,
    ([, year, client]) => `Systems Management Server ${year}${client ? ', client' : ''}`,
  ],
  [
    /^windows(.+)$/i,
    ([, which]) => `Windows ${which!.replace(/^Server/i, 'Server ').replace(/\.Windows/gi, ' and ')}`,
  ],
];

/**
 * Reads a name such as `SCCM2007-SP2-KB977203-DEU.msi`, `sccm2007ac-sp2-kb977203-x86.msp`, `420401_ENU_i386_zip.exe` or
 * `WindowsXP-KB828035-x86-ENU.exe`. Null for a name that does not follow the pattern. Throws `USAGE` for anything but a string.
 *
 * @example
 * import { parsePackageName } from 'hotfixkit/article';
 *
 * console.log(parsePackageName('SCCM2007-SP2-KB977203-ENU.msi')?.language);
 */
export function parsePackageName(fileName: string): PackageName | null {
  const stem = stemOf(givenText(fileName, 'the name of a package'));
  if (stem === null) return null;
  const found: PackageName = {
    product: null,
    productName: null,
    servicePack: null,
    kb: null,
    fix: null,
    language: null,
    platform: null,
  };
  const levels: string[] = [];
  const words: string[] = [];
  for (const part of stem.split(/[-_]/)) {
    const key = part.toUpperCase();
    const language = Object.hasOwn(languages, key) ? languages[key] : undefined;
    const article = /^(?:kb|q)(\d{5,8})$/i.exec(part);
    if (article) found.kb ??= article[1]!;
    else if (level.test(part)) levels.push(key);
    else if (Object.hasOwn(platforms, part.toLowerCase())) found.platform ??= platforms[part.toLowerCase()]!;
    else if (language) found.language ??= { code: key, name: language[0], identifier: language[1] };
    else if (/^\d{5,7}$/.test(part) && words.length === 0) found.fix ??= part;
    else if (!ignored.test(part)) words.push(part);
  }
  // The pattern has one word, the product, before the rest.
  const isHotfix = found.kb !== null || (found.fix !== null && (found.language ?? found.platform) !== null);
  if (!isHotfix || words.length > 1) return null;
  found.servicePack = levels.length > 0 ? levels.join(' ') : null;
  found.product = words[0] ?? null;
  for (const [pattern, name] of products) {
    const product = found.product === null ? null : pattern.exec(found.product);
    if (product) found.productName = name(product);
  }
  return found;
}

/** Names of what may be downloaded. */
const download = /\.(msu|msi|msp|exe|zip|cab|7z|iso)$/i;

/** Whether a name is that of a kind of file that is downloaded. */
export const isDownloadName = (name: string): boolean => download.test(name);

/**
 * Whether two names are those of downloads of one hotfix, for other languages, processors or releases: of one kind, with the number
 * of one article or the same words.
 */
export function areForOneHotfix(a: string, b: string): boolean {
  const [kind, other] = [a, b].map((name) => download.exec(name)?.[1]?.toLowerCase());
  if (kind === undefined || kind !== other) return false;
  const [numbers, others] = [numbersIn(a), numbersIn(b)];
  if (numbers.length > 0 || others.length > 0) return numbers.some((one) => others.includes(one));
  return commonWords(a) === commonWords(b);
}

/** The numbers of articles and fixes in a name. */
const numbersIn = (name: string): readonly string[] => name.match(/(?<!\d)\d{6,7}(?!\d)/g) ?? [];

/** The words of a name that all downloads of a hotfix have. */
function commonWords(name: string): string {
  const words = name.slice(0, LONGEST_NAME).split(/[-_. ()]+/);
  return words
    .filter((word) => !isOfVariant(word))
    .join(' ')
    .toUpperCase();
}

const isOfVariant = (word: string): boolean =>
  level.test(word) ||
  ignored.test(word) ||
  Object.hasOwn(platforms, word.toLowerCase()) ||
  Object.hasOwn(languages, word.toUpperCase());

/** A name without its extension and the `(1)` that browsers add; null if it is not a package or has no name. */
function stemOf(fileName: string): string | null {
  if (fileName.length > LONGEST_NAME || /[\n\r\u2028\u2029]/.test(fileName)) return null;
  const extension = /\.(?:msi|msp|exe|msu|cab|zip)$/i.exec(fileName);
  if (extension === null || extension.index === 0) return null;
  const stem = fileName.slice(0, extension.index);
  const copy = /\(\d+\)$/.exec(stem);
  return (copy === null ? stem : stem.slice(0, copy.index).trimEnd()) || stem;
}
