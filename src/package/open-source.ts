import { UnpackBudget } from '../archive/unpack-budget.js';
import type { ByteSource } from '../core/byte-source.js';
import { disposable } from '../core/disposable.js';
import { withFacts } from '../core/errors.js';
import { noSourceFolder, type SourceFolder } from './install/source-folder.js';
import type { Opened, OpenedPackage, OpenPackageOptions, PackageLocation } from './opened-package.js';
import type { Package } from './package.js';
import type { PackageKind } from './package-content.js';
import { PackageOpener } from './package-opener.js';
import { nameOf } from './package-search.js';

/** What opening bytes needs besides the options of any package. */
export interface OpenSourceOptions extends OpenPackageOptions {
  /** The files beside it; default none. */
  folder?: SourceFolder;
  /** Paths of the members that lead to the package; an empty one means the container itself. */
  inside?: readonly string[];
}

/**
 * Opens the package in bytes that have no path, as `openPackage` does. Nothing of Node is needed. The caller owns the bytes:
 * closing the package does not close them.
 */
export function openSource(source: ByteSource, options: OpenSourceOptions = {}): OpenedPackage {
  const { folder = noSourceFolder, name: path = 'package', ...rest } = options;
  return withFacts({ file: path }, () => {
    const budget = new UnpackBudget({ ...rest, packed: source.size });
    try {
      const name = nameOf(path.replaceAll('\\', '/'));
      const found = new PackageOpener({ ...rest, name: path, path }, path, budget, folder).open(source, name);
      return asOpened({
        location: null,
        path,
        source,
        ...found,
        close: () => {
          found.content.close();
          budget.close();
        },
      });
    } catch (error) {
      budget.close();
      throw error;
    }
  });
}

/** Takes `kind` from the content, so that it discriminates its type. */
export function asOpened<L extends PackageLocation | null>(
  opened: Omit<Opened<PackageKind, Package>, 'kind' | 'location' | symbol> & { location: L },
): OpenedPackage & { readonly location: L } {
  return disposable({ ...opened, kind: opened.content.kind }) as OpenedPackage & { readonly location: L };
}
