import { statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { type ErrorCode, HotfixkitError, withFacts } from '../errors.js';
import { diskError } from '../fs/disk-error.js';
import { FileSource } from '../fs/file-source.js';
import { CabinetPackage } from './cabinet-package.js';
import { DiskSourceFolder } from './disk-source-folder.js';
import { FolderPackage } from './folder-package.js';
import { FoundCabinets } from './found-cabinets.js';
import { InstallPackage } from './install-package.js';
import type { PackageContent } from './package-content.js';
import { packageKindOf } from './package-signature.js';
import { PatchPackage } from './patch-package.js';

/** Everything needed to open a package again, also in another thread. */
export interface PackageLocation {
  /** Absolute path of the file or folder. */
  path: string;
  strict?: boolean;
  codePage?: number;
}

export interface OpenPackageOptions {
  /** Refuse what a reader may forgive. */
  strict?: boolean;
  /** Code page to read names and strings with, whatever the package states. */
  codePage?: number;
}

/** A package opened from disk. */
export interface OpenedPackage {
  readonly location: PackageLocation;
  /** As the caller gave it. */
  readonly path: string;
  readonly content: PackageContent;
  /** Bytes of the file; null for a folder. */
  readonly source: FileSource | null;
  close(): void;
}

/**
 * Opens a file or folder as what its bytes say it is. Throws `FILE_NOT_FOUND`, `FILE_READ`, `PACKAGE_UNKNOWN_KIND` and
 * what the formats throw, each naming `path`.
 */
export function openPackage(path: string, options: OpenPackageOptions = {}): OpenedPackage {
  return withFacts({ file: path }, () => {
    const location: PackageLocation = { path: resolve(path), ...options };
    const { content, source } = open(location, path);
    return {
      location,
      path,
      content,
      source,
      close: () => {
        content.close();
        source?.close();
      },
    };
  });
}

/** {@link openPackage} for a thread that has been told where to look. */
export function openPackageAt(location: PackageLocation): PackageContent {
  return open(location, location.path).content;
}

function open(
  location: PackageLocation,
  path: string,
): { content: PackageContent; source: FileSource | null } {
  let isFolder: boolean;
  try {
    isFolder = statSync(location.path).isDirectory();
  } catch (error) {
    throw diskError(error, 'FILE_READ', 'cannot be opened', path);
  }
  if (isFolder) return { content: new FolderPackage(location.path), source: null };
  const source = new FileSource(location.path);
  try {
    return { content: openContent(source, location), source };
  } catch (error) {
    source.close();
    throw error;
  }
}

function openContent(source: FileSource, { path, strict, codePage }: PackageLocation): PackageContent {
  const options = {
    folder: new DiskSourceFolder(dirname(path)),
    ...(strict === undefined ? {} : { strict }),
    ...(codePage === undefined ? {} : { codePage }),
  };
  const kind = packageKindOf(source);
  switch (kind) {
    case 'msi':
      return new InstallPackage(source, options);
    case 'msp':
    case 'mst':
      return new PatchPackage(source, kind, options);
    case 'cab':
      return new CabinetPackage(source, { ...options, name: basename(path) });
    default: {
      const found = mayHoldCabinets(source)
        ? FoundCabinets.search(source, { ...options, name: basename(path) })
        : null;
      if (found) return found;
      throw new HotfixkitError('PACKAGE_UNKNOWN_KIND' satisfies ErrorCode, describeUnknown(source));
    }
  }
}

/** Archives and databases of other kinds are not searched: what would be found in them is a part, not the content. */
function mayHoldCabinets(source: FileSource): boolean {
  const text = String.fromCharCode(...source.read(0, Math.min(4, source.size)));
  return !text.startsWith('PK') && !text.startsWith('\u00d0\u00cf\u0011\u00e0') && !text.startsWith('MSWI');
}

/** Formats that people try, so that the answer says what the file is instead of what it is not. */
function describeUnknown(source: FileSource): string {
  const head = source.read(0, Math.min(8, source.size));
  const text = String.fromCharCode(...head);
  if (head.length === 0) return 'the file is empty';
  if (text.startsWith('MZ')) return 'this is an executable; unpack it first and give the package inside';
  if (text.startsWith('PK')) return 'this is a zip archive; unpack it first and give the package inside';
  if (text.startsWith('MSWIM')) return 'this is a Windows image (WIM), which is not supported';
  if (text.startsWith('\u00d0\u00cf\u0011\u00e0'))
    return 'this is a compound file, but no Windows Installer package';
  if (text.startsWith('ISc(')) return 'this is an InstallShield cabinet, which is not supported';
  return 'not a package: no .msi, .msp, .mst, .msm or .cab by its content';
}
