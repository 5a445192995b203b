import { HotfixkitError } from '../../core/errors.js';

/** The placeholder for a package ID that is not known yet. */
export const packageIdPlaceholder = '<Package_ID>';

/**
 * Checks the ID of a ConfigMgr package: the three characters of the site code, then five hexadecimal digits. Returns it
 * in capitals, as the console shows it. Throws `STAGE_BAD_PACKAGE_ID`.
 */
export function parsePackageId(text: string, of: 'client' | 'utility' = 'client'): string {
  const id = text.trim();
  if (isPackageId(id)) return id.toUpperCase();
  const [, bracket, inside] = /^([<{[("'])(.*)[>}\])"']$/.exec(id) ?? [];
  const meant = inside?.trim().toUpperCase();
  let hint = '';
  if (bracket !== undefined) {
    hint = `; leave the ${bracket === '<' ? 'angle brackets' : 'brackets or quotation marks'} out`;
    if (meant !== undefined && isPackageId(meant)) hint += `: ${meant}`;
  } else if (/^KB/i.test(id)) {
    hint = `; it is the ID of the ${of === 'client' ? 'ConfigMgr client package' : "utility's package"}, not the number of the article`;
  }
  throw new HotfixkitError(
    'STAGE_BAD_PACKAGE_ID',
    `a package ID is the site code and five hexadecimal digits, like ABC0001F${hint}`,
    { found: text },
  );
}

function isPackageId(id: string): boolean {
  return /^[A-Za-z0-9]{3}[0-9A-Fa-f]{5}$/.test(id);
}
