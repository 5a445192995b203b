import { HotfixkitError } from '../../core/errors.js';
import { compareFileVersions, type FileVersion, tryParseFileVersion } from '../../core/file-version.js';
import type { TableRow } from '../../msi/schema.js';
import type { TransformSummary } from '../../msi/transform-summary.js';
import {
  checkTransform,
  type TransformMismatch,
  type TransformTarget,
} from '../../msi/transform-validation.js';
import { orderByFamily, relevantSequences, supersedes } from './patch-families.js';
import type { PatchIdentity } from './patch-identity.js';

/** What sequencing needs to know of a patch. */
export interface SequencedPatch {
  /** For messages: its file name. */
  label: string;
  identity: PatchIdentity;
  /** Summaries of the product transforms, in the order of `identity.pairs`. */
  transforms: readonly TransformSummary[];
  /** Rows of MsiPatchSequence; null for a patch without the table. */
  sequences: readonly TableRow<'MsiPatchSequence'>[] | null;
}

/** One patch in its turn. */
export interface PatchStep<Patch extends SequencedPatch = SequencedPatch> {
  patch: Patch;
  /** Index into `identity.pairs`: the pair of transforms that fits. */
  pair: number;
}

/** Why a patch has no turn. */
export type LeftOut<Patch extends SequencedPatch = SequencedPatch> =
  | { patch: Patch; reason: 'repeated' | 'obsoleted' | 'superseded'; by: Patch }
  | { patch: Patch; reason: 'not applicable'; expected: string; found: string };

/** The patches to apply, in order, and those that are left out. */
export interface PatchOrder<Patch extends SequencedPatch = SequencedPatch> {
  steps: PatchStep<Patch>[];
  leftOut: LeftOut<Patch>[];
}

/** A product takes no more patches than this (win32 docs, "Patch Sequencing"). */
const MOST_PATCHES = 127;
/** Wishes that a message repeats. */
const MOST_NAMED = 4;

/**
 * Which of several patches apply to a product, with which of their transforms, and in which order (win32 docs,
 * "Sequencing Patches" and "MsiPatchSequence Table"):
 *
 * - a patch applies if its Template has the product code and one of its transforms fits the product as it is in its
 *   turn; of several that fit the first is taken, which is Windows Installer's rule as far as it shows;
 * - patches without MsiPatchSequence keep the order they were given in and come first; one of them that another patch
 *   lists in its Revision Number is left out. The list does not matter to patches with the table;
 * - then minor upgrades, by rising version: of the ways that lead to the highest version the one with most steps;
 * - a small update follows the last upgrade whose version its transform takes, and stands before the first one if it
 *   takes the version that the product has now;
 * - small updates of one version are ordered by the sequences of the families that they share;
 * - what a later patch supersedes is left out (MsiPatchSequence.Attributes, and the order of versions in a family);
 * - a major upgrade (another product code) comes last, whatever its families say.
 *
 * Throws `PATCH_NOT_APPLICABLE` (1642) where no patch applies, with what is wanted and what was found, and
 * `PATCH_NO_SEQUENCE` (1648) where families contradict each other or there are more than 127 patches.
 */
export function planPatchSequence<Patch extends SequencedPatch>(
  product: TransformTarget,
  patches: readonly Patch[],
): PatchOrder<Patch> {
  refuseTooMany(patches.length);
  const leftOut: LeftOut<Patch>[] = [];
  let candidates: Patch[] = [];
  for (const patch of patches) {
    const twin = candidates.find((other) => other.identity.patchCode === patch.identity.patchCode);
    if (twin) leftOut.push({ patch, reason: 'repeated', by: twin });
    else candidates.push(patch);
  }
  // Only patches that apply supersede others: drop those that do not apply, then recompute.
  for (;;) {
    const pushedOut = findPushedOut(product, candidates);
    const rest = candidates.filter((patch) => !pushedOut.some((out) => out.patch === patch));
    const steps = new Arrangement(product, rest).run();
    const applied = new Set(steps.map(({ patch }) => patch));
    const idle = rest.filter((patch) => !applied.has(patch));
    const wrong = idle.filter((patch) => pushedOut.some(({ by }) => by === patch));
    if (wrong.length === 0) {
      const unfit = idle.map((patch) => explainUnfit(product, patch));
      for (const one of [...pushedOut, ...unfit]) leftOut.push(one);
      if (steps.length === 0) throw notApplicable(patches, leftOut);
      return { steps, leftOut };
    }
    for (const one of wrong.map((patch) => explainUnfit(product, patch))) leftOut.push(one);
    candidates = candidates.filter((patch) => !wrong.includes(patch));
  }
}

/** Throws `PATCH_NO_SEQUENCE` for more patches than a product takes; may be asked before any of them is opened. */
export function refuseTooMany(count: number): void {
  if (count <= MOST_PATCHES) return;
  throw new HotfixkitError('PATCH_NO_SEQUENCE', 'there are too many patches for one product', {
    expected: `at most ${MOST_PATCHES}`,
    found: count,
  });
}

/** The first pair of transforms whose conditions the product meets; null where none is. */
export function findFittingPair(product: TransformTarget, patch: SequencedPatch): number | null {
  if (!isTarget(product, patch)) return null;
  const pair = patch.transforms.findIndex((transform) => checkTransform(transform, product).length === 0);
  return pair < 0 ? null : pair;
}

function isTarget({ productCode }: TransformTarget, { identity }: SequencedPatch): boolean {
  return productCode !== null && identity.targets.includes(productCode.toUpperCase());
}

/** What a patch does to a product: another product code, another version, or neither. */
type PatchKind = 'major' | 'minor' | 'small';

function kindOf({ before, after }: TransformSummary): PatchKind {
  const same = (a: string | null, b: string | null): boolean =>
    a === null || b === null || a.toUpperCase() === b.toUpperCase();
  if (!same(before.productCode, after.productCode)) return 'major';
  const [from, to] = [versionOf(before.productVersion), versionOf(after.productVersion)];
  return from === null || to === null || compareFileVersions(from, to) === 0 ? 'small' : 'minor';
}

/** The kind that counts for a product: that of the first transform which is for its code. */
function kindFor({ productCode }: TransformTarget, { transforms }: SequencedPatch): PatchKind {
  const code = productCode?.toUpperCase();
  const own = transforms.find(({ before }) => before.productCode?.toUpperCase() === code) ?? transforms[0];
  return own ? kindOf(own) : 'small';
}

function patched(product: TransformTarget, { after }: TransformSummary): TransformTarget {
  return {
    ...product,
    productCode: after.productCode ?? product.productCode,
    productVersion: after.productVersion ?? product.productVersion,
    languages: after.languages.length > 0 ? after.languages : product.languages,
  };
}

function versionOf(text: string | null): FileVersion | null {
  const version = text === null ? null : tryParseFileVersion(text);
  // The fourth number of a ProductVersion counts for nothing.
  return version && [version[0], version[1], version[2], 0];
}

type Families = ReturnType<typeof relevantSequences>;

type PushedOut<Patch extends SequencedPatch> = Extract<LeftOut<Patch>, { by: Patch }>;

function findPushedOut<Patch extends SequencedPatch>(
  product: TransformTarget,
  patches: readonly Patch[],
): PushedOut<Patch>[] {
  const pushedOut: PushedOut<Patch>[] = [];
  const families = new Map<SequencedPatch, Families>();
  const familiesOf = (patch: SequencedPatch): Families => {
    let known = families.get(patch);
    if (!known) {
      known = relevantSequences(patch.sequences ?? [], product.productCode);
      families.set(patch, known);
    }
    return known;
  };
  for (const patch of patches) {
    const obsoleted = patch.sequences === null;
    const by = patches.find((other) => {
      if (other === patch) return false;
      return obsoleted ? obsoletes(other, patch, patches) : supersedesFor(product, other, patch, familiesOf);
    });
    if (by) pushedOut.push({ patch, reason: obsoleted ? 'obsoleted' : 'superseded', by });
  }
  return pushedOut;
}

/** Of two patches that call each other obsolete the one given later stays. */
function obsoletes(patch: SequencedPatch, other: SequencedPatch, all: readonly SequencedPatch[]): boolean {
  if (!patch.identity.obsoletes.includes(other.identity.patchCode)) return false;
  const isMutual = patch.sequences === null && other.identity.obsoletes.includes(patch.identity.patchCode);
  return !isMutual || all.indexOf(patch) > all.indexOf(other);
}

/** Small updates supersede small updates only, and no upgrade to another product supersedes anything. */
function supersedesFor(
  product: TransformTarget,
  patch: SequencedPatch,
  other: SequencedPatch,
  familiesOf: (patch: SequencedPatch) => Families,
): boolean {
  if (patch.sequences === null || other.sequences === null) return false;
  const kind = kindFor(product, patch);
  if (kind === 'major' || (kind === 'small' && kindFor(product, other) !== 'small')) return false;
  return supersedes(familiesOf(patch), familiesOf(other));
}

/** The order of patches none of which pushes another one out. */
class Arrangement<Patch extends SequencedPatch> {
  readonly #patches: readonly Patch[];
  readonly #product: TransformTarget;
  readonly #steps: PatchStep<Patch>[] = [];
  #state: TransformTarget;

  constructor(product: TransformTarget, patches: readonly Patch[]) {
    this.#product = product;
    this.#patches = patches;
    this.#state = product;
  }

  run(): PatchStep<Patch>[] {
    const kinds = new Map(this.#patches.map((patch) => [patch, kindFor(this.#product, patch)]));
    const sequenced = (kind: PatchKind): Patch[] =>
      this.#patches.filter((patch) => patch.sequences !== null && kinds.get(patch) === kind);
    const unsequenced = this.#patches.filter(
      (patch) => patch.sequences === null && kinds.get(patch) !== 'major',
    );
    this.#applyInOrder(unsequenced);
    const upgrades = this.#chainOfUpgrades(sequenced('minor'));
    const places = this.#placeSmallUpdates(sequenced('small'), upgrades);
    for (let level = 0; level <= upgrades.length; level++) {
      if (level > 0) this.#apply(upgrades[level - 1]!);
      for (const patch of orderByFamily(places[level]!, this.#product.productCode)) this.#try(patch);
    }
    // What was made for a version that the others lead to.
    this.#applyInOrder(unsequenced);
    this.#applyInOrder(this.#patches.filter((patch) => kinds.get(patch) === 'major'));
    return this.#steps;
  }

  #applyInOrder(patches: readonly Patch[]): void {
    for (const patch of patches) {
      if (!this.#steps.some((step) => step.patch === patch)) this.#try(patch);
    }
  }

  #try(patch: Patch): void {
    const pair = findFittingPair(this.#state, patch);
    if (pair !== null) this.#apply({ patch, pair });
  }

  #apply(step: PatchStep<Patch>): void {
    this.#steps.push(step);
    this.#state = patched(this.#state, step.patch.transforms[step.pair]!);
  }

  /** Every upgrade leads to a higher version, so that the ways there are found version by version. */
  #chainOfUpgrades(upgrades: readonly Patch[]): PatchStep<Patch>[] {
    interface Way {
      state: TransformTarget;
      steps: PatchStep<Patch>[];
    }
    const ways: Way[] = [{ state: this.#state, steps: [] }];
    const results = upgrades.flatMap((patch) =>
      patch.transforms.flatMap((transform, pair) => {
        const version = versionOf(transform.after.productVersion);
        return version ? [{ patch, pair, version }] : [];
      }),
    );
    results.sort((a, b) => compareFileVersions(a.version, b.version));
    for (const { patch, pair, version } of results) {
      let best: Way | null = null;
      for (const way of ways) {
        if (way.steps.some((step) => step.patch === patch)) continue;
        if (findFittingPair(way.state, patch) !== pair) continue;
        const from = versionOf(way.state.productVersion);
        if (from && compareFileVersions(version, from) <= 0) continue;
        if (!best || way.steps.length > best.steps.length) best = way;
      }
      if (!best) continue;
      const transform = patch.transforms[pair]!;
      ways.push({ state: patched(best.state, transform), steps: [...best.steps, { patch, pair }] });
    }
    // The last way leads to the highest version; among equals the longest.
    let last = ways[0]!;
    for (const way of ways) {
      const order = compareVersions(way.state.productVersion, last.state.productVersion);
      if (order > 0 || (order === 0 && way.steps.length > last.steps.length)) last = way;
    }
    return last.steps;
  }

  /** For each version on the way, the product's own first, the small updates that belong there. */
  #placeSmallUpdates(updates: readonly Patch[], upgrades: readonly PatchStep<Patch>[]): Patch[][] {
    const states = [this.#state];
    for (const { patch, pair } of upgrades) states.push(patched(states.at(-1)!, patch.transforms[pair]!));
    const places = states.map((): Patch[] => []);
    for (const patch of updates) {
      const level = states.findLastIndex((state) => findFittingPair(state, patch) !== null);
      if (level >= 0) places[level]!.push(patch);
    }
    return places;
  }
}

function compareVersions(a: string | null, b: string | null): number {
  const [left, right] = [versionOf(a), versionOf(b)];
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  return compareFileVersions(left, right);
}

function explainUnfit<Patch extends SequencedPatch>(product: TransformTarget, patch: Patch): LeftOut<Patch> {
  if (!isTarget(product, patch)) {
    return {
      patch,
      reason: 'not applicable',
      expected: `product ${listed(patch.identity.targets)}`,
      found: `product ${product.productCode ?? '(none)'}`,
    };
  }
  const checks = patch.transforms
    .map((transform) => checkTransform(transform, product))
    .filter((mismatches) => mismatches.length > 0);
  const fewest = checks.reduce((least, mismatches) => Math.min(least, mismatches.length), Infinity);
  const nearest = checks.filter((mismatches) => mismatches.length === fewest);
  if (nearest.length === 0) {
    // Its transform fits the product as it is now, but no longer in its turn.
    return {
      patch,
      reason: 'not applicable',
      expected: `the product as it is before the other patches`,
      found: 'the product after them',
    };
  }
  return {
    patch,
    reason: 'not applicable',
    expected: listed(nearest.map((mismatches) => describe(mismatches, 'expected'))),
    found: describe(nearest[0]!, 'found'),
  };
}

const names: Readonly<Record<TransformMismatch['what'], string>> = {
  language: 'language',
  productCode: 'product',
  platform: 'platform',
  productVersion: 'version',
  upgradeCode: 'upgrade code',
};

function describe(mismatches: readonly TransformMismatch[], side: 'expected' | 'found'): string {
  return mismatches.map((mismatch) => `${names[mismatch.what]} ${mismatch[side]}`).join(', ');
}

function listed(wishes: readonly string[]): string {
  const different = [...new Set(wishes)];
  const shown = different.slice(0, MOST_NAMED).join(' or ');
  return different.length > MOST_NAMED ? `${shown} or ${different.length - MOST_NAMED} more` : shown;
}

function notApplicable<Patch extends SequencedPatch>(
  patches: readonly Patch[],
  leftOut: readonly LeftOut<Patch>[],
): HotfixkitError {
  const first = leftOut.find((out) => out.reason === 'not applicable');
  const name = first?.patch.label ?? patches[0]?.label ?? '';
  const none = patches.length > 1 ? `none of the ${patches.length} patches applies: ` : '';
  return new HotfixkitError(
    'PATCH_NOT_APPLICABLE',
    `${none}${name} is for another product or version`,
    first?.reason === 'not applicable' ? { expected: first.expected, found: first.found } : {},
  );
}
