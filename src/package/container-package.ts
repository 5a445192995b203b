import type { Container, ContainerKind, ContainerMember } from '../archive/container.js';
import { OwnFiles } from '../archive/own-files.js';
import type { Warning } from '../core/errors.js';
import { CheckedPackageFile } from './checked-package-file.js';
import type { FilePart, PackageContent, PackageFile, PackageFileFacts } from './package-content.js';

/** A container by itself as a package: its members are its files. */
export class ContainerPackage implements PackageContent {
  /** A cabinet tells more of itself as a `CabinetPackage`. */
  readonly kind: Exclude<ContainerKind, 'cab'>;
  readonly container: Container;
  readonly files: readonly MemberFile[];
  readonly #own: OwnFiles<MemberFile>;
  readonly #fileOf: ReadonlyMap<ContainerMember, MemberFile>;

  constructor(container: Container, kind: Exclude<ContainerKind, 'cab'>) {
    this.kind = kind;
    this.container = container;
    this.files = container.files.map((member) => new MemberFile(member, this));
    this.#own = new OwnFiles(this.files);
    this.#fileOf = new Map(this.files.map((file) => [file.member, file]));
  }

  get warnings(): readonly Warning[] {
    return this.container.warnings;
  }

  check(): void {}

  batches(files: readonly PackageFile[]): PackageFile[][] {
    return this.container
      .batches(this.#own.all(files).map(({ member }) => member))
      .map((batch) => batch.map((member) => this.#fileOf.get(member)!));
  }

  *decode(files: readonly PackageFile[]): Generator<FilePart, void, void> {
    const members = this.#own.all(files).map(({ member }) => member);
    for (const part of this.container.decode(members)) {
      const file = this.#fileOf.get(part.file)!;
      yield 'chunk' in part ? { file, chunk: part.chunk } : { file, end: true };
    }
  }

  close(): void {}
}

class MemberFile extends CheckedPackageFile {
  readonly member: ContainerMember;
  readonly #package: ContainerPackage;

  constructor(member: ContainerMember, container: ContainerPackage) {
    super(describeMember(member));
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

function describeMember(member: ContainerMember): PackageFileFacts {
  const { path } = member;
  return {
    key: path,
    name: path.slice(path.lastIndexOf('/') + 1),
    targetPath: path,
    sourcePath: path,
    sourceShortPath: null,
    size: member.size,
    version: null,
    language: null,
    attributes: null,
    component: null,
    feature: null,
    media: null,
    cabinet: null,
    selected: true,
    md5: null,
    readOnly: member.readOnly,
  };
}
