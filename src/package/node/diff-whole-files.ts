import { type ByteSource, SliceSource } from '../../core/byte-source.js';
import type { Warning } from '../../core/errors.js';
import { groupDigits } from '../../core/plural.js';
import { CompoundFile, isCompoundFile } from '../../formats/cfb/compound-file.js';
import { hashSource } from '../../node/hash.js';
import type { OpenedPackage } from '../opened-package.js';
import { filesOnTheWay } from '../signature/package-signatures.js';
import { differInSignatureOnly } from './unsigned-digest.js';

/** What the contents of two packages differ in. */
export interface ComparedContents {
  /** They do not differ. */
  areSame: boolean;
  /** They differ in nothing but streams of signatures, or not at all. */
  haveSameRest: boolean;
}

/** Fields of the header of a compound file (MS-CFB 2.2) that do not follow from where its sectors lie. */
const headerFields: readonly (readonly [start: number, end: number, name: string])[] = [
  [8, 24, 'the class in the header'],
  [24, 26, 'the minor version in the header'],
  [26, 34, 'the major version or sector size in the header'],
  [34, 40, 'reserved bytes of the header'],
  [52, 60, 'the transaction number in the header'],
];

/**
 * Compares the very files of two packages of one kind: whether they differ in their signatures alone, and which bytes differ that
 * belong to nothing in the content.
 */
export function diffWholeFiles(
  before: OpenedPackage,
  after: OpenedPackage,
  contents: ComparedContents,
): { onlySignature?: true; outside?: readonly string[] } {
  if (before.kind !== after.kind) return {};
  const [a, b] = [before, after].map((opened) => filesOnTheWay(opened).at(-1)?.source());
  if (!a || !b) return {};
  if (contents.haveSameRest) {
    if (a.size === b.size && hashSource(a, 'sha256') === hashSource(b, 'sha256')) return {};
    if (differInSignatureOnly(a, b)) return { onlySignature: true };
  }
  const outside = bytesOutside(a, b, contents.areSame);
  return outside.length > 0 ? { outside } : {};
}

/** @param areSame whether the contents are the same, so that something else makes the files differ */
function bytesOutside(a: ByteSource, b: ByteSource, areSame: boolean): string[] {
  const heads = [a, b].map((source) => source.read(0, Math.min(512, source.size)));
  if (!heads.every(isCompoundFile)) return areSame ? ['bytes that belong to no file'] : [];
  const [one, two] = heads as [Uint8Array, Uint8Array];
  const found = headerFields.flatMap(([start, end, name]) =>
    isEqual(one.subarray(start, end), two.subarray(start, end)) ? [] : [name],
  );
  const behind = [a, b].map((source) => {
    const start = CompoundFile.open(source).usedSize;
    return { size: source.size - start, digest: hashSource(new SliceSource(source, start), 'sha256') };
  });
  if (behind[0]!.digest !== behind[1]!.digest) {
    const sizes = behind.map(({ size }) => `${groupDigits(size)} byte${size === 1 ? '' : 's'}`);
    found.push(`what follows the end of the database: ${sizes[0]}, then ${sizes[1]}`);
  }
  if (found.length > 0 || !areSame) return found;
  return ['the order of sectors, properties of the directory or bytes that belong to no stream'];
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** Says where packages that are the same were found in containers that differ, in place of what the caller named. */
export function aroundWarnings(before: OpenedPackage, after: OpenedPackage): Warning[] {
  const outer = [before, after].map(({ container, source }) =>
    container !== null && container.named < container.way.length ? source : null,
  );
  const [a, b] = outer;
  if (!a || !b || (a.size === b.size && hashSource(a, 'sha256') === hashSource(b, 'sha256'))) return [];
  const [one, other] = [before, after].map(({ path }) => `"${path}!"`);
  return [
    {
      code: 'PACKAGE_NOT_SEARCHED',
      message: `only the packages inside were compared, and what is around them differs; to compare that, give ${one} and ${other}`,
    },
  ];
}
