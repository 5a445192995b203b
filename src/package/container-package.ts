import type { Container, ContainerKind, ContainerMember } from '../archive/container.js';
import { OwnFiles } from '../archive/own-files.js';
import { batchesOfStandIns, decodeStandIns } from '../archive/stand-ins.js';
import type { Warning } from '../core/errors.js';
import { CheckedPackageFile } from './checked-package-file.js';
import { incompleteFiles } from './incomplete-files.js';
import type { FilePart, PackageContent, PackageFile } from './package-content.js';
import { plainFileFacts } from './plain-file-facts.js';

/** A container by itself as a package: its members are its files. */
export class ContainerPackage implements PackageContent {
  /** A `CabinetPackage` states more facts of a cabinet. */
  readonly kind: Exclude<ContainerKind, 'cab'>;
  readonly container: Container;
  readonly files: readonly MemberFile[];
  readonly #own: OwnFiles<MemberFile>;

  constructor(container: Container, kind: Exclude<ContainerKind, 'cab'>) {
    this.kind = kind;
    this.container = container;
    this.files = container.files.map((member) => new MemberFile(member, this));
    this.#own = new OwnFiles(this.files);
  }

  get warnings(): readonly Warning[] {
    return this.container.warnings;
  }

  check(files: readonly PackageFile[]): void {
    const cut = this.incomplete(files);
    if (cut.length > 0) throw incompleteFiles(cut, files.length, cut[0]!.member.cut!);
  }

  incomplete(files: readonly PackageFile[]): MemberFile[] {
    return this.#own.all(files).filter(({ member }) => Boolean(member.cut));
  }

  batches(files: readonly PackageFile[]): PackageFile[][] {
    return batchesOfStandIns(this.container, this.#own.all(files), ({ member }) => member);
  }

  decode(files: readonly PackageFile[]): Generator<FilePart, void, void> {
    return decodeStandIns(this.container, this.#own.all(files), ({ member }) => member);
  }

  close(): void {}
}

class MemberFile extends CheckedPackageFile {
  readonly member: ContainerMember;
  readonly #package: ContainerPackage;

  constructor(member: ContainerMember, container: ContainerPackage) {
    super({
      ...plainFileFacts(member.path, member.size),
      readOnly: member.readOnly,
      ...(member.statedName === undefined ? {} : { statedName: member.statedName }),
    });
    this.member = member;
    this.#package = container;
  }

  modified(): Date | null {
    return this.member.modified();
  }

  protected parts(): Iterable<FilePart> {
    return this.#package.decode([this]);
  }
}
