import { Pe32Image } from '../../src/formats/pa19/pe32-image.js';
import { RiftTable } from '../../src/formats/pa19/rift-table.js';
import type { ImageTransform } from '../../src/formats/pa19/transform/image-transform.js';
import { buildPe32, type Pe32Plan } from './pe32-builder.js';

/** An image that a step of the transform can be tried on. */
export function transformOf(
  plan: Pe32Plan | Uint8Array,
  rifts: [from: number, to: number][],
): ImageTransform {
  const bytes = plan instanceof Uint8Array ? plan : buildPe32(plan);
  return {
    image: Pe32Image.open(bytes)!,
    rifts: new RiftTable(
      Uint32Array.from(rifts, ([from]) => from),
      Uint32Array.from(rifts, ([, to]) => to),
    ),
    fixed: new Uint8Array(bytes.length),
  };
}

/** Offsets in the file of the bytes that are marked as known addresses, as runs. */
export function fixedRuns({ fixed }: ImageTransform): [offset: number, length: number][] {
  const runs: [number, number][] = [];
  fixed.forEach((mark, at) => {
    if (mark === 0) return;
    const last = runs.at(-1);
    if (last && last[0] + last[1] === at) last[1]++;
    else runs.push([at, 1]);
  });
  return runs;
}
