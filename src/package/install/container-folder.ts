import type { NeighbourFile } from '../../archive/archive-format.js';
import type { BundlePayloadDescription } from '../../archive/bundle-description.js';
import { externalAdvice } from '../../archive/burn-places.js';
import type { Container, ContainerMember } from '../../archive/container.js';
import type { ByteSource } from '../../core/byte-source.js';
import { pathKey } from '../../core/safe-path.js';
import { diskFolders, isPlainName } from './disk-folders.js';
import type { OpenedSource, SourceFolder } from './source-folder.js';

/** The members of a container, as the folder of a package inside it. */
export class ContainerFolder implements SourceFolder {
  readonly path: string;
  readonly #members: ReadonlyMap<string, ContainerMember>;
  readonly #folder: string;
  readonly #absent: readonly BundlePayloadDescription[];
  readonly #isBeside: (other: ContainerMember) => boolean;

  /**
   * @param folder path inside the container that names count from; empty for its root
   * @param around the package that lies there
   */
  constructor(container: Container, path: string, folder: string, around: ContainerMember) {
    this.path = path;
    this.#isBeside = (other) => container.accompanies?.(around, other) ?? true;
    this.#members = membersOf(container);
    this.#absent = container.absent ?? [];
    this.#folder = folder;
  }

  open(relative: string): OpenedSource | null {
    const member = this.#find(relative);
    if (!member) return null;
    return member.openBeside?.() ?? new MemberSource(member.source());
  }

  find(relative: string): NeighbourFile | null {
    const member = this.#find(relative);
    if (!member) return null;
    return {
      size: member.size,
      modified: member.modified(),
      open: () => member.openBeside?.() ?? new MemberSource(member.source()),
    };
  }

  openOnOtherDisk(name: string, disk: string): OpenedSource | null {
    if (!isPlainName(name) || this.#folder === '') return null;
    const slash = this.#folder.lastIndexOf('/');
    const above = this.#folder.slice(0, slash + 1);
    const beside = new Set<string>();
    for (const { path } of this.#members.values()) {
      if (!path.startsWith(above)) continue;
      const end = path.indexOf('/', above.length);
      if (end > 0) beside.add(path.slice(above.length, end));
    }
    for (const folder of diskFolders(this.#folder.slice(slash + 1), [...beside], disk)) {
      const member = this.#members.get(pathKey(`${above}${folder}/${name}`));
      if (member) return new MemberSource(member.source());
    }
    return null;
  }

  size(relative: string): number | null {
    return this.#find(relative)?.size ?? null;
  }

  modified(relative: string): Date | null {
    return this.#find(relative)?.modified() ?? null;
  }

  whyAbsent(relative: string): string | null {
    const key = pathKey(relative.replace(/\\/g, '/'));
    const absent = this.#absent.filter(({ name, place }) => place === 'external' && pathKey(name) === key);
    const [one] = absent;
    if (!one) return null;
    // Packages may have different files of one name; which of them is meant is not known.
    const isSure = absent.every(({ downloadUrl }) => downloadUrl === one.downloadUrl);
    const { downloadUrl } = one;
    const advice = externalAdvice(one.file ?? one.name, isSure ? downloadUrl : null);
    return `it is an external payload of the bundle; ${advice}`;
  }

  #find(relative: string): ContainerMember | null {
    const parts = relative.split(/[\\/]/).filter((part) => part !== '' && part !== '.');
    if (parts.includes('..')) return null;
    const path = [this.#folder, ...parts].filter((part) => part !== '').join('/');
    const member = this.#members.get(pathKey(path));
    return member && this.#isBeside(member) ? member : null;
  }
}

const known = new WeakMap<Container, ReadonlyMap<string, ContainerMember>>();

/** The members by their paths, collected once for all packages among them. */
function membersOf(container: Container): ReadonlyMap<string, ContainerMember> {
  let members = known.get(container);
  if (!members) {
    members = new Map(container.files.map((member) => [pathKey(member.path), member]));
    known.set(container, members);
  }
  return members;
}

/** The source of a member belongs to the container and is closed with it. */
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
