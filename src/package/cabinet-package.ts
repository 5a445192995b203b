import { decodeMembers, groupByFolder } from '../archive/cabinet-members.js';
import type { ContainerLimits } from '../archive/limits.js';
import { memberPaths } from '../archive/member-paths.js';
import { OwnFiles } from '../archive/own-files.js';
import { UnpackBudget } from '../archive/unpack-budget.js';
import type { ByteSource } from '../core/byte-source.js';
import { dosDateTimeToDate } from '../core/dos-date-time.js';
import type { Warning } from '../core/errors.js';
import { type CabinetFile, isComplete, isFile } from '../formats/cab/cabinet-folder.js';
import { CabinetSet } from '../formats/cab/cabinet-set.js';
import { packedSize, possibleSize } from '../formats/cab/cabinet-sizes.js';
import { CheckedPackageFile } from './checked-package-file.js';
import { checkComplete, missingCabinet } from './incomplete-files.js';
import { type OpenedSource, openCabinetFile, type SourceFolder } from './install/source-folder.js';
import { FileAttributes } from './install/word-count.js';
import type { FilePart, PackageContent, PackageFile, PackageFileFacts } from './package-content.js';
import { plainFileFacts } from './plain-file-facts.js';

/** Options for opening a cabinet as a package. */
export interface CabinetPackageOptions {
  /** Base name of the cabinet, as other cabinets of its set refer to it. */
  name?: string;
  /** The folder of the other cabinets of a spanning set. */
  folder?: SourceFolder | null;
  strict?: boolean;
  codePage?: number;
  /** How much the cabinet may hold. */
  limits?: Partial<ContainerLimits>;
  /** The budget that this and further cabinets share; absent = one for this cabinet alone. */
  budget?: UnpackBudget;
  /** Numbers names that are there twice, and files that have the name of a folder. */
  renameUnsafe?: boolean;
  /** Further facts of the file: an archive after the cabinet. */
  notes?: readonly Warning[];
}

/** A member of a cabinet. */
export class CabinetMemberFile extends CheckedPackageFile {
  readonly member: CabinetFile;
  readonly #package: CabinetPackage;

  constructor(member: CabinetFile, cabinet: CabinetPackage, path: string | null, statedName: string | null) {
    super({ ...describeMember(member, path), ...(statedName === null ? {} : { statedName }) });
    this.member = member;
    this.#package = cabinet;
  }

  modified(): Date | null {
    const { modified } = this.member;
    return modified === null ? null : dosDateTimeToDate(modified);
  }

  protected *parts(): Generator<FilePart, void, void> {
    this.#package.check([this]);
    yield* this.#package.decode([this]);
  }
}

/** A cabinet, or a spanning set with its cabinets beside it, as a package. */
export class CabinetPackage implements PackageContent {
  readonly kind = 'cab';
  readonly embedded = false;
  readonly set: CabinetSet;
  readonly files: readonly CabinetMemberFile[];
  readonly #own: OwnFiles<CabinetMemberFile>;
  readonly #budget: UnpackBudget;
  readonly #folder: SourceFolder | null;
  readonly #notes: readonly Warning[];
  readonly #renamed: readonly Warning[];
  /** The other cabinets of the set, also those that turned out to be of another one. */
  readonly #opened: OpenedSource[] = [];

  /** @param source the first cabinet, or a set already opened with the same options */
  constructor(source: ByteSource | CabinetSet, options: CabinetPackageOptions = {}) {
    this.#folder = options.folder ?? null;
    this.#notes = options.notes ?? [];
    this.#budget = options.budget ?? new UnpackBudget({ limits: options.limits ?? {} });
    this.set =
      source instanceof CabinetSet
        ? source
        : CabinetSet.open(source, {
            budget: this.#budget,
            resolve: (name, disk, elsewhere) => this.#openOther(name, disk, elsewhere),
            ...(options.name === undefined ? {} : { name: options.name }),
            ...(options.strict === undefined ? {} : { strict: options.strict }),
            ...(options.codePage === undefined ? {} : { codePage: options.codePage }),
          });
    const members = this.set.files.filter(isFile);
    const renamed = options.renameUnsafe
      ? memberPaths(
          members.map(({ name }) => name),
          true,
        )
      : null;
    this.files = members.map(
      (member, i) =>
        new CabinetMemberFile(member, this, renamed?.paths[i] ?? null, renamed?.statedNames[i] ?? null),
    );
    this.#renamed = renamed?.warnings ?? [];
    this.#own = new OwnFiles(this.files);
  }

  get warnings(): readonly Warning[] {
    return [...this.set.warnings, ...this.#renamed, ...this.#notes];
  }

  check(files: readonly PackageFile[]): void {
    const members = this.#own.all(files).map(({ member }) => member);
    checkComplete(members);
    const missing = missingCabinet(members, this.#folder, this.set.warnings);
    if (missing) throw missing;
    this.#budget.checkOutput(
      packedSize(this.set.cabinets),
      possibleSize(this.#own.all(files).map(({ member }) => member)),
    );
  }

  incomplete(files: readonly PackageFile[]): CabinetMemberFile[] {
    return this.#own.all(files).filter(({ member }) => !isComplete(member));
  }

  batches(files: readonly PackageFile[]): CabinetMemberFile[][] {
    return groupByFolder(this.#own.all(files), (file) => file.member);
  }

  decode(files: readonly PackageFile[]): Generator<FilePart<CabinetMemberFile>, void, void> {
    return decodeMembers(this.set, this.#own.all(files), (file) => file.member);
  }

  #openOther(name: string, disk: string, elsewhere: boolean): OpenedSource | null {
    const source = this.#folder ? openCabinetFile(this.#folder, name, disk, elsewhere) : null;
    if (source) this.#opened.push(source);
    return source;
  }

  close(): void {
    for (const source of this.#opened.splice(0)) source.close();
  }
}

/** @param renamed its path if names were made safe */
function describeMember(member: CabinetFile, renamed: string | null): PackageFileFacts {
  const path = member.name.replace(/\\/g, '/');
  return {
    ...plainFileFacts(renamed ?? path, member.size),
    key: renamed === null || renamed === path ? member.name : renamed,
    attributes: member.attributes,
    cabinet: member.cabinetName,
    readOnly: (member.attributes & FileAttributes.readOnly) !== 0,
  };
}
