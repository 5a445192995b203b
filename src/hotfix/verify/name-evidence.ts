import type { Warning } from '../../core/errors.js';
import type { Manifest, ManifestSection } from '../manifest/manifest.js';
import { parsePackageName } from '../naming/package-name.js';

/**
 * Whether the name of a package file (`SCCM2007-SP2-KB977203-DEU.msi`) fits a table or not; null if the name has no
 * level, or the table names no level of its product.
 */
export function nameFits(fileName: string, section: ManifestSection): boolean | null {
  const named = levelsOf(parsePackageName(fileName)?.servicePack ?? '');
  const published = levelsOf(`${section.product ?? ''} ${section.title}`);
  if (named.size === 0 || published.size === 0) return null;
  return [...named].some((level) => published.has(level));
}

/** Tables that fit the name, then undecided ones, then the others; otherwise in their order. */
export function orderByName<Item extends { section: ManifestSection }>(
  items: readonly Item[],
  fileName: string,
): Item[] {
  const rank = ({ section }: Item): number => [true, null, false].indexOf(nameFits(fileName, section));
  return [...items].sort((a, b) => rank(a) - rank(b));
}

/** `VERIFY_NAME_DIFFERS` where the name is that of another article, or of another table of this one. */
export function nameWarnings(fileName: string, manifest: Manifest, used: ManifestSection): Warning[] {
  const name = parsePackageName(fileName);
  const warn = (message: string, expected: string, found: string): Warning[] => [
    { code: 'VERIFY_NAME_DIFFERS', message, entry: fileName, expected, found },
  ];
  if (name?.kb && manifest.kb && name.kb !== manifest.kb) {
    return warn('the name of the package is for another article', `KB${manifest.kb}`, `KB${name.kb}`);
  }
  const others = manifest.sections.filter((section) => section !== used);
  if (nameFits(fileName, used) === false && others.some((section) => nameFits(fileName, section))) {
    return warn(
      'the name of the package is for another table of the article',
      used.product ?? used.title,
      name?.servicePack ?? '',
    );
  }
  return [];
}

/** Service packs and releases that a text names: `SP2`, `RTM`, `R2`. */
export function levelsOf(text: string): Set<string> {
  const spelled = text.toUpperCase().replace(/SERVICE\s+PACK\s+(\d)/g, 'SP$1');
  return new Set(spelled.match(/\b(?:RTM|SP\d|R\d|CU\d+)\b/g) ?? []);
}
