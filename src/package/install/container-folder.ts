import type { Container, ContainerMember } from '../../archive/container.js';
import type { ByteSource } from '../../core/byte-source.js';
import { pathKey } from '../../core/safe-path.js';
import type { OpenedSource, SourceFolder } from './source-folder.js';

/** The members of a container around a package inside it, as the folder that the package lies in. */
export class ContainerFolder implements SourceFolder {
  readonly path: string;
  readonly #members: ReadonlyMap<string, ContainerMember>;
  readonly #folder: string;

  /** @param folder path inside the container that names count from; empty for its root */
  constructor(container: Container, path: string, folder: string) {
    this.path = path;
    this.#members = membersOf(container);
    this.#folder = folder;
  }

  open(relative: string): OpenedSource | null {
    const member = this.#find(relative);
    return member ? new MemberSource(member.source()) : null;
  }

  size(relative: string): number | null {
    return this.#find(relative)?.size ?? null;
  }

  modified(relative: string): Date | null {
    return this.#find(relative)?.modified() ?? null;
  }

  #find(relative: string): ContainerMember | null {
    const parts = relative.split(/[\\/]/).filter((part) => part !== '' && part !== '.');
    if (parts.includes('..')) return null;
    return (
      this.#members.get(pathKey([this.#folder, ...parts].filter((part) => part !== '').join('/'))) ?? null
    );
  }
}

const known = new WeakMap<Container, ReadonlyMap<string, ContainerMember>>();

/** The members by their paths, gathered once for all the packages that lie among them. */
function membersOf(container: Container): ReadonlyMap<string, ContainerMember> {
  let members = known.get(container);
  if (!members) {
    members = new Map(container.files.map((member) => [pathKey(member.path), member]));
    known.set(container, members);
  }
  return members;
}

/** What a member is read from belongs to the container and is closed with it. */
class MemberSource implements OpenedSource {
  readonly #source: ByteSource;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  get size(): number {
    return this.#source.size;
  }

  read(offset: number, length: number): Uint8Array {
    return this.#source.read(offset, length);
  }

  close(): void {}
}
