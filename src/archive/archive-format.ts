import type { ByteSource } from '../core/byte-source.js';
import type { Container } from './container.js';
import type { UnpackBudget } from './unpack-budget.js';

/** What surrounds a container: the other cabinets of a set. */
export type Neighbours = (name: string, disk: string) => ByteSource | null;

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
 * When a member of another container is looked into: `asked`: when somebody asks for it; `now`: in any case, so that it is
 * unpacked; `never`: there is nothing in it.
 */
export type LookInside = 'asked' | 'now' | 'never';

/** A format of files that are made of other files, as the registry of `archive-formats.ts` lists them. */
export interface ArchiveFormat {
  /** Endings of the names that such files go under, without the dot. */
  readonly extensions: readonly string[];
  /** Whether a file that begins with these bytes, eight or more, is of this format. */
  matches(head: Uint8Array): boolean;
  /** Answers for a member by its size and first bytes, as many as headers take; null where it is none of this format. */
  lookInside(head: Uint8Array, size: number): LookInside | null;
  /** Null where nothing is inside. Throws `CONTAINER_*` and what the format throws. */
  open(request: OpenRequest): Container | null;
}
