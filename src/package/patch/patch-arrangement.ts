import { compareFileVersions } from '../../core/file-version.js';
import type { TransformTarget } from '../../msi/transform-validation.js';
import { orderByFamily } from './patch-families.js';
import { findFittingPair } from './patch-fit.js';
import { compareVersions, kindFor, type PatchKind, patched, versionOf } from './patch-kind.js';
import type { PatchStep, SequencedPatch } from './sequenced-patch.js';

/** Orders patches that do not supersede each other. */
export class PatchArrangement<Patch extends SequencedPatch> {
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
    // Patches for a version that other patches produce.
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

  /** Every upgrade raises the version, so the paths are found version by version. */
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
    // The last path reaches the highest version; of equal ones the longest wins.
    let last = ways[0]!;
    for (const way of ways) {
      const order = compareVersions(way.state.productVersion, last.state.productVersion);
      if (order > 0 || (order === 0 && way.steps.length > last.steps.length)) last = way;
    }
    return last.steps;
  }

  /** The small updates for each version on the path, the product's own first. */
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
