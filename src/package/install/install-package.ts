import { decodeMembers, groupByFolder } from '../../archive/cabinet-members.js';
import type { ContainerLimits } from '../../archive/limits.js';
import { OwnFiles } from '../../archive/own-files.js';
import { UnpackBudget } from '../../archive/unpack-budget.js';
import type { ByteSource } from '../../core/byte-source.js';
import { dosDateTimeToDate } from '../../core/dos-date-time.js';
import { HotfixkitError, type Warning } from '../../core/errors.js';
import { groupBy } from '../../core/group-by.js';
import { listed } from '../../core/plural.js';
import type { CabinetFile } from '../../formats/cab/cabinet-folder.js';
import { CompoundFile } from '../../formats/cfb/compound-file.js';
import { Database } from '../../msi/database.js';
import type { TableRow } from '../../msi/schema.js';
import { SummaryProperty } from '../../msi/summary-information.js';
import type { FilePart, PackageContent, PackageFile } from '../package-content.js';
import { CabinetStore } from './cabinet-store.js';
import type { CabinetSummary } from './cabinet-summary.js';
import { type DirectoryPaths, resolveDirectories } from './directories.js';
import { parseFileName } from './file-name.js';
import { type FileOpener, InstallFile, type InstallFileFacts } from './install-file.js';
import { installFileFacts } from './install-file-facts.js';
import { sourceFileParts } from './source-file-parts.js';
import type { OpenedSource, SourceFolder } from './source-folder.js';
import { FileAttributes, WordCount } from './word-count.js';

/** Options for opening an installation package. */
export interface InstallPackageOptions {
  /** The folder of the package, with its external cabinets and uncompressed files. */
  folder?: SourceFolder | null;
  strict?: boolean;
  /** Overrides the code page that the database states. */
  codePage?: number;
  /** How much the package may hold. */
  limits?: Partial<ContainerLimits>;
}

/** At most this many cabinets in one message. */
const SHOWN = 20;

/** A package whose database changed after it was read. */
export interface DerivedDatabase {
  /** The file. */
  compoundFile: CompoundFile;
  database: Database;
  /** Labels of the transforms that changed it, in their order. */
  transforms?: readonly string[];
}

/**
 * An installation package or merge module: a database and the files around it.
 *
 * Opening reads the tables; cabinets are opened when a file in them is requested. Throws `MSI_*` and `CFB_*`.
 */
export class InstallPackage implements PackageContent {
  readonly kind: 'msi' | 'msm';
  /** No patches are applied; see `PatchedPackage`. */
  readonly patched = false;
  readonly database: Database;
  readonly compoundFile: CompoundFile;
  readonly files: readonly InstallFile[];
  readonly #files: readonly ProductFile[];
  readonly directories: ReadonlyMap<string, DirectoryPaths>;
  readonly media: readonly TableRow<'Media'>[];
  readonly properties: ReadonlyMap<string, string>;
  /** Word Count of the summary information; 0 where it is missing. */
  readonly wordCount: number;
  /** Labels of the transforms that are applied, in their order. */
  readonly transforms: readonly string[];
  readonly #options: InstallPackageOptions;
  readonly #warnings: Warning[] = [];
  readonly #notes: Warning[] = [];
  /** Why Word Count is not known; null where it is. */
  #wordCountError: HotfixkitError | null;
  readonly #own: OwnFiles<ProductFile>;
  readonly #cabinets: CabinetStore;
  readonly #folder: SourceFolder | null;
  #unused: readonly Warning[] | null = null;

  constructor(source: ByteSource | DerivedDatabase, options: InstallPackageOptions = {}) {
    const { strict = false, limits = {} } = options;
    this.#options = options;
    this.transforms = ('database' in source && source.transforms) || [];
    if ('database' in source) {
      this.compoundFile = source.compoundFile;
      this.database = source.database;
    } else {
      this.compoundFile = CompoundFile.open(source, { strict });
      this.database = Database.open(this.compoundFile.root, {
        strict,
        ...(options.codePage === undefined ? {} : { codePage: options.codePage }),
      });
    }
    const summary = this.database.summaryInformation();
    this.wordCount = summary.wordCount ?? 0;
    this.#wordCountError = summary.errorOf(SummaryProperty.wordCount);
    if (!this.database.hasSummaryInformation) {
      const error = new HotfixkitError('MSI_BAD_SUMMARY', 'the package has no summary information');
      this.#wordCountError = error;
      if (strict) throw error;
      this.#warnings.push({ code: error.code, message: error.message });
    }
    this.#folder = options.folder ?? null;
    this.properties = new Map(this.database.rows('Property').map((row) => [row.Property, row.Value ?? '']));
    // A product with merged modules also has their signatures, but a module has no ProductCode.
    const isModule = this.database.hasTable('ModuleSignature') && !this.properties.has('ProductCode');
    this.kind = isModule ? 'msm' : 'msi';
    this.media = this.database.rows('Media');
    if (this.kind === 'msi' && summary.wordCount === null && this.#wordCountError === null) {
      // Without it, a file beside the package could be taken for one that lies in a cabinet.
      const error = new HotfixkitError('MSI_BAD_SUMMARY', 'the summary information has no Word Count');
      this.#wordCountError = error;
      if (strict) throw error;
      this.#warnings.push({ code: error.code, message: error.message });
    }
    const resolved = resolveDirectories(this.database.rows('Directory'));
    this.directories = resolved.directories;
    for (const one of resolved.warnings) this.#warnings.push(one);
    new UnpackBudget({ limits }).countEntries(rowCount(this.database, 'File'));
    const opener: FileOpener<ProductFile> = {
      check: (files) => this.check(files),
      decode: (files) => this.decode(files),
      modified: (file) => this.#modified(file),
      openInPlace: (file) => this.#openInPlace(file),
    };
    const { files, warnings } = installFileFacts(this, (facts) => new ProductFile(facts, opener));
    for (const one of warnings) this.#warnings.push(one);
    for (const [index, file] of files.entries()) {
      const size = this.#sizeInPlace(file);
      if (size !== null) files[index] = new ProductFile({ ...file, size }, opener);
    }
    this.files = files;
    this.#files = files;
    this.#own = new OwnFiles(files);
    this.#cabinets = new CabinetStore(this.database, this.#folder, strict, new UnpackBudget({ limits }));
  }

  /** Adds what was found in its file outside the database. */
  note(warnings: readonly Warning[]): void {
    this.#notes.push(...warnings);
  }

  /** The same package with the database as transforms leave it: its files are looked for where those tables say. */
  transformed(
    database: Database,
    transforms: readonly string[],
    warnings: readonly Warning[],
  ): InstallPackage {
    const { compoundFile } = this;
    const result = new InstallPackage({ compoundFile, database, transforms }, this.#options);
    result.note([...this.#notes, ...warnings]);
    return result;
  }

  /** Where external cabinets and uncompressed files are looked for. */
  get folder(): SourceFolder | null {
    return this.#folder;
  }

  get warnings(): readonly Warning[] {
    return [
      ...this.compoundFile.warnings,
      ...this.database.warnings,
      ...this.#warnings,
      ...this.#notes,
      ...this.#cabinets.warnings,
      ...(this.#folder?.doubled ?? []).map(severalBeside),
      ...this.#notUsed(),
    ];
  }

  /** Cabinets that no file lies in. Windows installs an image from its tree, whatever cabinets its tables name. */
  #notUsed(): readonly Warning[] {
    this.#unused ??= this.isAdministrativeImage
      ? []
      : this.#cabinets.notUsed(
          new Set(this.media.flatMap(({ Cabinet }) => (Cabinet ? [Cabinet] : []))),
          new Set(this.files.flatMap(({ compressed, cabinet }) => (compressed && cabinet ? [cabinet] : []))),
        );
    return this.#unused;
  }

  /** Bit 2 without bit 1: an image's tree overrides the cabinets that its tables still name. */
  get isAdministrativeImage(): boolean {
    return (
      (this.wordCount & (WordCount.administrativeImage | WordCount.compressed)) ===
      WordCount.administrativeImage
    );
  }

  check(files: readonly PackageFile[]): void {
    const absent = new Map<string, number>();
    const lost: InstallFile[] = [];
    const own = this.#own.all(files);
    this.#checkWordCount(own);
    const { inCabinets, loose } = split(own);
    for (const [cabinet, members] of groupBy(inCabinets, (file) => file.cabinet)) {
      if (!this.#cabinets.has(cabinet)) absent.set(cabinet, members.length);
    }
    for (const file of loose) {
      const source = this.#openInPlace(file);
      if (source) source.close();
      else lost.push(file);
    }
    if (absent.size > 0) {
      const more = absent.size > SHOWN ? ` and ${absent.size - SHOWN} more` : '';
      const list = [...absent]
        .slice(0, SHOWN)
        .map(([name, count]) => `${name} (${count} file${count === 1 ? '' : 's'})`)
        .join(', ');
      const isBeside = [...absent.keys()].some((name) => !name.startsWith('#'));
      const advice = [...absent.keys()].slice(0, SHOWN).map((name) => this.#cabinets.whyAbsent(name));
      throw new HotfixkitError(
        'PACKAGE_NO_CABINET',
        `missing: ${list}${more}; ${[...new Set(advice)].join('; ')}`,
        {
          entry: [...absent.keys()][0]!,
          ...(isBeside ? searched(this.#folder) : {}),
        },
      );
    }
    for (const { mediaRow, key, row } of lost) {
      if (mediaRow === null && !this.isAdministrativeImage) throw noMedia(key, row.Sequence);
    }
    if (lost.length > 0) {
      const first = this.sourcePathOf(lost[0]!);
      const more = lost.length > 1 ? ` and ${lost.length - 1} more` : '';
      throw new HotfixkitError(
        'PACKAGE_NO_FILE',
        `source file not found: ${first}${more}; this package is uncompressed, its files belong beside it, or into a folder that --source-dir names`,
        { entry: lost[0]!.key, expected: first, ...searched(this.#folder) },
      );
    }
    this.#cabinets.checkComplete(inCabinets);
    this.#cabinets.checkOutput(inCabinets);
  }

  incomplete(files: readonly PackageFile[]): InstallFile[] {
    const { inCabinets } = split(this.#own.all(files));
    return this.#cabinets.incomplete(inCabinets);
  }

  /** If Word Count is unknown, only files that state their own location can be found. */
  #checkWordCount(files: readonly InstallFile[]): void {
    if (this.#wordCountError === null) return;
    const own = FileAttributes.compressed | FileAttributes.noncompressed;
    const unknown = files.find(
      ({ attributes, cabinet }) => this.kind !== 'msm' && cabinet !== null && ((attributes ?? 0) & own) === 0,
    );
    if (!unknown) return;
    const { message, facts } = this.#wordCountError;
    throw new HotfixkitError(
      'MSI_BAD_SUMMARY',
      `${message}; its Word Count says whether files lie in cabinets, so they cannot be extracted`,
      { ...facts, entry: unknown.key },
    );
  }

  /** Path of a file that is not in a cabinet, relative to the package's folder. */
  sourcePathOf(file: InstallFile): string {
    const short = (this.wordCount & WordCount.shortNames) !== 0;
    const name = parseFileName(file.row.FileName);
    // With bit 1 set every source folder is the root, regardless of the Directory table.
    if ((this.wordCount & WordCount.compressed) !== 0) return short ? name.short : name.long;
    return (short ? file.sourceShortPath : file.sourcePath) ?? name.long;
  }

  batches(files: readonly PackageFile[]): InstallFile[][] {
    const { inCabinets, loose } = split(this.#own.all(files));
    const batches: InstallFile[][] = groupByFolder(inCabinets, (file) => this.#member(file));
    if (loose.length > 0) batches.push(loose);
    return batches;
  }

  *decode(files: readonly PackageFile[]): Generator<FilePart<InstallFile>, void, void> {
    const { inCabinets, loose } = split(this.#own.all(files));
    for (const [set, members] of groupBy(inCabinets, (file) => this.#cabinets.open(file.cabinet))) {
      try {
        yield* decodeMembers(set, members, (file) => this.#member(file));
      } catch (error) {
        throw this.#cabinets.explain(error, members[0]!.cabinet);
      }
    }
    for (const file of loose) {
      const source = this.#openInPlace(file);
      if (!source) {
        throw new HotfixkitError('PACKAGE_NO_FILE', `source file not found: ${this.sourcePathOf(file)}`, {
          entry: file.key,
        });
      }
      try {
        yield* sourceFileParts<InstallFile>(file, source);
      } finally {
        source.close();
      }
    }
  }

  /** Every cabinet that the Media table names, in table order. Only those that hold some of `files` must be intact. */
  cabinets(files: readonly InstallFile[] = this.files): CabinetSummary[] {
    const names = this.kind === 'msm' ? ['#MergeModule.CABinet'] : this.media.map((row) => row.Cabinet ?? '');
    const needed = new Set(files.map((file) => (file.compressed ? file.cabinet : null)));
    return [...new Set(names)]
      .filter((name) => name !== '')
      .map((name) => this.#cabinets.describe(name, needed.has(name)));
  }

  close(): void {
    this.#cabinets.close();
    for (const file of this.#files) file.forgetMember();
  }

  #modified(file: ProductFile): Date | null {
    if (!file.compressed) return this.#folder?.modified(this.sourcePathOf(file)) ?? null;
    const cabinet = this.#cabinetName(file);
    if (!this.#cabinets.has(cabinet) || !this.#cabinets.canList(cabinet)) return null;
    const { modified } = this.#member(file);
    return modified === null ? null : dosDateTimeToDate(modified);
  }

  #openInPlace(file: InstallFile): OpenedSource | null {
    return file.compressed ? null : (this.#folder?.open(this.sourcePathOf(file)) ?? null);
  }

  /**
   * The size of an uncompressed file beside the package with FileSize 0, as in packages that list themselves and their
   * cabinets. Takes the actual file size; null for every other file.
   */
  #sizeInPlace(file: InstallFile): number | null {
    if (file.compressed || file.size !== 0) return null;
    return this.#folder?.size(this.sourcePathOf(file)) ?? null;
  }

  #cabinetName(file: InstallFile): string {
    const name = file.cabinet;
    if (name === null) throw noMedia(file.key, file.row.Sequence);
    return name;
  }

  #member(file: ProductFile): CabinetFile {
    return file.memberOf(this.#cabinets, this.#cabinetName(file));
  }
}

class ProductFile extends InstallFile {
  /** What it is in its cabinet, once that was looked up: it is asked for several times. */
  #member: CabinetFile | null = null;
  readonly #opener: FileOpener<ProductFile>;

  constructor(facts: InstallFileFacts, opener: FileOpener<ProductFile>) {
    super(facts);
    this.#opener = opener;
  }

  memberOf(cabinets: CabinetStore, cabinet: string): CabinetFile {
    this.#member ??= cabinets.member(cabinet, this.key);
    return this.#member;
  }

  /** For when the cabinets are closed: opened again, they have other members. */
  forgetMember(): void {
    this.#member = null;
  }

  modified(): Date | null {
    return this.#opener.modified(this);
  }

  override openInPlace(): OpenedSource | null {
    return this.#opener.openInPlace(this);
  }

  protected *parts(): Generator<FilePart, void, void> {
    this.#opener.check([this]);
    yield* this.#opener.decode([this]);
  }
}

function rowCount(database: Database, table: string): number {
  return database.hasTable(table) ? database.table(table).rowCount : 0;
}

/** Where was looked; nothing for files that came without a folder. */
function searched(folder: SourceFolder | null): { found?: string } {
  return folder?.path === '' ? {} : { found: folder?.path ?? 'no folder' };
}

/** Where letter case does not count, the one that was copied last is there. */
function severalBeside(names: readonly string[]): Warning {
  const message = `beside the package are ${names.length} files or folders of one name: ${listed(names)}; one is taken, and Windows has only one of them`;
  return { code: 'PACKAGE_MEMBER_UNCERTAIN', message, entry: names[0]! };
}

function noMedia(key: string, sequence: number): HotfixkitError {
  return new HotfixkitError('PACKAGE_NO_MEDIA', 'no Media row covers the Sequence of this file', {
    stream: 'Media',
    entry: key,
    found: sequence,
  });
}

/** A file in a cabinet: only such files are compressed. */
type CabinetMember = ProductFile & { readonly cabinet: string };

function split(files: readonly ProductFile[]): { inCabinets: CabinetMember[]; loose: ProductFile[] } {
  const inCabinets: CabinetMember[] = [];
  const loose: ProductFile[] = [];
  for (const file of files) {
    if (isInCabinet(file)) inCabinets.push(file);
    else loose.push(file);
  }
  return { inCabinets, loose };
}

function isInCabinet(file: ProductFile): file is CabinetMember {
  return file.compressed && file.cabinet !== null;
}
