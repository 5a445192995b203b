import type { ByteSource } from '../core/byte-source.js';
import type { Container } from './container.js';
import type { UnpackBudget } from './unpack-budget.js';

/** A file beside a container. */
export interface NeighbourFile {
  /** Bytes. */
  readonly size: number;
  readonly modified: Date | null;
  /** For the caller to close. */
  open(): ByteSource & { close(): void };
}

/** What surrounds a container. Names are found whatever their letter case, `/` or `\\` between the parts. */
export interface Neighbours {
  /** Another cabinet of a set, beside this one or in the folder of the disk that the set names (`Disk 2`). */
  open(name: string, disk?: string): ByteSource | null;
  /**
   * A file that a container names in its own content, so that the name is not to be trusted: nothing outside the folder is
   * found. `link` where a symbolic link is on the way, which is not followed.
   */
  find(name: string): NeighbourFile | 'link' | null;
}

/** A file that is to be opened. */
export interface OpenRequest {
  readonly source: ByteSource;
  /** What messages call it. */
  readonly name: string;
  readonly budget: UnpackBudget;
  /** Containers around it and itself. */
  readonly depth: number;
  readonly neighbours: Neighbours;
}

/**
 * When a member of another container is opened: `asked`: on request; `now`: always, so that it is unpacked; `never`: it
 * is no container.
 */
export type LookInside = 'asked' | 'now' | 'never';

/** A format of files that are made of other files, as the registry of `archive-formats.ts` lists them. */
export interface ArchiveFormat {
  /** Usual endings of the names of such files, without the dot. */
  readonly extensions: readonly string[];
  /** Whether a file that begins with these bytes, eight or more, is of this format. */
  matches(head: Uint8Array): boolean;
  /** Answers for a member by its size and first bytes, as many as headers take; null where it is none of this format. */
  lookInside(head: Uint8Array, size: number): LookInside | null;
  /** Null if the file has nothing inside. Throws `CONTAINER_*` and what the format throws. */
  open(request: OpenRequest): Container | null;
}
