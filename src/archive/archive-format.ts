import type { ByteSource } from '../core/byte-source.js';
import type { Container } from './container.js';
import type { UnpackBudget } from './unpack-budget.js';

/** The surroundings of a container: the other cabinets of a set. */
export type Neighbours = (name: string) => ByteSource | null;

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
