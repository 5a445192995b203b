import { throwIfAborted } from '../../core/abort.js';
import type { Warning } from '../../core/errors.js';
import { listed, plural } from '../../core/plural.js';
import { isSignedName } from '../../signature/signed-kinds.js';
import { isAbsence } from '../absence.js';
import { readContentFacts } from '../content-facts.js';
import type { Package } from '../package.js';
import type { PackageFile } from '../package-content.js';
import { judgeFile } from '../signature/judge-file.js';
import { type SignatureJudge, shortSignature } from '../signature/judged-signature.js';
import { holdFiles } from './held-package.js';
import { presentFiles } from './judge-files.js';
import { comparedPath, pairFiles } from './pair-files.js';
import { haveOtherSignatures, type UnsignedFile, withoutSignature } from './unsigned-digest.js';
import type { WriteProgress } from './write-options.js';

/** One of the two files that are compared. */
export interface ComparedFile {
  /** Its installed path, or its path in a folder or container; null if the package states none. */
  path: string | null;
  /** Bytes. */
  size: number;
  /** The file version in its resources; null for a file without one. */
  version: string | null;
  /** Lower-case hexadecimal digits; null where the content is not there. */
  sha256: string | null;
  /** Verdict and signer in a few words; absent unless signatures are judged, and for what carries none. */
  signature?: string;
}

/** A file in only one package, in another place, or with different content. */
export interface FileChange {
  /** File key, member name or path; that of the old file where they differ. */
  key: string;
  change: 'added' | 'removed' | 'changed';
  before: ComparedFile | null;
  after: ComparedFile | null;
  /** The two are the same but for their signatures; absent where they are not. */
  onlySignature?: true;
  /** It has another path; absent where it has not. */
  moved?: true;
}

/** How many files were compared. A file that is in another place counts as changed. */
export interface FileCounts {
  same: number;
  changed: number;
  added: number;
  removed: number;
}

/** Options of {@link diffPackages}. */
export interface DiffOptions {
  /** Judges the signatures of files that are not the same. */
  judge?: SignatureJudge;
  onProgress?: (progress: WriteProgress) => void;
  signal?: AbortSignal;
}

/** A file of one side with its facts. */
interface Described {
  file: PackageFile;
  facts: ComparedFile;
  /** Null for what carries no signature. */
  unsigned: UnsignedFile | null;
}

interface DescribedPair {
  before: Described | null;
  after: Described | null;
  isMoved: boolean;
}

/** What differs between the files of two packages: by path, and by content. */
export async function diffFiles(
  before: Package,
  after: Package,
  options: DiffOptions = {},
): Promise<{ files: FileChange[]; counts: FileCounts; warnings: Warning[] }> {
  const pairs = pairFiles(before, after, filesOf);
  const sides = { before: new Map<PackageFile, Described>(), after: new Map<PackageFile, Described>() };
  const contents = { before, after };
  for (const side of ['before', 'after'] as const) {
    const files = pairs.flatMap((pair) => pair[side] ?? []);
    sides[side] = await describeFiles(contents[side], files, options);
  }
  const described = withRenamed(
    pairs.map(({ isMoved, ...pair }) => ({
      before: pair.before && sides.before.get(pair.before)!,
      after: pair.after && sides.after.get(pair.after)!,
      isMoved,
    })),
  );
  const different = described.filter((pair) => pair.isMoved || !hasSameContent(pair));
  for (const side of ['before', 'after'] as const) {
    await addSignatures(
      contents[side],
      different.flatMap((pair) => pair[side] ?? []),
      options,
    );
  }
  const files = different.map(changeOf);
  const count = (change: FileChange['change']): number => files.filter((one) => one.change === change).length;
  const [changed, added, removed] = [count('changed'), count('added'), count('removed')];
  return {
    files,
    counts: { same: described.length - files.length, changed, added, removed },
    warnings: [...sides.before.values(), ...sides.after.values()].some(isAbsent)
      ? [absenceOf([...sides.before.values()].filter(isAbsent), [...sides.after.values()].filter(isAbsent))]
      : [],
  };
}

/** For an administrative image, only existing files: it lacks those of features with level 0. */
function filesOf(content: Package): readonly PackageFile[] {
  if (!('isAdministrativeImage' in content) || !content.isAdministrativeImage) return content.files;
  return content.files.filter((file) => {
    const source = file.openInPlace();
    source?.close();
    return source !== null;
  });
}

/** Facts by content; those that the package states where the content is not there. */
async function describeFiles(
  content: Package,
  files: readonly PackageFile[],
  options: DiffOptions,
): Promise<Map<PackageFile, Described>> {
  const present = presentFiles(content, files, isAbsence);
  const known = await readContentFacts(content, present, { ...options, hash: true });
  return new Map(
    files.map((file) => {
      const found = known.get(file);
      const facts: ComparedFile = {
        path: comparedPath(file),
        size: found?.size ?? file.size,
        version: found ? found.executable.version : file.version,
        sha256: found?.sha256 ?? null,
      };
      return [file, { file, facts, unsigned: null }];
    }),
  );
}

/** Files that one side lacks and the other has in another place, by their content, are one file. */
function withRenamed(pairs: readonly DescribedPair[]): DescribedPair[] {
  const added = new Map<string, DescribedPair[]>();
  for (const pair of pairs) {
    const hash = pair.before === null ? (pair.after?.facts.sha256 ?? null) : null;
    if (hash === null) continue;
    const known = added.get(hash);
    if (known) known.push(pair);
    else added.set(hash, [pair]);
  }
  // Taken from the end, because there may be very many of one content.
  for (const queue of added.values()) queue.reverse();
  const taken = new Set<DescribedPair>();
  const renamed = pairs.map((pair) => {
    const hash = pair.after === null ? (pair.before?.facts.sha256 ?? null) : null;
    const other = hash === null ? undefined : added.get(hash)?.pop();
    if (!other) return pair;
    taken.add(other);
    return { before: pair.before, after: other.after, isMoved: true };
  });
  return renamed.filter((pair) => !taken.has(pair));
}

function hasSameContent({ before, after }: DescribedPair): boolean {
  if (!before || !after) return false;
  const [a, b] = [before.facts, after.facts];
  if (a.sha256 !== null && b.sha256 !== null) return a.sha256 === b.sha256;
  return a.size === b.size && a.version === b.version;
}

function changeOf(pair: DescribedPair): FileChange {
  const { before, after, isMoved } = pair;
  const onlySignature =
    !hasSameContent(pair) && haveOtherSignatures(before?.unsigned ?? null, after?.unsigned ?? null);
  return {
    key: (before ?? after)!.file.key,
    change: !before ? 'added' : !after ? 'removed' : 'changed',
    before: before?.facts ?? null,
    after: after?.facts ?? null,
    ...(onlySignature ? { onlySignature: true } : {}),
    ...(isMoved ? { moved: true } : {}),
  };
}

/** Reads what signatures cover, and judges them. The files are decoded once more, those compressed together at once. */
async function addSignatures(
  content: Package,
  described: readonly Described[],
  options: DiffOptions,
): Promise<void> {
  const signed = described.filter(
    (one) => !isAbsent(one) && (isSignedName(one.file.key) || isSignedName(one.facts.path ?? '')),
  );
  const byFile = new Map(signed.map((one) => [one.file, one]));
  for (const batch of content.batches([...byFile.keys()])) {
    const held = await holdFiles(content, batch, options);
    try {
      for (const file of batch) {
        throwIfAborted(options.signal);
        const one = byFile.get(file)!;
        const there = held.fileOf(file);
        const source = there.openInPlace();
        one.unsigned = source && withoutSignature(source);
        source?.close();
        const judged = options.judge ? judgeFile(there, options.judge) : null;
        const short = judged && shortSignature(judged);
        if (short) one.facts.signature = short;
      }
    } finally {
      held.close();
    }
  }
}

function isAbsent({ facts }: Described): boolean {
  return facts.sha256 === null;
}

function absenceOf(before: readonly Described[], after: readonly Described[]): Warning {
  const all = [...before, ...after].map(({ file }) => comparedPath(file) ?? file.key);
  const message = `the content of ${plural(new Set(all).size, 'file')} is not there and was not compared: ${listed([...new Set(all)])}`;
  return { code: 'PACKAGE_NO_FILE', message };
}
