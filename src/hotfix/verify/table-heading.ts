import { remembered } from '../../core/remembered.js';
import type { ManifestSection } from '../manifest/manifest.js';
import { foldProcessors } from './fold-processors.js';
import { levelsOf } from './name-evidence.js';
import { canonicalPlatform, type Platform } from './platform.js';
import { bareNames, mentionsIn, models, wordSize } from './processor-mentions.js';

/** Whether the headings of two tables, with what is known of their products, name different releases or service packs. */
export function areForOtherReleases(a: ManifestSection, b: ManifestSection): boolean {
  const isKnown = a.product !== null && b.product !== null;
  const [one, two] = [a, b].map(({ product, title }) =>
    // What both are for tells nothing.
    releasesOf(isKnown ? title : `${product ?? ''} ${title}`),
  ) as [Releases, Releases];
  const isSameProduct = isKnown || [...one.products].some((product) => two.products.has(product));
  const [these, those] = [one, two].map(({ levels, products }) => new Set([...levels, ...products])) as [
    Set<string>,
    Set<string>,
  ];
  return (
    differ(these, those) ||
    differ(one.products, two.products) ||
    differ(one.levels, two.levels) ||
    [...one.lines].some(([line, numbers]) => differ(numbers, two.lines.get(line) ?? none)) ||
    (!isKnown && isSameProduct && (one.levels.size === 0) !== (two.levels.size === 0))
  );
}

/** Whether the headings of two tables name processors, and none in common. */
export function areForOtherProcessors(a: ManifestSection, b: ManifestSection): boolean {
  const [one, two] = [[...processorsOf(a)], [...processorsOf(b)]];
  return one!.length > 0 && two!.length > 0 && !one!.some((x) => two!.some((y) => areSameProcessor(x, y)));
}

/** The service branch that a heading names (`SP2 QFE`, `RTMGDR`); null if none or several. */
export function branchOf({ title }: ManifestSection): string | null {
  const found = [...title.matchAll(/(?<![A-Za-z])(?:SP\d|RTM)?(GDR|LDR|QFE)(?![A-Za-z])/g)];
  const [branch, another] = new Set(found.map(([, name]) => name!));
  return another === undefined ? (branch ?? null) : null;
}

const none: ReadonlySet<string> = new Set();

/** What a heading names, as published headings of all languages spell it. */
interface Releases {
  /** `SP2`, `RTM`, `R2` */
  levels: Set<string>;
  /** `XP`, `2003`, `CORE SERVICES 4.0` */
  products: Set<string>;
  /** Numbers of products that have a name and a number, by name: `7.1` of `PLAYER`, `XP` of `WINDOWS`. */
  lines: Map<string, Set<string>>;
}

/** Words of which the number is that of a table. */
const ofTables =
  /^(?:tables?|lists?|parts?|sections?|files?|groups?|packages?|sets?|chapters?|annex|appendix|tabelle|liste|teil|dateien|tableau|tabla|tabella|tabel|tabela|tablica|tabell|tabulka|tablo)$/i;

/** Releases of Windows that have the number of a year. */
const ofWindows = /^20(?:0[038]|12|16|19|22|25)$/;

/** Headings are compared in pairs, so that each is asked for many times. */
const MOST_KNOWN = 5000;

const releasesOf = remembered(readReleases, { most: MOST_KNOWN });

function readReleases(text: string): Releases {
  const products = [
    ...text.matchAll(/\b(NT|XP|ME|[Vv]ista|(?<=[Ww]indows )\d{1,2}(?:\.\d)?|(?:19[89]|20[0-3])\d)\b/g),
  ].map(([product]) => product.toUpperCase());
  // Products of other names: two words with capital letters and a number.
  const named = /\b([A-Z][A-Za-z]{1,20}) ([A-Z][A-Za-z]{1,20}) (\d{1,2}(?:[.,]\d{1,5}){0,3})\b/g;
  const short = /\b(IE|Framework|MSXML|MDAC|DirectX|[Vv]ersion) ?(\d{1,2}(?:\.\d{1,5}){0,3})\b/g;
  const lines = new Map<string, Set<string>>();
  const line = (name: string, number: string) => lines.set(name, (lines.get(name) ?? new Set()).add(number));
  const add = (name: string, number: string): void => {
    products.push(`${name} ${number}`.toUpperCase());
    line(name.toUpperCase(), number.replace(/[.,]0$/, ''));
  };
  for (const product of products)
    if (!/^\d{4}$/.test(product) || ofWindows.test(product)) line('WINDOWS', product);
  // Each package has an article of its own.
  for (const [, number] of text.matchAll(/\bKB ?(\d{6,7})\b/g)) line('KB', number!);
  for (const [, , word, number] of text.matchAll(named)) {
    if (!ofTables.test(word!) && word !== 'Pack') add(word!, number!);
  }
  for (const [, word, number] of text.matchAll(short)) add(word!, number!);
  return { levels: levelsOf(text), products: new Set(products), lines };
}

/** Both have something, and nothing in common. */
const differ = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size > 0 && b.size > 0 && ![...a].some((one) => b.has(one));

/** `64-bit`: x64, or IA-64 where there was no other. */
export type Processor = Platform | UnnamedProcessor | '64-bit';

/** Processors that headings name and no fact of a file. */
export type UnnamedProcessor = 'Alpha' | 'MIPS' | 'PowerPC';

export const areSameProcessor = (a: Processor, b: Processor): boolean =>
  a === b || (a === '64-bit' && isWide(b)) || (b === '64-bit' && isWide(a));

const isWide = (one: Processor): boolean => one === 'x64' || one === 'IA-64' || one === 'ARM64';

/** The processors that the heading of a table names, else the text above it. */
export function processorsOf({
  title,
  platform,
}: Pick<ManifestSection, 'title' | 'platform'>): ReadonlySet<Processor> {
  const named = processorsIn(title);
  return named.size === 0 && platform !== undefined ? processorsIn(platform) : named;
}

const unnamed: Readonly<Record<string, UnnamedProcessor>> = {
  alpha: 'Alpha',
  axp: 'Alpha',
  mips: 'MIPS',
  powerpc: 'PowerPC',
  ppc: 'PowerPC',
};

const spelling = new RegExp(
  `(?<![\\p{L}\\d])(?:x[-_ ]?(?:86(?:[-_]64)?|64)|x[-_]?32|ia[- ]?(?:64|32)|i[x3-6]86|amd[- ]?64|em64t|intel[- ]?64|win[- ]?(?:64|32)|arm[- ]?64|aarch64|armv7|arm|itanium|${models})(?![a-z\\d])|${bareNames}|${wordSize}`,
  'gu',
);

/** What a heading says of processors. */
interface NamedProcessors {
  processors: ReadonlySet<Processor>;
  /** Those that it says its files are not for. */
  excluded: ReadonlySet<Processor>;
}

/** The processors that a heading names: `x64`, `Itanium`, `64-Bit`, `32 bits`, `64-разрядные`. */
export function processorsIn(heading: string): ReadonlySet<Processor> {
  return namedIn(heading).processors;
}

/** The processors that a heading excludes: `not x64`, `all versions except Itanium`. */
export function excludedIn(heading: string): ReadonlySet<Processor> {
  return namedIn(heading).excluded;
}

const namedIn = remembered(readProcessors, { most: MOST_KNOWN });

function readProcessors(heading: string): NamedProcessors {
  const { named, excluded } = mentionsIn(foldProcessors(heading), spelling);
  return { processors: processorsOfNames(named), excluded: processorsOfNames(excluded) };
}

function processorsOfNames(names: readonly string[]): Set<Processor> {
  // `Intel Itanium`
  const telling = names.length > 1 ? names.filter((name) => name !== 'intel') : names;
  const named = telling.flatMap((text): Processor[] => {
    if (Object.hasOwn(unnamed, text)) return [unnamed[text]!];
    if (/^(?:64|sixty)/.test(text)) return ['64-bit'];
    const processor = canonicalPlatform(/^(?:32|thirty)/.test(text) ? '32bit' : text);
    return processor === null ? [] : [processor];
  });
  // `x64 (64-bit)` names one.
  const exact = named.filter((one) => one !== '64-bit');
  return new Set(exact.some(isWide) ? exact : named);
}
