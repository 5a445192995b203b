import type { Package } from '../package.js';

/** The patches and transforms of a product. Paths are as given. */
export interface Additions {
  /** Those that are applied, in their order, with the transform that fits. */
  patches: { file: string; transform: string }[];
  /** Those that are not applied; the warnings say why. */
  leftOut: string[];
  /** In their order. */
  transforms: string[];
}

/** What was applied to a package; null for one as it is. */
export function additionsOf(content: Package): Additions | null {
  if (content.kind !== 'msi') return null;
  const { transforms } = content;
  const order = content.patched ? content.order : { steps: [], leftOut: [] };
  if (order.steps.length === 0 && transforms.length === 0) return null;
  return {
    patches: order.steps.map(({ patch, pair }) => ({
      file: patch.label,
      transform: patch.identity.pairs[pair]!.product,
    })),
    leftOut: order.leftOut.map(({ patch }) => patch.label),
    transforms: [...transforms],
  };
}
