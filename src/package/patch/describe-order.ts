import type { ByteSource } from '../../core/byte-source.js';
import { tryParseFileVersion } from '../../core/file-version.js';
import type { TransformTarget } from '../../msi/transform-validation.js';
import { relevantSequences } from './patch-families.js';
import { isTarget } from './patch-fit.js';
import { kindFor, type PatchKind, patched } from './patch-kind.js';
import type { LeftOut, PatchOrder, PatchStep, SequencedPatch } from './sequenced-patch.js';
import { replacesEarlier } from './superseded-patches.js';

/** What becomes of a patch. */
export type PatchFate =
  /** It is applied. */
  | 'applies'
  /** Another patch of the set takes its place. */
  | 'superseded'
  | 'obsoleted'
  | 'repeated'
  /** The product is not among its targets. */
  | 'other-product'
  /** The product is, in another version, language or platform. */
  | 'other-version';

/** What a fate rests on: a row or a field of a patch. */
export interface PatchEvidence {
  /** The patch that has it. */
  patch: string;
  /** `MsiPatchSequence`, `MsiPatchMetadata`, `Revision Number`, `Template`, or the name of a transform. */
  place: string;
  text: string;
}

/** One patch of a set, with its place among the others. */
export interface DescribedPatch<Patch extends SequencedPatch = SequencedPatch> {
  patch: Patch;
  fate: PatchFate;
  /** 1 is applied first; null for a patch that is not applied. */
  position: number | null;
  kind: PatchKind;
  /** The transform that fits; null for a patch that is not applied. */
  transform: string | null;
  /** The patch that takes its place. */
  by: Patch | null;
  /** One sentence without a full stop. */
  reason: string;
  evidence: PatchEvidence[];
}

/** Says of each patch what becomes of it and which rows decide that: those applied in their order, then the others. */
export function describeOrder<Patch extends SequencedPatch>(
  product: TransformTarget,
  { steps, leftOut }: PatchOrder<Patch>,
): DescribedPatch<Patch>[] {
  let state = product;
  const applied = steps.map((step, i) => {
    const described = describeStep(product, state, step, i + 1);
    state = patched(state, step.patch.transforms[step.pair]!);
    return described;
  });
  return [...applied, ...leftOut.map((out) => describeLeftOut(product, out))];
}

/** The product after the patches of an order. */
export function productAfter<Patch extends SequencedPatch>(
  product: TransformTarget,
  { steps }: PatchOrder<Patch>,
): TransformTarget {
  return steps.reduce((state, { patch, pair }) => patched(state, patch.transforms[pair]!), product);
}

function describeStep<Patch extends SequencedPatch>(
  product: TransformTarget,
  state: TransformTarget,
  { patch, pair }: PatchStep<Patch>,
  position: number,
): DescribedPatch<Patch> {
  const kind = kindFor(product, patch);
  const transform = patch.identity.pairs[pair]!.product;
  const { before, after } = patch.transforms[pair]!;
  const rows = familyRows(product, patch);
  const evidence: PatchEvidence[] = [
    {
      patch: patch.label,
      place: transform,
      text: `from ${before.productVersion ?? 'any version'} to ${after.productVersion ?? 'the same'}`,
    },
    ...rows.map(({ evidence: row }) => row),
  ];
  const reason =
    kind === 'major'
      ? 'a major upgrade comes last'
      : kind === 'minor'
        ? `a minor upgrade of ${state.productVersion ?? 'the product'} to ${after.productVersion ?? '(no version)'}`
        : rows.length === 0
          ? patch.sequences === null
            ? 'no MsiPatchSequence: in the order given, before patches that have it'
            : 'its MsiPatchSequence has no row for this product: in the order given'
          : `by its sequence: ${rows.map(({ evidence: { text } }) => text).join('; ')}`;
  return { patch, fate: 'applies', position, kind, transform, by: null, reason, evidence };
}

function describeLeftOut<Patch extends SequencedPatch>(
  product: TransformTarget,
  out: LeftOut<Patch>,
): DescribedPatch<Patch> {
  const { patch } = out;
  const base = { patch, position: null, kind: kindFor(product, patch), transform: null };
  if (out.reason !== 'not applicable') {
    const { reason: fate, by } = out;
    return { ...base, fate, by, ...whyPushedOut(product, fate, patch, by) };
  }
  const { expected, found } = out;
  if (!isTarget(product, patch)) {
    return {
      ...base,
      fate: 'other-product',
      by: null,
      reason: `it is for ${expected}, and this is ${found}`,
      evidence: [{ patch: patch.label, place: 'Template', text: patch.identity.targets.join(';') }],
    };
  }
  return {
    ...base,
    fate: 'other-version',
    by: null,
    reason: `it needs ${expected}, and this has ${found}`,
    evidence: patch.identity.pairs.map(({ product: name }, i) => ({
      patch: patch.label,
      place: name,
      text: `from ${patch.transforms[i]!.before.productVersion ?? 'any version'} to ${patch.transforms[i]!.after.productVersion ?? 'the same'}`,
    })),
  };
}

function whyPushedOut(
  product: TransformTarget,
  fate: 'superseded' | 'obsoleted' | 'repeated',
  patch: SequencedPatch,
  by: SequencedPatch,
): { reason: string; evidence: PatchEvidence[] } {
  if (fate === 'repeated') {
    const differs = patch.source && by.source && !isSame(patch.source, by.source);
    return {
      reason: differs
        ? `it has the patch code of ${by.label} and other content, so that it is uncertain which of the two is meant: keep one`
        : `it has the patch code of ${by.label}`,
      evidence: [{ patch: by.label, place: 'Revision Number', text: by.identity.patchCode }],
    };
  }
  if (fate === 'obsoleted') {
    return {
      reason: `${by.label} lists it as obsolete, and it has no MsiPatchSequence`,
      evidence: [{ patch: by.label, place: 'Revision Number', text: patch.identity.patchCode }],
    };
  }
  if (replacesEarlier(product, by, patch)) {
    return {
      reason: `${by.label} takes the place of the patches before it`,
      evidence: [{ patch: by.label, place: 'MsiPatchMetadata', text: 'MinorUpdateTargetRTM' }],
    };
  }
  const own = familyRows(product, patch);
  const shared = familyRows(product, by).filter(({ family }) => own.some((row) => row.family === family));
  return {
    reason: `${by.label} has a higher sequence in ${own.length > 1 ? 'all its families' : 'its family'} and supersedes earlier ones`,
    evidence: [...shared, ...own].map(({ evidence }) => evidence),
  };
}

/** The rows of MsiPatchSequence that count for the product. */
function familyRows(
  { productCode }: TransformTarget,
  { label, sequences }: SequencedPatch,
): { family: string; evidence: PatchEvidence }[] {
  const code = productCode?.toUpperCase();
  return [...relevantSequences(sequences ?? [], productCode)].map(([family, { supersedes }]) => {
    const rows = (sequences ?? []).filter((row) => row.PatchFamily === family);
    const row =
      rows.find(({ ProductCode }) => ProductCode?.toUpperCase() === code) ??
      rows.find(({ ProductCode }) => !ProductCode);
    const sequence = row?.Sequence ?? '';
    const isVersion = sequence === '' || tryParseFileVersion(sequence) !== null;
    const text = `${family} ${sequence}${isVersion ? '' : ' (no version: counts as 0)'}${supersedes ? ', supersedes earlier ones' : ''}`;
    return { family, evidence: { patch: label, place: 'MsiPatchSequence', text } };
  });
}

const STEP = 1024 * 1024;

function isSame(a: ByteSource, b: ByteSource): boolean {
  if (a.size !== b.size) return false;
  for (let at = 0; at < a.size; at += STEP) {
    const length = Math.min(STEP, a.size - at);
    if (Buffer.compare(a.read(at, length), b.read(at, length)) !== 0) return false;
  }
  return true;
}
