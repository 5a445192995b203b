import { join } from 'node:path';
import { HotfixkitError } from '../../core/errors.js';
import { openPackage } from '../open-package.js';
import type { OpenedPackage, OpenPackageOptions } from '../opened-package.js';

/**
 * Opens the package of a product. For a folder, such as an administrative image, opens its only `.msi`.
 * Throws `PACKAGE_NOT_INSTALLABLE` for a folder with none or several, and what {@link openPackage} throws.
 */
export function openProduct(path: string, options: OpenPackageOptions = {}): OpenedPackage {
  const opened = openPackage(path, options);
  if (opened.content.kind !== 'folder') return opened;
  const databases = opened.content.files.filter(({ key }) => /^[^\\/]+\.msi$/i.test(key));
  opened.close();
  if (databases.length === 1) return openPackage(join(path, databases[0]!.key), options);
  throw new HotfixkitError(
    'PACKAGE_NOT_INSTALLABLE',
    databases.length === 0
      ? 'there is no .msi in this folder: give the product or the folder of its image'
      : `there are several packages in this folder, name one: ${databases.map(({ key }) => key).join(', ')}`,
    { file: path },
  );
}
