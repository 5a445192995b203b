import { OwnFiles } from '../archive/own-files.js';
import { batchesOfStandIns, decodeStandIns } from '../archive/stand-ins.js';
import type { UnpackBudget } from '../archive/unpack-budget.js';
import type { Warning } from '../core/errors.js';
import { groupBy } from '../core/group-by.js';
import { type CabinetFile, isComplete } from '../formats/cab/cabinet-folder.js';
import { packedSize, possibleSize } from '../formats/cab/cabinet-sizes.js';
import type { CabinetMemberFile, CabinetPackage } from './cabinet-package.js';
import { CheckedPackageFile } from './checked-package-file.js';
import type { FilePart, PackageContent, PackageFile, PackageFileFacts } from './package-content.js';

/** A member of one of several cabinets. */
class GroupedFile extends CheckedPackageFile {
  readonly holder: CabinetPackage;
  readonly member: CabinetMemberFile;
  readonly #owner: GroupOwner;

  constructor(
    facts: PackageFileFacts,
    { holder, member, owner }: { holder: CabinetPackage; member: CabinetMemberFile; owner: GroupOwner },
  ) {
    super(facts);
    this.holder = holder;
    this.member = member;
    this.#owner = owner;
  }

  modified(): Date | null {
    return this.member.modified();
  }

  protected *parts(): Generator<FilePart, void, void> {
    this.#owner.check([this]);
    yield* this.#owner.decode([this]);
  }
}

/** The package that contains the cabinets. */
type GroupOwner = Pick<PackageContent, 'check' | 'decode'>;

/** Several cabinets of one package, as one list of files. */
export class CabinetGroup {
  readonly cabinets: readonly CabinetPackage[];
  readonly files: readonly GroupedFile[];
  readonly #own: OwnFiles<GroupedFile>;
  readonly #places: ReadonlyMap<CabinetPackage, number>;

  /** @param describe facts from the package that a member's cabinet lacks */
  constructor(
    owner: GroupOwner,
    cabinets: readonly CabinetPackage[],
    describe: (member: PackageFile, holder: CabinetPackage) => Partial<PackageFileFacts> = () => ({}),
  ) {
    this.cabinets = cabinets;
    this.#places = new Map(cabinets.map((holder, i) => [holder, i]));
    this.files = cabinets.flatMap((holder) =>
      holder.files.map(
        (member) => new GroupedFile({ ...member, ...describe(member, holder) }, { holder, member, owner }),
      ),
    );
    this.#own = new OwnFiles(this.files);
  }

  get warnings(): readonly Warning[] {
    return this.cabinets.flatMap((cabinet) => [...cabinet.warnings]);
  }

  /** Throws as the cabinets do. */
  check(files: readonly PackageFile[]): void {
    for (const [holder, own] of this.#byCabinet(files)) holder.check(own.map(({ member }) => member));
  }

  incomplete(files: readonly PackageFile[]): GroupedFile[] {
    return this.#own.all(files).filter(({ member }) => !isComplete(member.member));
  }

  /** Throws `CONTAINER_RATIO` if files have far more bytes than all of their cabinets together. */
  checkOutput(files: readonly PackageFile[], budget: UnpackBudget): void {
    const packed = this.#byCabinet(files).reduce((sum, [{ set }]) => sum + packedSize(set.cabinets), 0);
    budget.checkOutput(packed, possibleSize(files.map((file) => this.memberOf(file))));
  }

  memberOf(file: PackageFile): CabinetFile {
    return this.#own.one(file).member.member;
  }

  batches(files: readonly PackageFile[]): GroupedFile[][] {
    return this.#byCabinet(files).flatMap(([holder, own]) =>
      batchesOfStandIns(holder, own, ({ member }) => member),
    );
  }

  *decode(files: readonly PackageFile[]): Generator<FilePart, void, void> {
    for (const [holder, own] of this.#byCabinet(files)) {
      yield* decodeStandIns(holder, own, ({ member }) => member);
    }
  }

  /**
   * Groups files by cabinet, in cabinet order. It may be called a thousand times for one file of a thousand
   * cabinets.
   */
  #byCabinet(files: readonly PackageFile[]): [CabinetPackage, GroupedFile[]][] {
    const filesOf = groupBy(this.#own.all(files), ({ holder }) => holder);
    const place = (holder: CabinetPackage): number => this.#places.get(holder)!;
    return [...filesOf].sort(([a], [b]) => place(a) - place(b));
  }
}
