import type { Warning } from '../../core/errors.js';
import { plural } from '../../core/plural.js';
import type { OpenedPackage } from '../../package/opened-package.js';
import { isWantedName, type Wanted } from './content-files.js';

/** Names that a message lists. */
const LISTED = 5;

/**
 * `VERIFY_NOT_COMPARED` for files of the names that are looked for which lie beside a package in its container: the package
 * was opened in their place.
 */
export function besideWarnings(
  {
    path: given,
    container,
    content,
    inside,
  }: Pick<OpenedPackage, 'path' | 'container' | 'content' | 'inside'>,
  wanted: readonly Wanted[],
): Warning[] {
  const [way = ''] = inside;
  // Who names the very package means no other file.
  if (container === null || way === '' || given.includes('!')) return [];
  const isWanted = isWantedName(wanted);
  const { files } = container.container;
  // Uncompressed files of a package lie beside it.
  const own = new Set(
    content.files.flatMap((file) =>
      'compressed' in file && file.compressed === false ? [file.name.toLowerCase()] : [],
    ),
  );
  const found = files.flatMap(({ path, statedName }) => {
    const name = statedName ?? path.slice(path.lastIndexOf('/') + 1);
    return path !== way && isWanted(path, name) && !own.has(name.toLowerCase()) ? [path] : [];
  });
  if (found.length === 0) return [];
  const more = found.length > LISTED ? `; ${found.length - LISTED} more` : '';
  const what = found.length === 1 ? 'lies beside it and was' : 'lie beside it and were';
  return [
    {
      code: 'VERIFY_NOT_COMPARED',
      message: `the package ${way} was compared; ${plural(found.length, 'file')} of the names that are looked for ${what} not: ${found.slice(0, LISTED).join('; ')}${more}; a "!" behind the path of the container compares these`,
    },
  ];
}
