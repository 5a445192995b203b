import { basename, dirname, join } from 'node:path';
import { applyAdministrativeInstallation } from '../../src/admin/administrative-installation.js';
import { planAdministrativeInstallation } from '../../src/admin/administrative-plan.js';
import { withInstallPackage } from './package-folder.js';
import { tempFolder } from './temp-folder.js';

/** Makes an administrative image; gives its folder and what the library says of it. */
export function makeImage(
  path: string,
  options: { target?: string; shortNames?: boolean; user?: string; now?: Date; tolerant?: boolean } = {},
) {
  const { target = join(tempFolder(), 'image'), shortNames = false, user = 'tester', ...rest } = options;
  return withInstallPackage(path, async (content, opened) => {
    const plan = planAdministrativeInstallation(content, { packageName: basename(path), shortNames });
    const result = await applyAdministrativeInstallation(content, plan, target, {
      sourceFolder: dirname(opened.location.path),
      user,
      ...rest,
    });
    return { ...result, target, path: join(target, plan.packageName ?? basename(path)) };
  });
}
