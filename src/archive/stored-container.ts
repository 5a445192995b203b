import type { ByteSource } from '../core/byte-source.js';
import type { Warning } from '../core/errors.js';
import type { Container, ContainerKind, ContainerMember } from './container.js';
import { SelfOpeningFile } from './self-opening-file.js';
import { SeparateMembers } from './separate-members.js';

const STEP = 256 * 1024;

/** A file stored uncompressed in another one. */
export interface StoredFile {
  readonly path: string;
  readonly source: ByteSource;
}

/** Files stored uncompressed in another one, without a directory. */
export class StoredContainer extends SeparateMembers implements Container {
  readonly kind: ContainerKind;
  readonly title: string;
  readonly facts: Readonly<Record<string, string>> = {};
  readonly cabinet = null;
  readonly files: readonly ContainerMember[];
  readonly warnings: readonly Warning[];

  constructor(
    files: readonly StoredFile[],
    of: { kind: ContainerKind; title: string; warnings?: readonly Warning[] },
  ) {
    super();
    this.kind = of.kind;
    this.title = of.title;
    this.warnings = of.warnings ?? [];
    this.files = files.map((file) => new StoredMember(file));
  }
}

class StoredMember extends SelfOpeningFile implements ContainerMember {
  readonly path: string;
  readonly readOnly = false;
  readonly encrypted = false;
  readonly #source: ByteSource;

  constructor({ path, source }: StoredFile) {
    super();
    this.path = path;
    this.#source = source;
  }

  get size(): number {
    return this.#source.size;
  }

  modified(): Date | null {
    return null;
  }

  source(): ByteSource {
    return this.#source;
  }

  *pieces(first = STEP): Generator<Uint8Array, void, void> {
    let step = first;
    for (let at = 0; at < this.size; ) {
      const length = Math.min(step, this.size - at);
      yield this.#source.read(at, length);
      at += length;
      step = STEP;
    }
  }
}
