import { nameKey } from '../core/name-key.js';
import { type Manifest, manifestName } from '../hotfix/manifest/manifest.js';
import { isWantedName } from '../hotfix/verify/content-files.js';
import { type Requirement, requirementFilter } from '../hotfix/verify/require.js';
import { isPackageOfRows, namesOfFiles } from '../hotfix/verify/rows-of-files.js';
import { openPackage } from '../package/open-package.js';
import type { OpenedPackage, OpenPackageOptions, PackageOnDisk } from '../package/opened-package.js';
import type { PackageFile } from '../package/package-content.js';

/** What files by themselves may be called. */
export interface KnownFiles {
  /** Whether one is meant by this name. */
  has: (name: string) => boolean;
  /** Whether a file of this name is the package of the others, by the names of the files inside. */
  isPackage: (name: string, inside: readonly string[]) => boolean;
  /** For the name that was meant. */
  names: readonly string[];
  /** Who names them: `KB977203`. */
  title: string;
}

/** What tells a file of the table from a package that holds such files. */
export function knownFiles(manifest: Manifest | null, required: readonly Requirement[] = []): KnownFiles {
  const rows = manifest === null ? [] : namesOfFiles(manifest);
  const names = new Set(rows.map(nameKey));
  const isNamed = isWantedName(
    manifest === null
      ? [requirementFilter(required)]
      : [(name) => names.has(nameKey(name)), requirementFilter(required)],
  );
  return {
    has: (name) => isNamed(name, name),
    isPackage: (name, inside) =>
      manifest === null ? inside.some((one) => isNamed(one, one)) : isPackageOfRows(manifest, name, inside),
    names: rows,
    title: manifest === null ? '' : manifestName(manifest),
  };
}

/**
 * Opens a package whose files are looked for. A package in an archive that is one of these files itself, as a client patch
 * beside its utility is, is not opened in place of the archive.
 */
export function openForFiles(path: string, options: OpenPackageOptions, known: KnownFiles): PackageOnDisk {
  if (path.includes('!')) return openPackage(path, options);
  const opened = openPackage(path, { ...options, orContainer: true });
  const meant = containerMeant(opened, known);
  if (meant === null && (opened.container?.choices ?? []).length === 0) return opened;
  opened.close();
  return openPackage(meant ?? path, options);
}

/** The path of the container, where what was found in it is one of the files; else null. */
function containerMeant({ path, name, content, container }: OpenedPackage, known: KnownFiles): string | null {
  if (container === null) return null;
  if (container.choices.length > 0) {
    return container.inside().some(({ member }) => known.has(lastName(member.path))) ? `${path}!` : null;
  }
  if (container.way.length === 0 || !known.has(name)) return null;
  const files = content.files as readonly PackageFile[];
  const held = files.map((file) => file.statedName ?? file.name);
  if (known.isPackage(name, held)) return null;
  return `${[path, ...container.way.slice(0, -1).map((member) => member.path)].join('!')}!`;
}

const lastName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
