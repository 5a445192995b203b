import type { Container, ContainerKind, ContainerMember } from '../archive/container.js';
import type { ContainerLimits } from '../archive/limits.js';
import type { BlobLike } from '../core/blob-source.js';
import type { ByteSource } from '../core/byte-source.js';
import type { Closeable } from '../core/disposable.js';
import type { Warning } from '../core/errors.js';
import type { CabinetPackage } from './cabinet-package.js';
import type { ContainerPackage } from './container-package.js';
import type { EmbeddedCabinets } from './embedded-cabinets.js';
import type { FolderPackage } from './node/folder-package.js';
import type { Package } from './package.js';
import type { PackageKind } from './package-content.js';
import type { InnerPackage } from './package-search.js';
import type { PatchPackage } from './patch/patch-package.js';
import type { Product } from './patch/patched-package.js';

/** Sources of a package: a path, its bytes, random access to them, or a file chosen in a browser. */
export type PackageInput = string | Uint8Array | ByteSource | BlobLike;

/** Options of {@link openPackage}. */
export interface OpenPackageOptions {
  /** File name of a package without a path, for messages; default `package`. */
  name?: string;
  /** Treat recoverable flaws as errors. */
  strict?: boolean;
  /** Code page for names and strings; overrides the package's. */
  codePage?: number;
  /** Password of encrypted files in zip archives. */
  password?: string;
  /** How much a download may unpack to; see `defaultLimits`. */
  limits?: Partial<ContainerLimits>;
  /** Further folders with cabinets and uncompressed files, for those that are not beside the package. */
  sourceFolders?: readonly string[];
  /** Change unsafe and duplicate names inside containers instead of refusing them. */
  renameUnsafe?: boolean;
  /** If there are several packages inside, return the container instead of throwing `CONTAINER_SEVERAL`. */
  orContainer?: boolean;
  /**
   * Open a WiX bundle that ends inside one of its containers, to describe it, instead of throwing `CONTAINER_CORRUPT`. The
   * error is `container.damage` and one of its warnings.
   */
  orDamaged?: boolean;
}

/** Everything needed to reopen a package, also in another thread. */
export interface PackageLocation extends OpenPackageOptions {
  /** Absolute path of the file or folder. */
  path: string;
  /** Paths of the members that lead to the package; an empty one means the container itself. */
  inside?: readonly string[];
  /** Whether a container was unpacked. Reopening the package takes that time again. */
  unpacked?: boolean;
  /** Patches applied to it, with their names for messages; see `openPatchedPackage`. */
  patches?: readonly { location: PackageLocation; label: string }[];
}

/** Common members of all open packages. */
export interface Opened<Kind extends PackageKind, Content extends Package> extends Closeable {
  /** The kind of the package by its bytes; discriminates {@link content}. */
  readonly kind: Kind;
  /** How to reopen it; null if it was not opened by a path. */
  readonly location: PackageLocation | null;
  /** As the caller gave it. */
  readonly path: string;
  /** File name of the package itself, inside its container. */
  readonly name: string;
  /** Paths of the members that led to it; empty for a package without a container. */
  readonly inside: readonly string[];
  /** Bytes of the package itself; null for a folder. */
  readonly size: number | null;
  readonly content: Content;
  /** The file that was opened; null for a folder. */
  readonly source: ByteSource | null;
  /** The file as a container; null for a package by itself. */
  readonly container: OpenedContainer | null;
}

/** An installation package or merge module. */
export type OpenedInstallPackage = Opened<'msi' | 'msm', Product>;
/** A patch or transform. */
export type OpenedPatch = Opened<'msp' | 'mst', PatchPackage>;
/** A folder of files that was opened like a package. */
export type OpenedFolder = Opened<'folder', FolderPackage>;
/** A cabinet or archive without exactly one package inside. */
export type OpenedArchive = Opened<ContainerKind, CabinetPackage | ContainerPackage | EmbeddedCabinets>;

/**
 * An open package. `kind` is its type: `msi` and `msm` have a database, `msp` and `mst` have
 * transforms. Close it with `close()`, `using` or `await using`.
 */
export type OpenedPackage = OpenedInstallPackage | OpenedPatch | OpenedFolder | OpenedArchive;

/** An {@link OpenedPackage} opened by a path. */
export type PackageOnDisk = OpenedPackage & { readonly location: PackageLocation };

/** The outermost container. */
export interface OpenedContainer {
  readonly container: Container;
  /** Every package and container directly inside it, with what is inside those. */
  inside(): readonly InnerPackage[];
  /** The members that lead to the package, outer ones first; the last one is the package. Empty for the container itself. */
  readonly way: readonly ContainerMember[];
  /** The containers that these members lie in, each in the one before it. */
  readonly containers: readonly Container[];
  /** How many of these members the caller named; the others were found in place of them. */
  readonly named: number;
  /** The path to type for each package inside, if there are several. */
  readonly choices: readonly string[];
  /** The warning that it, or a container inside it that leads to the package, ends too early; null if none does. */
  readonly damage: Warning | null;
  /** Its own warnings, and those about members that could not be opened. */
  warnings(): readonly Warning[];
}
