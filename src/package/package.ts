import type { CabinetPackage } from './cabinet-package.js';
import type { ContainerPackage } from './container-package.js';
import type { EmbeddedCabinets } from './embedded-cabinets.js';
import type { FolderPackage } from './node/folder-package.js';
import type { PatchPackage } from './patch/patch-package.js';
import type { Product } from './patch/patched-package.js';

/**
 * Any package that a path may open. `kind` is its type: `msi` and `msm` are products (`patched` states whether
 * patches are applied), `msp` and `mst` patches and transforms, `cab` a cabinet by itself or several found
 * inside a file (`embedded`), `folder` the files of a folder, anything else a container.
 */
export type Package =
  | Product
  | PatchPackage
  | CabinetPackage
  | EmbeddedCabinets
  | FolderPackage
  | ContainerPackage;

/** Whether a package is a patch or transform by itself, not a product. */
export function isPatch(content: Package): content is PatchPackage {
  return content.kind === 'msp' || content.kind === 'mst';
}
