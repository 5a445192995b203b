import type { ContainerLimits } from '../archive/limits.js';
import { OwnFiles } from '../archive/own-files.js';
import { UnpackBudget } from '../archive/unpack-budget.js';
import type { ByteSource } from '../core/byte-source.js';
import { dosDateTimeToDate } from '../core/dos-date-time.js';
import type { Warning } from '../core/errors.js';
import { type CabinetFile, isFile } from '../formats/cab/cabinet-folder.js';
import { CabinetSet } from '../formats/cab/cabinet-set.js';
import { packedSize, possibleSize } from '../formats/cab/cabinet-sizes.js';
import { CheckedPackageFile } from './checked-package-file.js';
import type { SourceFolder } from './install/source-folder.js';
import { FileAttributes } from './install/word-count.js';
import type { FilePart, PackageContent, PackageFile, PackageFileFacts } from './package-content.js';

/** Options for opening a cabinet as a package. */
export interface CabinetPackageOptions {
  /** Base name of the cabinet, as its neighbours would call it. */
  name?: string;
  /** Where the other cabinets of a spanning set lie. */
  folder?: SourceFolder | null;
  strict?: boolean;
  codePage?: number;
  /** How much the cabinet may hold. */
  limits?: Partial<ContainerLimits>;
  /** What this and further cabinets may use up together; absent = for this one by itself. */
  budget?: UnpackBudget;
}

/** A member of a cabinet. */
export class CabinetMemberFile extends CheckedPackageFile {
  readonly member: CabinetFile;
  readonly #package: CabinetPackage;

  constructor(member: CabinetFile, cabinet: CabinetPackage) {
    super(describeMember(member));
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

/** A cabinet, or a set of spanning cabinets found beside it, as a package. */
export class CabinetPackage implements PackageContent {
  readonly kind = 'cab';
  readonly embedded = false;
  readonly set: CabinetSet;
  readonly files: readonly CabinetMemberFile[];
  readonly #own: OwnFiles<CabinetMemberFile>;
  readonly #budget: UnpackBudget;

  /** @param source the first cabinet, or a set that has been opened already with the same options */
  constructor(source: ByteSource | CabinetSet, options: CabinetPackageOptions = {}) {
    this.#budget = options.budget ?? new UnpackBudget({ limits: options.limits ?? {} });
    this.set =
      source instanceof CabinetSet
        ? source
        : CabinetSet.open(source, {
            budget: this.#budget,
            resolve: (name) => options.folder?.open(name) ?? null,
            ...(options.name === undefined ? {} : { name: options.name }),
            ...(options.strict === undefined ? {} : { strict: options.strict }),
            ...(options.codePage === undefined ? {} : { codePage: options.codePage }),
          });
    this.files = this.set.files.filter(isFile).map((member) => new CabinetMemberFile(member, this));
    this.#own = new OwnFiles(this.files);
  }

  get warnings(): readonly Warning[] {
    return this.set.warnings;
  }

  /** A part that is missing is found when its folder is decoded: only the set knows which folders need it. */
  check(files: readonly PackageFile[]): void {
    this.#budget.checkOutput(
      packedSize(this.set.cabinets),
      possibleSize(this.#own.all(files).map(({ member }) => member)),
    );
  }

  batches(files: readonly PackageFile[]): CabinetMemberFile[][] {
    return groupByFolder(this.#own.all(files), (file) => file.member);
  }

  decode(files: readonly PackageFile[]): Generator<FilePart<CabinetMemberFile>, void, void> {
    return decodeMembers(this.set, this.#own.all(files), (file) => file.member);
  }

  close(): void {}
}

function describeMember(member: CabinetFile): PackageFileFacts {
  const path = member.name.replace(/\\/g, '/');
  return {
    key: member.name,
    name: path.slice(path.lastIndexOf('/') + 1),
    targetPath: path,
    sourcePath: path,
    sourceShortPath: null,
    size: member.size,
    version: null,
    language: null,
    attributes: member.attributes,
    component: null,
    feature: null,
    media: null,
    cabinet: member.cabinetName,
    selected: true,
    md5: null,
    readOnly: (member.attributes & FileAttributes.readOnly) !== 0,
  };
}

/** Files that share a cabinet folder belong to one batch: getting at the last one decodes the others. */
export function groupByFolder<File>(files: readonly File[], memberOf: (file: File) => CabinetFile): File[][] {
  const groups = new Map<unknown, File[]>();
  for (const file of files) {
    const folder = memberOf(file).folder;
    const group = groups.get(folder);
    if (group) group.push(file);
    else groups.set(folder, [file]);
  }
  for (const group of groups.values()) {
    group.sort((a, b) => memberOf(a).folderOffset - memberOf(b).folderOffset);
  }
  return [...groups.values()];
}

/** The parts of a cabinet set's members, given back as the files that they belong to. */
export function* decodeMembers<File>(
  set: CabinetSet,
  files: readonly File[],
  memberOf: (file: File) => CabinetFile,
): Generator<FilePart<File>, void, void> {
  // Two rows of the File table may lead to one member, by names that differ in letter case.
  const filesOf = new Map<CabinetFile, File[]>();
  for (const file of files) {
    const member = memberOf(file);
    const others = filesOf.get(member);
    if (others) others.push(file);
    else filesOf.set(member, [file]);
  }
  for (const part of set.decode(filesOf.keys())) {
    for (const file of filesOf.get(part.file)!) {
      yield 'chunk' in part ? { file, chunk: part.chunk } : { file, end: true };
    }
  }
}
