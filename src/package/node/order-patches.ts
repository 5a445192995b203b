import { HotfixkitError } from '../../core/errors.js';
import { forEachPath } from '../../core/for-each-path.js';
import { readTransformTarget } from '../../msi/transform-validation.js';
import { openPackage } from '../open-package.js';
import type { OpenedPackage, OpenPackageOptions } from '../opened-package.js';
import { sortByNumber } from '../patch/article-number.js';
import { describeOrder, type PatchEvidence, type PatchFate, productAfter } from '../patch/describe-order.js';
import { orderByFiles } from '../patch/file-order.js';
import type { PatchKind } from '../patch/patch-kind.js';
import type { PatchPackage } from '../patch/patch-package.js';
import { refuseObsoleteCircle, refuseTooMany, sequencePatches } from '../patch/patch-sequence.js';
import { openProduct } from './open-product.js';

/** The product that patches are for. */
export interface OrderedProduct {
  file: string;
  name: string | null;
  code: string | null;
  version: string | null;
}

/** One of the patches that {@link orderPatches} was given. */
export interface OrderedPatch {
  /** As given. */
  file: string;
  /** What becomes of it; `unreadable` for a file that is no patch or is damaged. */
  status: PatchFate | 'unreadable';
  /** 1 is applied first; null for a patch that is not applied. */
  position: number | null;
  patchCode: string | null;
  /** DisplayName of MsiPatchMetadata. */
  name: string | null;
  kind: PatchKind | null;
  /** The transform that fits the product; null for a patch that is not applied. */
  transform: string | null;
  /** The file of the patch that takes its place. */
  by: string | null;
  /** One sentence without a full stop. */
  reason: string;
  /** The rows and fields that decide. */
  evidence: PatchEvidence[];
  error: HotfixkitError | null;
}

/** What {@link orderPatches} found. */
export interface OrderedPatches {
  /** Whether each patch is applied, or replaced by another one that is. */
  ok: boolean;
  product: OrderedProduct;
  /** Product code and version after the patches. */
  after: { code: string | null; version: string | null };
  /** Those applied in their order, then the others as given. */
  patches: OrderedPatch[];
}

/**
 * Which patches apply to a product, in which order, and why the others do not, as Windows Installer decides it by
 * MsiPatchSequence and the summaries of the patches. Nothing is applied or written.
 *
 * @throws `PATCH_NO_SEQUENCE` where the patches contradict each other; what opening the product throws. A patch that
 * cannot be read is an entry with an error.
 * @example
 * import { orderPatches } from 'hotfixkit';
 *
 * const { patches } = await orderPatches('product.msi', ['fix.msp']);
 * for (const { position, file, reason } of patches) console.log(position ?? '-', file, reason);
 */
export async function orderPatches(
  product: string,
  patches: readonly string[],
  options: OpenPackageOptions = {},
): Promise<OrderedPatches> {
  refuseTooMany(patches.length);
  const base = openProduct(product, options);
  const opened: OpenedPackage[] = [base];
  try {
    const { content } = base;
    if (content.kind !== 'msi') {
      throw new HotfixkitError(
        'PACKAGE_NOT_INSTALLABLE',
        `the first file is the product, an .msi or the folder of its image; this one is of the kind ${content.kind}`,
        { file: product },
      );
    }
    const outcomes = await forEachPath(patches, (path) => {
      const one = openPackage(path, options);
      opened.push(one);
      return readPatch(one, path);
    });
    const known = outcomes.flatMap(({ result }) => (result ? [result] : []));
    refuseObsoleteCircle(known);
    const target = readTransformTarget(content.database);
    const order = sequencePatches(target, inOneOrder(known));
    const described = asGiven(describeOrder(target, order), patches).map(
      ({ patch, fate, by, ...rest }): OrderedPatch => ({
        file: patch.label,
        status: fate,
        patchCode: patch.identity.patchCode,
        name: patch.metadata('DisplayName'),
        by: by?.label ?? null,
        ...rest,
        error: null,
      }),
    );
    const unreadable = outcomes.flatMap(({ path, error }) => (error ? [notRead(path, error)] : []));
    const after = productAfter(target, order);
    return {
      ok: unreadable.length === 0 && order.leftOut.every(({ reason }) => reason !== 'not applicable'),
      product: {
        file: product,
        name: content.properties.get('ProductName') ?? null,
        code: target.productCode,
        version: target.productVersion,
      },
      after: { code: after.productCode, version: after.productVersion },
      patches: [...described, ...unreadable],
    };
  } finally {
    for (const one of opened) one.close();
  }
}

/**
 * Patches without MsiPatchSequence as they are given, which is how Windows Installer takes them. Of the others, those that share no
 * family are in the order of a `PATCH` line that is staged: by the versions of the files that they share, then by article.
 */
function inOneOrder(patches: readonly PatchPackage[]): PatchPackage[] {
  const sequenced = patches.filter(({ sequences }) => sequences !== null);
  return [
    ...patches.filter(({ sequences }) => sequences === null),
    ...orderByFiles(sortByNumber(sequenced, ({ label }) => label)),
  ];
}

/** Those that are applied in their order, then the others as they were given. */
function asGiven<T extends { position: number | null; patch: PatchPackage }>(
  described: readonly T[],
  given: readonly string[],
): T[] {
  const others = described.filter(({ position }) => position === null);
  return [
    ...described.filter(({ position }) => position !== null),
    ...others.sort((a, b) => given.indexOf(a.patch.label) - given.indexOf(b.patch.label)),
  ];
}

/** The patch with all that sequencing reads, so that errors concern this patch. */
function readPatch({ content }: OpenedPackage, label: string): PatchPackage {
  if (content.kind !== 'msp') {
    throw new HotfixkitError('PATCH_INVALID', `this file is not a patch; its kind is ${content.kind}`, {
      file: label,
    });
  }
  content.transforms;
  content.sequences;
  return content;
}

function notRead(file: string, error: HotfixkitError): OrderedPatch {
  return {
    file,
    status: 'unreadable',
    position: null,
    patchCode: null,
    name: null,
    kind: null,
    transform: null,
    by: null,
    reason: error.message,
    evidence: [],
    error,
  };
}
