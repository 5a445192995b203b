import type { InstallPackage } from '../../src/package/install/install-package.js';
import type { PackagePlan } from './package-builder.js';
import { text, withInstallPackage, writePackage } from './package-folder.js';

/** Three small files, one of them empty. */
export const threeFiles = [
  { key: 'a', name: 'a.txt', bytes: text('first') },
  { key: 'b', name: 'b.txt', bytes: text('') },
  { key: 'c', name: 'c.txt', bytes: text('third') },
];

/** Opens a package that is built for it. */
export function withPlan(
  plan: PackagePlan,
  body: (content: InstallPackage) => Promise<void>,
): ReturnType<typeof withInstallPackage> {
  return withInstallPackage(writePackage(plan), body);
}
