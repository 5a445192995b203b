import { hasBaseRelocations } from '../base-relocations.js';
import { Pa19ExtendedFlags } from '../pa19-flags.js';
import { Pe32Image } from '../pe32-image.js';
import type { RiftTable } from '../rift-table.js';
import { transformCallsAndJumps } from './calls-and-jumps.js';
import { transformExports } from './exports.js';
import type { ImageTransform } from './image-transform.js';
import { transformImports } from './imports.js';
import { transformInferredPointers } from './inferred-pointers.js';
import { rebuildRelocationTable } from './relocation-table.js';
import { transformRelocations } from './relocations.js';
import { transformResources } from './resources.js';

export interface TransformOptions {
  readonly extendedFlags: number;
  readonly resourceTimestamp: number;
  readonly rifts: RiftTable;
}

/**
 * Makes a normalised old image resemble the new one, in place: every address in it is changed to its target's address
 * in the new image, so that the stream can refer to long pieces of it. The headers do not change, nor do files other
 * than PE32.
 *
 * Addresses in data come first or, with PE_RESOURCE_2, after the directories; the order of imports, exports, resources
 * and the relocation table makes no known difference.
 */
export function transformImage(bytes: Uint8Array, options: TransformOptions): void {
  const image = Pe32Image.open(bytes);
  if (image === null) return;
  const flags = options.extendedFlags;
  const transform: ImageTransform = { image, rifts: options.rifts, fixed: new Uint8Array(bytes.length) };
  const withTable = hasBaseRelocations(image);
  const withRelocations = !(flags & Pa19ExtendedFlags.noRelocations);
  const relocationsLast = (flags & Pa19ExtendedFlags.relocationsLast) !== 0;

  const transformPointers = (): void => {
    if (!withRelocations) return;
    if (withTable) transformRelocations(transform);
    else transformInferredPointers(transform, (flags & Pa19ExtendedFlags.inferredPointers2) !== 0);
  };
  if (!relocationsLast) transformPointers();
  if (!(flags & Pa19ExtendedFlags.noImports)) transformImports(transform);
  if (!(flags & Pa19ExtendedFlags.noExports)) transformExports(transform);
  if (!(flags & Pa19ExtendedFlags.noResources)) transformResources(transform, options.resourceTimestamp);
  if (relocationsLast) transformPointers();
  if (image.isI386) {
    transformCallsAndJumps(transform, {
      calls: !(flags & Pa19ExtendedFlags.noCalls),
      jumps: !(flags & Pa19ExtendedFlags.noJumps),
    });
  }
  if (withTable && withRelocations) rebuildRelocationTable(transform);
}
