import type { Container, ContainerKind, ContainerMember } from '../archive/container.js';
import type { Warning } from '../core/errors.js';
import type { OpenedSource } from './install/source-folder.js';
import type { FilePart, PackageContent, PackageFile } from './package-content.js';

interface MemberFile extends PackageFile {
  readonly member: ContainerMember;
}

/** A container by itself as a package: its members are its files. */
export class ContainerPackage implements PackageContent {
  readonly kind: ContainerKind;
  readonly container: Container;
  readonly files: readonly MemberFile[];
  readonly #fileOf: ReadonlyMap<ContainerMember, MemberFile>;

  constructor(container: Container) {
    this.kind = container.kind;
    this.container = container;
    this.files = container.members.map(describeMember);
    this.#fileOf = new Map(this.files.map((file) => [file.member, file]));
  }

  get warnings(): readonly Warning[] {
    return this.container.warnings;
  }

  check(): void {}

  modified(file: PackageFile): Date | null {
    return (file as MemberFile).member.modified;
  }

  batches(files: readonly PackageFile[]): PackageFile[][] {
    return this.container
      .batches((files as readonly MemberFile[]).map(({ member }) => member))
      .map((batch) => batch.map((member) => this.#fileOf.get(member)!));
  }

  *decode(files: readonly PackageFile[]): Generator<FilePart, void, void> {
    const members = (files as readonly MemberFile[]).map(({ member }) => member);
    for (const part of this.container.decode(members)) {
      const file = this.#fileOf.get(part.member)!;
      yield 'chunk' in part ? { file, chunk: part.chunk } : { file, end: true };
    }
  }

  openLoose(): OpenedSource | null {
    return null;
  }

  close(): void {}
}

function describeMember(member: ContainerMember): MemberFile {
  const { path } = member;
  return {
    member,
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
