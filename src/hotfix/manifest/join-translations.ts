import { compareFileVersions, tryParseFileVersion } from '../../core/file-version.js';
import { groupBy } from '../../core/group-by.js';
import { isSameName, nameKey } from '../../core/name-key.js';
import { canonicalPlatform } from '../verify/platform.js';
import { type ClientPatchFacts, type FactEvidence, type HotfixFacts, restartText } from './hotfix-facts.js';
import {
  isNamed,
  type Manifest,
  type ManifestFile,
  type ManifestWarning,
  manifestName,
  type NamedHash,
  type PublishedHash,
} from './manifest.js';
import { fileNameOfRow } from './row-name.js';

/** A manifest and the file that it was read from. */
export interface ReadManifest {
  manifest: Manifest;
  /** As messages name it. */
  file: string;
}

/** Two files of one article that contradict each other. */
export interface Contradiction {
  kb: string;
  files: [string, string];
  /** What differs, in words. */
  difference: string;
}

/**
 * Puts files of one article together: translations, a list of its files, a manifest that was made of it. Where they agree, one of
 * them stands for all, with the facts that only others state, and a warning says so. Files that contradict each other stay apart.
 */
export function joinTranslations(read: readonly ReadManifest[]): {
  manifests: ReadManifest[];
  contradictions: Contradiction[];
} {
  const groups = new Map<string, ReadManifest[]>();
  for (const one of read) {
    const key = one.manifest.kb ?? `file ${one.file}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const manifests: ReadManifest[] = [];
  const contradictions: Contradiction[] = [];
  for (const group of groups.values()) {
    const [first, ...others] = [...group].sort(byWorth) as [ReadManifest, ...ReadManifest[]];
    const differing = others.flatMap((other): Contradiction[] => {
      const difference = differenceOf(first, other);
      if (difference === null) return [];
      return [{ kb: first.manifest.kb ?? '', files: [first.file, other.file], difference }];
    });
    contradictions.push(...differing);
    if (differing.length > 0) manifests.push(...group);
    else if (others.length === 0) manifests.push(first);
    else manifests.push(joined(first, others));
  }
  return { manifests, contradictions };
}

/** What a list of files says at most: which file is the client patch. */
const FEW = 5;

/** One with facts and more than a list of files first, then one in English, then the one that says most, then one with fewer doubts. */
function byWorth(a: ReadManifest, b: ReadManifest): number {
  const worth = ({ manifest }: ReadManifest): number[] => [
    manifest.facts ? 0 : 1,
    -Math.min(manifest.facts?.evidence?.length ?? FEW, FEW),
    manifest.language === 'en' ? 0 : 1,
    -(manifest.facts?.evidence?.length ?? 0),
    manifest.warnings.length,
  ];
  const [one, two] = [worth(a), worth(b)];
  return one.map((value, i) => value - two[i]!).find((order) => order !== 0) ?? (a.file < b.file ? -1 : 1);
}

function joined(first: ReadManifest, others: readonly ReadManifest[]): ReadManifest {
  const { manifest } = first;
  const facts = others.reduce<HotfixFacts | undefined>((sum, other) => completed(sum, other), manifest.facts);
  const files = [first, ...others].map(({ file }) => file).sort();
  const alone = statedByOne([first, ...others]);
  const where = `${manifestName(manifest)} is here in ${files.length} files`;
  const hashes = hashesOf([first, ...others]);
  const sizes = sizesOf([first, ...others]);
  const message =
    alone.length === 0
      ? `${where} that agree (${files.join(', ')}); ${first.file} is used`
      : `${where} whose tables agree (${files.join(', ')}), and not all say the same beside them: ${alone.join('; ')}; ${first.file} is used with all of this; check it, or give the right file with --manifest FILE`;
  return {
    file: first.file,
    manifest: {
      ...manifest,
      warnings: [
        ...manifest.warnings,
        ...warningsOfOthers(manifest, others),
        { code: 'MANIFEST_TRANSLATIONS', message: message.slice(0, 2000) },
      ],
      ...(hashes.length > 0 && { hashes }),
      ...(sizes.length > 0 && { sizes }),
      ...(facts ? { facts } : {}),
    },
  };
}

/** The hashes that any of the files states, each once. */
function hashesOf(read: readonly ReadManifest[]): PublishedHash[] {
  const all = read.flatMap(({ manifest: { hashes = [] } }) => hashes);
  return [...new Map(all.map((one) => [`${placeOf(one)} ${one.digest}`, one])).values()];
}

/** The sizes of downloads that any of the files states, each once. */
function sizesOf(read: readonly ReadManifest[]) {
  const all = read.flatMap(({ manifest: { sizes = [] } }) => sizes);
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

/** What the other files say of verdicts by the article and the first does not: what is not compared, that it was withdrawn. */
function warningsOfOthers({ warnings }: Manifest, others: readonly ReadManifest[]): ManifestWarning[] {
  const known = new Set(warnings.map(({ message }) => message));
  const added = new Map<string, ManifestWarning>();
  for (const { structure: _, ...one } of others.flatMap(({ manifest }) => manifest.warnings)) {
    const isNew =
      one.code === 'ARTICLE_WITHDRAWN'
        ? !warnings.some(({ code }) => code === one.code)
        : one.code === 'VERIFY_NOT_COMPARED' && !known.has(one.message);
    // Of the places in the tables of another file nothing is said here: any table may be meant.
    if (isNew) added.set(one.code === 'ARTICLE_WITHDRAWN' ? one.code : one.message, one);
  }
  return [...added.values()];
}

/** What some of the files say and others do not, in words. A list of files and facts collected by hand are no text that could lack a sentence. */
function statedByOne(read: readonly ReadManifest[]): string[] {
  const texts = read.flatMap(({ manifest: { facts }, file }) =>
    facts?.evidence?.some(({ fact }) => fact !== 'clientPatch.files') ? [{ facts, file }] : [],
  );
  return compared.flatMap(([what, read]) => {
    const stated = texts.flatMap(({ facts, file }) => {
      const value = read(facts);
      return value === null ? [] : [{ file, value }];
    });
    const [first] = stated;
    if (first === undefined || stated.length === texts.length) return [];
    return [`only ${stated.map(({ file }) => file).join(', ')} says that ${what} is ${first.value}`];
  });
}

/** Facts with those that only another file states. */
function completed(
  facts: HotfixFacts | undefined,
  { manifest, file }: ReadManifest,
): HotfixFacts | undefined {
  const other = manifest.facts;
  if (facts === undefined || other === undefined) return facts ?? other;
  // Facts collected by hand say all that is known.
  if (facts.evidence === undefined) return facts;
  const known = new Set(facts.evidence.map(({ fact }) => fact));
  const added: FactEvidence[] = (other.evidence ?? [])
    .filter(({ fact }) => !known.has(fact))
    .map((one) => ({ ...one, line: null, sentence: `${one.sentence} (${file})`.slice(0, 4000) }));
  const topics = new Set(facts.notes.map(({ topic }) => topic));
  const clientPatch = patchOf(facts.clientPatch, other.clientPatch);
  return {
    ...other,
    ...facts,
    replaces: facts.replaces.length > 0 ? facts.replaces : other.replaces,
    supersededBy: facts.supersededBy.length > 0 ? facts.supersededBy : other.supersededBy,
    packages: facts.packages.length > 0 ? facts.packages : other.packages,
    notes: [...facts.notes, ...other.notes.filter(({ topic }) => !topics.has(topic))],
    ...(clientPatch ? { clientPatch } : {}),
    evidence: [...facts.evidence, ...added],
  };
}

function patchOf(one?: ClientPatchFacts, other?: ClientPatchFacts): ClientPatchFacts | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return {
    folder: one.folder ?? other.folder,
    installedFolder: one.installedFolder ?? other.installedFolder,
    files: one.files.length > 0 ? one.files : other.files,
    properties: one.properties.length > 0 ? one.properties : other.properties,
    packageName: one.packageName ?? other.packageName,
  };
}

/** What two files of one article say differently; null where they agree. */
function differenceOf(a: ReadManifest, b: ReadManifest): string | null {
  return tablesDiffer(a, b) ?? hashesDiffer(a, b) ?? factsDiffer(a, b);
}

const ofFile = ({ file, algorithm }: NamedHash): string => `${algorithm} of ${nameKey(fileNameOfRow(file))}`;

/** File, algorithm and the row that a hash is for. */
const placeOf = (hash: PublishedHash): string =>
  [
    isNamed(hash) ? ofFile(hash) : hash.algorithm,
    hash.version ?? '',
    hash.size ?? '',
    canonicalPlatform(hash.platform ?? null) ?? '',
  ].join(' ');

/**
 * Hashes that both files publish of one file, where neither has those of the other; of one row they have to be the same. Those beside
 * no name may be of the downloads for two languages.
 */
function hashesDiffer(a: ReadManifest, b: ReadManifest): string | null {
  const [one, two] = [a, b].map(({ manifest }) => (manifest.hashes ?? []).filter(isNamed)) as [
    NamedHash[],
    NamedHash[],
  ];
  if (one.length === 0 || two.length === 0) return null;
  const named = [...groupBy(two, ofFile)];
  const ofOne = groupBy(one, ofFile);
  const places = [groupBy(one, placeOf), groupBy(two, placeOf)] as const;
  for (const [key, those] of named) {
    const these = ofOne.get(key);
    if (these === undefined) continue;
    const isSame = these.every((hash) =>
      sameDigests(places[0].get(placeOf(hash)), places[1].get(placeOf(hash))),
    );
    if (isSame && (holds(these, those) || holds(those, these))) continue;
    const [{ file, algorithm, digest }] = those as [NamedHash];
    const other = these.find((hash) => !those.some((that) => that.digest === hash.digest)) ?? these[0]!;
    return `the ${algorithm} of ${file} is ${other.digest} in ${a.file} and ${digest} in ${b.file}`;
  }
  return null;
}

const holds = (all: readonly PublishedHash[], some: readonly PublishedHash[]): boolean =>
  some.every(({ digest }) => all.some((one) => one.digest === digest));

/** Where one of them states nothing of a row, nothing differs. */
const sameDigests = (a?: readonly PublishedHash[], b?: readonly PublishedHash[]): boolean =>
  a === undefined || b === undefined || (holds(a, b) && holds(b, a));

function tablesDiffer(a: ReadManifest, b: ReadManifest): string | null {
  const [one, two] = [a, b].map(({ manifest }) => manifest.sections.map(({ files }) => files));
  if (one!.length !== two!.length) {
    return `${a.file} has ${one!.length} tables and ${b.file} has ${two!.length}`;
  }
  for (const [i, files] of one!.entries()) {
    const others = [...two![i]!];
    for (const file of files) {
      const same = others.findIndex((other) => isSameRow(file, other));
      if (same >= 0) others.splice(same, 1);
      else {
        const like = others.find((other) => keyOf(other) === keyOf(file)) ?? null;
        return like === null
          ? `${file.name} has no row in ${b.file} that says the same`
          : `${file.name} is ${factsOf(file)} in ${a.file} and ${factsOf(like)} in ${b.file}`;
      }
    }
    if (others.length > 0) return `${others[0]!.name} has no row in ${a.file} that says the same`;
  }
  return null;
}

const keyOf = ({ name, platform }: ManifestFile): string =>
  `${nameKey(fileNameOfRow(name))} ${canonicalPlatform(platform) ?? ''}`;

function isSameRow(a: ManifestFile, b: ManifestFile): boolean {
  return keyOf(a) === keyOf(b) && a.size === b.size && isSameVersion(a.version, b.version);
}

function isSameVersion(a: string | null, b: string | null): boolean {
  if (a === b) return true;
  const [one, two] = [a, b].map((version) => (version === null ? null : tryParseFileVersion(version)));
  return one != null && two != null && compareFileVersions(one, two) === 0;
}

const factsOf = ({ version, size }: ManifestFile): string =>
  [version, size === null ? null : `${size} bytes`].filter((fact) => fact !== null).join(', ') ||
  'without version and size';

function factsDiffer(a: ReadManifest, b: ReadManifest): string | null {
  for (const [what, read] of compared) {
    const [one, two] = [a, b].map(({ manifest }) => (manifest.facts ? read(manifest.facts) : null));
    if (one == null || two == null || isSameName(one, two)) continue;
    return `${what} is ${one} in ${a.file} and ${two} in ${b.file}`;
  }
  return null;
}

/** What staging depends on, in words; null where it is not stated. */
const compared: readonly (readonly [string, (facts: HotfixFacts) => string | null])[] = [
  ['the folder of the client patch', ({ clientPatch }) => clientPatch?.folder ?? null],
  [
    'the client patch',
    ({ clientPatch }) =>
      clientPatch === undefined || clientPatch.files.length === 0
        ? null
        : clientPatch.files
            .map(({ name }) => name)
            .sort((a, b) => (nameKey(a) < nameKey(b) ? -1 : 1))
            .join(', '),
  ],
  ['the utility', ({ utility }) => utility?.file ?? null],
  ['its command line', ({ utility }) => utility?.commandLine ?? null],
  [
    'a restart',
    ({ restartRequired }) => (restartRequired === undefined ? null : restartText(restartRequired)),
  ],
  ['the article that supersedes it', ({ supersededBy }) => listOf(supersededBy.map(({ kb }) => `KB${kb}`))],
  [
    'what it replaces',
    ({ replaces, evidence }) =>
      listOf(replaces.map((kb) => `KB${kb}`)) ??
      evidence?.find(({ fact, value }) => fact === 'replaces' && value === 'nothing')?.value ??
      null,
  ],
  ['what must be given again', ({ propertiesToRepeat }) => listOf(propertiesToRepeat ?? [])],
  ['what must be installed first', ({ prerequisites }) => listOf(prerequisites?.anyOf ?? [])],
  ['how the utility runs', ({ utility }) => utility?.program.run ?? null],
  [
    'the right that the utility needs',
    ({ utility }) => {
      const isNeeded = utility?.program.adminRightsRequired ?? null;
      return isNeeded === null ? null : isNeeded ? 'that of an administrator' : 'that of a user';
    },
  ],
];

/** Null where there are none. */
function listOf(names: readonly string[]): string | null {
  return names.length === 0 ? null : [...names].sort().join(', ');
}
