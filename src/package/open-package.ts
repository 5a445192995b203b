import { statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { Container, ContainerKind } from '../archive/container.js';
import type { ContainerLimits } from '../archive/limits.js';
import { openContainer } from '../archive/open-container.js';
import { UnpackBudget } from '../archive/unpack-budget.js';
import { unsupported } from '../archive/unsupported.js';
import type { BlobLike } from '../core/blob-source.js';
import { BufferSource, type ByteSource } from '../core/byte-source.js';
import { type Closeable, disposable } from '../core/disposable.js';
import { HotfixkitError, type Warning, withFacts } from '../core/errors.js';
import { startsLikeCompoundFile } from '../formats/cfb/compound-file-header.js';
import { startsLikeExecutable } from '../formats/pe/portable-executable.js';
import { diskError } from '../node/disk-error.js';
import { FileSource } from '../node/file-source.js';
import { Folder } from '../node/folder.js';
import { CabinetPackage } from './cabinet-package.js';
import { ContainerPackage } from './container-package.js';
import { EmbeddedCabinets } from './embedded-cabinets.js';
import { ContainerFolder } from './install/container-folder.js';
import { InstallPackage } from './install/install-package.js';
import { noSourceFolder, type SourceFolder } from './install/source-folder.js';
import { ambiguousPackage, choicesOf, findInside } from './member-match.js';
import { DiskSourceFolder } from './node/disk-source-folder.js';
import { FolderPackage } from './node/folder-package.js';
import { splitPackagePath } from './node/package-path.js';
import type { Package } from './package.js';
import type { PackageKind } from './package-content.js';
import { folderOf, type InnerPackage, nameOf, type PackagePath, PackageSearch } from './package-search.js';
import { packageKindOf } from './package-signature.js';
import { PatchPackage } from './patch/patch-package.js';
import type { Product } from './patch/patched-package.js';

/** What a package can be opened from: a path, its bytes, random access to them, or a file that a browser's user chose. */
export type PackageInput = string | Uint8Array | ByteSource | BlobLike;

export interface OpenPackageOptions {
  /** What messages call a package that is given without a path, and what its file name says; default `package`. */
  name?: string;
  /** Refuse what a reader may forgive. */
  strict?: boolean;
  /** Code page to read names and strings with, whatever the package states. */
  codePage?: number;
  /** For what is encrypted inside a zip archive. */
  password?: string;
  /** How much a download may unpack to; see `defaultLimits`. */
  limits?: Partial<ContainerLimits>;
  /** Alter unsafe and double names inside containers instead of refusing them. */
  renameUnsafe?: boolean;
  /** With several packages inside give the container itself instead of `CONTAINER_SEVERAL`. */
  orContainer?: boolean;
}

/** Everything needed to open a package again, also in another thread. */
export interface PackageLocation extends OpenPackageOptions {
  /** Absolute path of the file or folder. */
  path: string;
  /** Paths of the members that lead to the package; an empty one means the container itself. */
  inside?: readonly string[];
  /** Something had to be unpacked on the way: opening it again takes that time again. */
  unpacked?: boolean;
  /** Patches that are applied to it, with what messages call them; see `openPatchedPackage`. */
  patches?: readonly { location: PackageLocation; label: string }[];
}

/** What all packages that are open have in common. */
export interface Opened<Kind extends PackageKind, Content extends Package> extends Closeable {
  /** What the package is, as its bytes say: tells which {@link content} it has. */
  readonly kind: Kind;
  /** Where to find it again; null for one that was not opened by a path. */
  readonly location: PackageLocation | null;
  /** As the caller gave it. */
  readonly path: string;
  /** File name of the package itself, inside whatever it came in. */
  readonly name: string;
  /** Paths of the members that led to it; empty for what was given by itself. */
  readonly inside: readonly string[];
  /** Bytes of the package itself; null for a folder. */
  readonly size: number | null;
  readonly content: Content;
  /** The file that was opened; null for a folder. */
  readonly source: ByteSource | null;
  /** What that file is, where packages come wrapped in it; null for a package by itself. */
  readonly container: OpenedContainer | null;
}

/** An installation package or merge module. */
export type OpenedInstallPackage = Opened<'msi' | 'msm', Product>;
/** A patch or transform. */
export type OpenedPatch = Opened<'msp' | 'mst', PatchPackage>;
export type OpenedFolder = Opened<'folder', FolderPackage>;
/** A cabinet or archive that no one package was found in. */
export type OpenedArchive = Opened<ContainerKind, CabinetPackage | ContainerPackage | EmbeddedCabinets>;

/**
 * A package that is open. `kind` says what it is: with `msi` and `msm` there is a database, with `msp` and `mst` there are
 * transforms. Close it, or let `using` or `await using` do that.
 */
export type OpenedPackage = OpenedInstallPackage | OpenedPatch | OpenedFolder | OpenedArchive;

/** {@link OpenedPackage} that was given by a path. */
export type PackageOnDisk = OpenedPackage & { readonly location: PackageLocation };

/** The outermost container. */
export interface OpenedContainer {
  readonly container: Container;
  /** Every package and container directly inside it, with what is inside those. */
  inside(): readonly InnerPackage[];
  /** What to type for each package inside, where there are several. */
  readonly choices: readonly string[];
  /** Its own, and what inside could not be opened. */
  warnings(): readonly Warning[];
}

/**
 * Opens a package as what its bytes say it is: a package, or something that packages come wrapped in, to any depth. With
 * exactly one package inside that is what is opened; of a path, `outer.exe!inner.msi` names one of several, and `outer.exe!`
 * the container itself. Whatever has to be unpacked for that goes with `close`.
 *
 * Everything is read synchronously, but for a `Blob`: that is read into memory first, so that there is a promise to wait
 * for. In a worker a `BlobSource` reads a blob in place instead. A package that is given without a path has no neighbours:
 * cabinets beside it are missing.
 *
 * Throws `FILE_NOT_FOUND`, `FILE_READ`, `PACKAGE_UNKNOWN_KIND`, `CONTAINER_*`, `ZIP_*` and what the formats throw, each
 * naming the path or `name`.
 *
 * @example
 * using pkg = openPackage('hotfix.msi');
 * if (pkg.kind === 'msi') console.log(pkg.content.database.tableNames);
 */
export function openPackage(path: string, options?: OpenPackageOptions): PackageOnDisk;
export function openPackage(bytes: Uint8Array | ByteSource, options?: OpenPackageOptions): OpenedPackage;
export function openPackage(blob: BlobLike, options?: OpenPackageOptions): Promise<OpenedPackage>;
export function openPackage(
  input: PackageInput,
  options?: OpenPackageOptions,
): OpenedPackage | Promise<OpenedPackage>;
export function openPackage(
  input: PackageInput,
  options: OpenPackageOptions = {},
): OpenedPackage | Promise<OpenedPackage> {
  if (typeof input === 'string') return openPath(input, options);
  if (input instanceof Uint8Array) return openSource(new BufferSource(input), options);
  if ('read' in input) return openSource(input, options);
  const name = options.name ?? input.name;
  return input
    .arrayBuffer()
    .then((bytes) => openPackage(new Uint8Array(bytes), { ...options, ...(name ? { name } : {}) }));
}

function openPath(path: string, options: OpenPackageOptions): PackageOnDisk {
  return withFacts({ file: path }, () => {
    const parts = splitPackagePath(path);
    const location: PackageLocation = {
      path: resolve(parts.path),
      ...options,
      ...(parts.inside.length > 0 ? { inside: parts.inside } : {}),
    };
    return { ...open(location, parts.path), path };
  });
}

/** Bytes without a path. They stay the caller's: closing the package does not close them. */
function openSource(source: ByteSource, options: OpenPackageOptions): OpenedPackage {
  const name = options.name ?? 'package';
  return withFacts({ file: name }, () => {
    const budget = new UnpackBudget({ ...options, packed: source.size });
    try {
      const found = new Opener({ ...options, path: name }, name, budget, noSourceFolder).open(source);
      return asOpened({
        location: null,
        path: name,
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

/** {@link openPackage} for a thread that has been told where to look. */
export function openPackageAt(location: PackageLocation): Package {
  return open(location, location.path).content;
}

function open(location: PackageLocation, given: string): PackageOnDisk {
  const { path, inside = [] } = location;
  let isFolder: boolean;
  try {
    isFolder = statSync(path).isDirectory();
  } catch (error) {
    throw diskError(error, 'FILE_READ', 'cannot be opened', given);
  }
  if (isFolder) {
    return inside.length === 0 ? openFolder(location) : openInFolder(location, given);
  }
  const source = new FileSource(path);
  const budget = new UnpackBudget({ ...location, packed: source.size });
  try {
    const folder = new DiskSourceFolder(dirname(path));
    const found = new Opener(location, given, budget, folder).open(source);
    return asOpened({
      location: {
        ...location,
        ...(found.inside.length > 0 ? { inside: found.inside } : {}),
        ...(budget.isUsed ? { unpacked: true } : {}),
      },
      path: given,
      source,
      ...found,
      close: () => {
        found.content.close();
        budget.close();
        source.close();
      },
    });
  } catch (error) {
    budget.close();
    source.close();
    throw error;
  }
}

/** The kind is the content's own, so that it tells the type of the content. */
function asOpened<L extends PackageLocation | null>(
  opened: Omit<Opened<PackageKind, Package>, 'kind' | 'location' | symbol> & { location: L },
): OpenedPackage & { readonly location: L } {
  return disposable({ ...opened, kind: opened.content.kind }) as OpenedPackage & { readonly location: L };
}

function openFolder(location: PackageLocation): PackageOnDisk {
  const content = new FolderPackage(location.path);
  return asOpened({
    location,
    path: location.path,
    name: basename(location.path),
    inside: [],
    size: null,
    content,
    source: null,
    container: null,
    close: () => content.close(),
  });
}

/** `folder!package.msi` is `folder/package.msi`, whatever the letter case. */
function openInFolder(location: PackageLocation, given: string): PackageOnDisk {
  const { inside = [], ...options } = location;
  if (inside[0] === '') return openFolder(options);
  const folder = new Folder(location.path);
  // Names may have a ! in them: the longest that is there counts.
  for (let count = inside.length; count > 0; count--) {
    const name = inside.slice(0, count).join('!');
    const found = folder.find(name);
    if (found === null) continue;
    const rest = inside.slice(count);
    const path = resolve(location.path, found);
    return open({ ...options, path, ...(rest.length > 0 ? { inside: rest } : {}) }, `${given}!${name}`);
  }
  throw new HotfixkitError('CONTAINER_NO_MEMBER', 'there is no such file in this folder', {
    file: given,
    entry: inside[0] ?? '',
  });
}

type Found = Pick<OpenedPackage, 'name' | 'inside' | 'size' | 'content' | 'container'>;

/** The way from a file on disk to the package that is meant. */
class Opener {
  readonly #location: PackageLocation;
  readonly #given: string;
  readonly #budget: UnpackBudget;
  readonly #search: PackageSearch;
  readonly #folder: SourceFolder;
  #choices: readonly string[] = [];

  /** @param folder what lies beside the file */
  constructor(location: PackageLocation, given: string, budget: UnpackBudget, folder: SourceFolder) {
    this.#location = location;
    this.#given = given;
    this.#budget = budget;
    this.#search = new PackageSearch(budget);
    this.#folder = folder;
  }

  open(source: ByteSource): Found {
    const { path, inside = [] } = this.#location;
    const folder = this.#folder;
    const name = basename(path);
    const direct = (content: Package): Found => {
      return { name, inside: [], size: source.size, content, container: null };
    };
    const kind = packageKindOf(source);
    if (kind !== null && kind !== 'cab') {
      if (inside.length > 0) {
        throw new HotfixkitError('CONTAINER_NO_MEMBER', 'this is a package by itself: nothing is inside it', {
          entry: inside[0]!,
        });
      }
      return direct(this.#openDatabase(source, kind, folder));
    }
    const container = openContainer(source, name, this.#budget, 1, (other) => folder.open(other));
    if (!container) {
      const found = mayHoldCabinets(source)
        ? EmbeddedCabinets.search(source, { ...this.#options(folder, name), budget: this.#budget })
        : null;
      if (found && inside.length === 0) return direct(found);
      throw unknownKind(source);
    }
    const way = this.#choose(container, inside);
    const outer: OpenedContainer = {
      container,
      choices: this.#choices,
      inside: () => this.#search.inside(container, 1),
      warnings: () => [...container.warnings, ...this.#search.warnings],
    };
    if (way.length === 0) {
      // A plain cabinet tells more of itself as what it is.
      const content =
        container.kind === 'cab'
          ? new CabinetPackage(container.cabinet ?? source, this.#options(folder, name))
          : new ContainerPackage(container, container.kind);
      return {
        ...direct(content),
        inside: inside.length > 0 ? [''] : [],
        container: container.kind === 'cab' && inside.length === 0 ? null : outer,
      };
    }
    return { ...this.#openWay(container, way), container: outer };
  }

  /** The way to what is meant; empty for the container itself. */
  #choose(container: Container, inside: readonly string[]): PackagePath {
    const named = findInside(this.#search, container, inside, this.#given);
    if (inside.at(-1) === '') return named;
    const last = named.at(-1);
    if (last && !last.container) return named;
    const choice = this.#search.choose(last?.container ?? container, 1 + named.length);
    if (choice.kind === 'one') return [...named, ...choice.path];
    if (choice.kind === 'several') {
      const all = choice.paths.map((path) => [...named, ...path]);
      if (!this.#location.orContainer) throw ambiguousPackage(this.#given, all);
      this.#choices = choicesOf(this.#given, all);
    }
    return named;
  }

  #openWay(outermost: Container, way: PackagePath): Omit<Found, 'container'> {
    const last = way.at(-1)!;
    const parent = way.at(-2)?.container ?? outermost;
    const { member } = last;
    const inside = way.map((step) => step.member.path);
    const base = { name: nameOf(member.path), size: member.size };
    const place = `${this.#given}!${inside.slice(0, -1).join('!')}`;
    const folder = new ContainerFolder(parent, place, folderOf(member.path));
    return withFacts({ stream: inside.join('!') }, () => {
      if (last.container && last.container.kind !== 'cab') {
        const content = new ContainerPackage(last.container, last.container.kind);
        return { ...base, inside: [...inside, ''], content };
      }
      const source = member.source();
      const kind = packageKindOf(source);
      if (kind === 'cab') {
        const content = new CabinetPackage(
          last.container?.cabinet ?? source,
          this.#options(folder, base.name),
        );
        return { ...base, inside: [...inside, ''], content };
      }
      if (kind === null) throw unknownKind(source);
      return { ...base, inside, content: this.#openDatabase(source, kind, folder) };
    });
  }

  #openDatabase(source: ByteSource, kind: string, folder: SourceFolder): Package {
    const { name: _, ...options } = this.#options(folder, '');
    if (kind === 'msi') return new InstallPackage(source, options);
    return new PatchPackage(source, kind === 'msp' ? 'msp' : 'mst', { ...options, label: this.#given });
  }

  #options(
    folder: SourceFolder,
    name: string,
  ): {
    name: string;
    folder: SourceFolder;
    strict?: boolean;
    codePage?: number;
    limits?: Partial<ContainerLimits>;
  } {
    const { strict, codePage, limits } = this.#location;
    return {
      name,
      folder,
      ...(strict === undefined ? {} : { strict }),
      ...(codePage === undefined ? {} : { codePage }),
      ...(limits === undefined ? {} : { limits }),
    };
  }
}

/** Databases of other kinds are not searched: what would be found in them is a part, not the content. */
function mayHoldCabinets(source: ByteSource): boolean {
  return !startsLikeCompoundFile(headOf(source));
}

function headOf(source: ByteSource): Uint8Array {
  return source.read(0, Math.min(8, source.size));
}

/** Says what the file is instead of what it is not, as far as that is known. */
function unknownKind(source: ByteSource): HotfixkitError {
  if (source.size === 0) return new HotfixkitError('PACKAGE_UNKNOWN_KIND', 'the file is empty');
  const head = headOf(source);
  if (startsLikeCompoundFile(head)) {
    return unsupported('a compound file, but no Windows Installer package (a document of Office, perhaps)');
  }
  if (startsLikeExecutable(head)) {
    return new HotfixkitError(
      'CONTAINER_EMPTY',
      'an executable with nothing in it that hotfixkit can open: no package, no archive, no cabinet',
    );
  }
  return new HotfixkitError(
    'PACKAGE_UNKNOWN_KIND',
    'not a package: no .msi, .msp, .mst, .msm, .cab, .zip or .msu by its content',
  );
}
