import { archivesBehind } from '../archive/archives-behind.js';
import type { Container } from '../archive/container.js';
import type { ContainerLimits } from '../archive/limits.js';
import { openContainer } from '../archive/open-container.js';
import type { UnpackBudget } from '../archive/unpack-budget.js';
import { unsupported } from '../archive/unsupported.js';
import type { ByteSource } from '../core/byte-source.js';
import { HotfixkitError, type Warning, withFacts } from '../core/errors.js';
import { SEARCH_REACH } from '../core/search-reach.js';
import { startsLikeCompoundFile } from '../formats/cfb/compound-file-header.js';
import { startsLikeExecutable } from '../formats/pe/portable-executable.js';
import { CabinetPackage } from './cabinet-package.js';
import { ContainerPackage } from './container-package.js';
import { damageIn } from './damage.js';
import { EmbeddedCabinets } from './embedded-cabinets.js';
import { ambiguousPackage, choicesOf, findInside } from './find-inside.js';
import { ContainerFolder } from './install/container-folder.js';
import { InstallPackage } from './install/install-package.js';
import { JoinedFolders } from './install/joined-folders.js';
import { neighboursOf, type SourceFolder } from './install/source-folder.js';
import type { OpenedContainer, OpenedPackage, PackageLocation } from './opened-package.js';
import type { Package } from './package.js';
import { packageKindOf } from './package-kind.js';
import { folderOf, nameOf, type PackagePath, PackageSearch } from './package-search.js';
import { PatchPackage } from './patch/patch-package.js';

/** Bytes in which the first tag of a page is searched. */
const PAGE_HEAD = 1024;

/** An opened package without its `close`. */
export type FoundPackage = Pick<OpenedPackage, 'name' | 'inside' | 'size' | 'content' | 'container'>;

/** Finds and opens the package in a file: the file itself, or one inside it. */
export class PackageOpener {
  readonly #location: PackageLocation;
  readonly #given: string;
  readonly #budget: UnpackBudget;
  readonly #search: PackageSearch;
  readonly #folder: SourceFolder;
  #choices: readonly string[] = [];

  readonly #others: readonly SourceFolder[];

  /**
   * @param folder the files beside the package
   * @param others further folders, for what is not beside it
   */
  constructor(
    location: PackageLocation,
    given: string,
    budget: UnpackBudget,
    folder: SourceFolder,
    others: readonly SourceFolder[] = [],
  ) {
    this.#location = location;
    this.#given = given;
    this.#budget = budget;
    this.#search = new PackageSearch(budget);
    this.#others = others;
    this.#folder = this.#withOthers(folder);
  }

  /** @param name the name of the file, without folders */
  open(source: ByteSource, name: string): FoundPackage {
    const { inside = [] } = this.#location;
    const folder = this.#folder;
    const direct = (content: Package): FoundPackage => {
      return { name, inside: [], size: source.size, content, container: null };
    };
    const kind = packageKindOf(source);
    if (kind !== null && kind !== 'cab') {
      if (inside.length > 0) {
        throw new HotfixkitError(
          'CONTAINER_NO_MEMBER',
          'this is a single package; it holds no other package',
          {
            entry: inside[0]!,
          },
        );
      }
      return direct(this.#openDatabase(source, kind, folder));
    }
    const container = openContainer(source, name, this.#budget, 1, neighboursOf(folder));
    if (!container) {
      const found =
        inside.length === 0 && mayHoldCabinets(source)
          ? EmbeddedCabinets.search(source, { ...this.#options(folder, name), budget: this.#budget })
          : null;
      if (found) return direct(found);
      throw unknownKind(source);
    }
    const { way, named } = this.#choose(container, inside);
    const outer: OpenedContainer = {
      container,
      way: way.map(({ member }) => member),
      containers: way.map((_, depth) => way[depth - 1]?.container ?? container),
      named,
      choices: this.#choices,
      damage: damageOn([container, ...way.map((step) => step.container)]),
      inside: () => this.#search.inside(container, 1),
      warnings: () => [...container.warnings, ...this.#search.warnings(way.at(-1)?.container ?? null)],
    };
    if (way.length === 0) {
      // A `CabinetPackage` states more facts of a plain cabinet.
      const content =
        container.kind === 'cab'
          ? new CabinetPackage(container.cabinet ?? source, {
              ...this.#options(folder, name),
              notes: [...notesOf(container), ...this.#search.warnings()],
            })
          : new ContainerPackage(container, container.kind);
      return {
        ...direct(content),
        inside: inside.length > 0 ? [''] : [],
        container: container.kind === 'cab' && inside.length === 0 ? null : outer,
      };
    }
    return { ...this.#openWay(container, way), container: outer };
  }

  /** Chooses the path to the package, empty for the container itself, and says how much of it was named. */
  #choose(container: Container, inside: readonly string[]): { way: PackagePath; named: number } {
    const way = findInside(this.#search, container, inside, this.#given);
    const named = way.length;
    if (inside.at(-1) === '') return { way, named };
    const last = way.at(-1);
    if (last && !last.container) return { way, named };
    const choice = this.#search.choose(last?.container ?? container, 1 + named);
    if (choice.kind === 'one') return { way: [...way, ...choice.path], named };
    if (choice.kind === 'several') {
      const all = choice.paths.map((path) => [...way, ...path]);
      if (!this.#location.orContainer) throw ambiguousPackage(this.#given, all, last?.container ?? container);
      this.#choices = choicesOf(this.#given, all);
    }
    return { way, named };
  }

  #openWay(outermost: Container, way: PackagePath): Omit<FoundPackage, 'container'> {
    const last = way.at(-1)!;
    const parent = way.at(-2)?.container ?? outermost;
    const { member } = last;
    const inside = way.map((step) => step.member.path);
    const base = { name: nameOf(member.path), size: member.size };
    const place = `${this.#given}!${inside.slice(0, -1).join('!')}`;
    const folder = this.#withOthers(new ContainerFolder(parent, place, folderOf(member.path), member));
    // The facts of an error inside the package name its own streams.
    return withFacts({ file: [this.#given, ...inside].join('!') }, () => {
      if (last.container && last.container.kind !== 'cab') {
        const content = new ContainerPackage(last.container, last.container.kind);
        return { ...base, inside: [...inside, ''], content };
      }
      const source = member.source();
      const kind = packageKindOf(source);
      if (kind === 'cab') {
        const content = new CabinetPackage(last.container?.cabinet ?? source, {
          ...this.#options(folder, base.name),
          notes: last.container ? notesOf(last.container) : [],
        });
        return { ...base, inside: [...inside, ''], content };
      }
      if (kind === null) throw unknownKind(source);
      return { ...base, inside, content: this.#openDatabase(source, kind, folder) };
    });
  }

  #withOthers(folder: SourceFolder): SourceFolder {
    return this.#others.length === 0 ? folder : new JoinedFolders(folder, this.#others);
  }

  #openDatabase(source: ByteSource, kind: string, folder: SourceFolder): Package {
    const { name: _, renameUnsafe: __, ...options } = this.#options(folder, '');
    const content =
      kind === 'msi'
        ? new InstallPackage(source, options)
        : new PatchPackage(source, kind === 'msp' ? 'msp' : 'mst', { ...options, label: this.#given });
    const { compoundFile } = content;
    // Where the end of a truncated one would be is past the end of the file.
    if (!compoundFile.warnings.some(({ code }) => code === 'CFB_TRUNCATED')) {
      content.note(archivesBehind(source, compoundFile.usedSize, 'package'));
    }
    return content;
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
    renameUnsafe?: boolean;
  } {
    const { strict, codePage, limits } = this.#location;
    return {
      name,
      folder,
      ...(strict === undefined ? {} : { strict }),
      ...(codePage === undefined ? {} : { codePage }),
      ...(limits === undefined ? {} : { limits }),
      ...(this.#budget.renameUnsafe ? { renameUnsafe: true } : {}),
    };
  }
}

/** Other kinds of databases are not searched: a cabinet there is a part, not the content. */
function mayHoldCabinets(source: ByteSource): boolean {
  return !startsLikeCompoundFile(headOf(source));
}

function headOf(source: ByteSource): Uint8Array {
  return source.read(0, Math.min(8, source.size));
}

function damageOn(way: readonly (Container | null)[]): Warning | null {
  for (const container of way) {
    const damage = container && (container.damage ?? damageIn(container.warnings));
    if (damage) return damage;
  }
  return null;
}

/** Names the file format, if known. */
function unknownKind(source: ByteSource): HotfixkitError {
  if (source.size === 0) return new HotfixkitError('PACKAGE_UNKNOWN_KIND', 'the file is empty');
  const head = headOf(source);
  if (startsLikeCompoundFile(head)) {
    return unsupported('a compound file but not a Windows Installer package (perhaps an Office document)');
  }
  if (startsLikeExecutable(head)) {
    return new HotfixkitError(
      'CONTAINER_EMPTY',
      'this executable holds no package, archive or cabinet that hotfixkit can open; if it should, the download may be incomplete: compare its size and download it again',
    );
  }
  const page = pageKind(source);
  if (page !== null) {
    return new HotfixkitError(
      'PACKAGE_UNKNOWN_KIND',
      `not a package: this is ${page}, as a failed download leaves it (a page for signing in or an error); open it in a browser to see what it says, and download the package again`,
    );
  }
  return new HotfixkitError(
    'PACKAGE_UNKNOWN_KIND',
    `not a package: the content is not an .msi, .msp, .mst, .msm, .cab, .zip or .msu${source.size > SEARCH_REACH ? `; no archive begins in its first ${SEARCH_REACH / 2 ** 20} MB` : ''}`,
  );
}

/** `an HTML page` or `an XML document` by the first characters, in any encoding of ASCII; else null. */
function pageKind(source: ByteSource): string | null {
  const bytes = source.read(0, Math.min(PAGE_HEAD, source.size)).filter((byte) => byte > 0 && byte < 0x80);
  const text = String.fromCharCode(...bytes).trimStart();
  if (/^(?:<!--[^>]*-->|<\?xml[^>]*>|\s)*<(?:!doctype html|html|head|body|title|script|meta)\b/i.test(text)) {
    return 'an HTML page';
  }
  return /^<\?xml\b|^<error>/i.test(text) ? 'an XML document' : null;
}

/** Facts that the cabinet's directory lacks. */
function notesOf(container: Container): Warning[] {
  return container.warnings.filter(({ code }) => code === 'PACKAGE_NOT_SEARCHED');
}
