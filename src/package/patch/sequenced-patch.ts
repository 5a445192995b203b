import type { ByteSource } from '../../core/byte-source.js';
import type { TableRow } from '../../msi/schema.js';
import type { TransformSummary } from '../../msi/transform-summary.js';
import type { PatchIdentity } from './patch-identity.js';

/** The facts of a patch for sequencing. */
export interface SequencedPatch {
  /** For messages: its file name. */
  label: string;
  identity: PatchIdentity;
  /** Summaries of the product transforms, in the order of `identity.pairs`. */
  transforms: readonly TransformSummary[];
  /** Rows of MsiPatchSequence; null for a patch without the table. */
  sequences: readonly TableRow<'MsiPatchSequence'>[] | null;
  /** Its bytes, to tell apart two patches of one code; absent where they are not at hand. */
  source?: ByteSource;
  /** MsiPatchMetadata.MinorUpdateTargetRTM: the minor upgrade takes the place of every patch before it. */
  targetsRtm?: boolean;
}

/** A patch in the sequence. */
export interface PatchStep<Patch extends SequencedPatch = SequencedPatch> {
  patch: Patch;
  /** Index into `identity.pairs`: the pair of transforms that fits. */
  pair: number;
}

/** Why a patch is left out. */
export type LeftOut<Patch extends SequencedPatch = SequencedPatch> =
  | { patch: Patch; reason: 'repeated' | 'obsoleted' | 'superseded'; by: Patch }
  | { patch: Patch; reason: 'not applicable'; expected: string; found: string };

/** The patches to apply, in order, and those left out. */
export interface PatchOrder<Patch extends SequencedPatch = SequencedPatch> {
  steps: PatchStep<Patch>[];
  leftOut: LeftOut<Patch>[];
}
