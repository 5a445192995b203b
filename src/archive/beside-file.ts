import type { ByteSource } from '../core/byte-source.js';
import type { NeighbourFile } from './archive-format.js';
import type { ContainerMember } from './container.js';
import type { PayloadCheck } from './payload-check.js';
import { SelfOpeningFile } from './self-opening-file.js';
import type { UnpackBudget } from './unpack-budget.js';

/** Bytes read at a time. */
const STEP = 256 * 1024;

/** A file beside a container that lists it as a member. It is open only while being read. */
export class BesideFile extends SelfOpeningFile implements ContainerMember {
  readonly path: string;
  declare readonly statedName?: string;
  readonly encrypted = false;
  readonly readOnly = false;
  readonly file: NeighbourFile;
  readonly #check: PayloadCheck;
  readonly #budget: UnpackBudget;
  #source: ByteSource | null = null;

  constructor(
    { path, statedName }: { path: string; statedName: string | null },
    file: NeighbourFile,
    check: PayloadCheck,
    budget: UnpackBudget,
  ) {
    super();
    this.path = path;
    if (statedName !== null) this.statedName = statedName;
    this.file = file;
    this.#check = check;
    this.#budget = budget;
  }

  get size(): number {
    return this.file.size;
  }

  modified(): Date | null {
    return this.file.modified;
  }

  /** The first bytes, unchecked. */
  head(length: number): Uint8Array {
    const source = this.file.open();
    try {
      return source.read(0, Math.min(length, source.size)).slice();
    } finally {
      source.close();
    }
  }

  openBeside(): ByteSource & { close(): void } {
    const source = this.file.open();
    try {
      for (const piece of this.#checked(source)) void piece;
      return source;
    } catch (error) {
      source.close();
      throw error;
    }
  }

  /** Stays open: one for each opened package. */
  source(): ByteSource {
    this.#source ??= this.#budget.keepOpen(this.openBeside());
    return this.#source;
  }

  *pieces(): Generator<Uint8Array, void, void> {
    const source = this.file.open();
    try {
      yield* this.#checked(source);
    } finally {
      source.close();
    }
  }

  *#checked(source: ByteSource): Generator<Uint8Array, void, void> {
    const running = this.#check.begin(source.size);
    for (let at = 0; at < source.size; at += STEP) {
      const piece = source.read(at, Math.min(STEP, source.size - at));
      running.update(piece);
      yield piece;
    }
    running.end();
  }
}
