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

/** The folder of a container. Names are case-insensitive, with `/` or `\\` between the parts. */
export interface Neighbours {
  /** Another cabinet of a set, beside this one or in the folder of the disk that the set names (`Disk 2`); to be closed. */
  open(name: string, disk?: string, elsewhere?: boolean): (ByteSource & { close?(): void }) | null;
  /**
   * A file named by the content of a container, so the name is untrusted: nothing outside the folder is
   * found. `link` if the path contains a symbolic link, which is not followed.
   */
  find(name: string): NeighbourFile | 'link' | null;
}

/** A file to open. */
export interface OpenRequest {
  readonly source: ByteSource;
  /** Name for messages. */
  readonly name: string;
  readonly budget: UnpackBudget;
  /** Number of containers around it, plus one. */
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
  /** Classifies a member by its size and first bytes (enough for headers); null if not of this format. */
  lookInside(head: Uint8Array, size: number): LookInside | null;
  /** Null if the file has no members. Throws `CONTAINER_*` and what the format throws. */
  open(request: OpenRequest): Container | null;
}
