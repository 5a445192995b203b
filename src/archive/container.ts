import type { ByteSource } from '../core/byte-source.js';
import type { HotfixkitError, Warning } from '../core/errors.js';
import type { CabinetSet } from '../formats/cab/cabinet-set.js';
import type { Archive, ArchiveFile } from './archive.js';
import type { BundleDescription, BundlePayloadDescription } from './bundle-description.js';

/** Kinds of containers. */
export type ContainerKind = 'zip' | 'cab' | 'iexpress' | 'update' | 'burn' | 'msu' | 'compressed';

/** A file inside a container. */
export interface ContainerMember extends ArchiveFile {
  /** Relative, safe, `/` between the parts; unique within the container on any system. */
  readonly path: string;
  /** The file name it has in its container, where `path` has another because several files have that name; else absent. */
  readonly statedName?: string;
  readonly encrypted: boolean;
  /** For a separate file beside its container: opens the checked file; the caller closes it. */
  readonly openBeside?: () => ByteSource & { close(): void };
  /** Why its content is incomplete, if the container is truncated; else null or absent. */
  readonly cut?: HotfixkitError | null;
  /** Random access to the content: in place if it is stored, otherwise unpacked once. */
  source(): ByteSource;
  /**
   * The content from its start on, checked at its end; pieces are valid until the next one is requested. Where only about
   * the `first` bytes are needed, a separately compressed member decodes only that much for the first piece.
   */
  pieces(first?: number): Generator<Uint8Array, void, void>;
}

/** A file that contains other files. */
export interface Container extends Archive<ContainerMember> {
  readonly kind: ContainerKind;
  /** For people: `self-extracting zip archive`. */
  readonly title: string;
  /** Facts that the container states, by label. */
  readonly facts: Readonly<Record<string, string>>;
  /** The cabinet that a container of kind `cab` is; null for any other kind. */
  readonly cabinet: CabinetSet | null;
  /** Facts that a WiX bundle states about itself and its packages; absent for any other kind. */
  readonly bundle?: BundleDescription;
  /** Missing payloads of a WiX bundle. */
  readonly absent?: readonly BundlePayloadDescription[];
  /** Why a WiX bundle that was opened only to be described is incomplete; null or absent for any other container. */
  readonly damage?: Warning | null;
  /** Whether two files are siblings in use: files of another package of a bundle are elsewhere. */
  readonly accompanies?: (one: ContainerMember, other: ContainerMember) => boolean;
  /**
   * Calls `judge` with the first `length` bytes of each member, in one pass over members that are compressed together. The
   * bytes are not kept: there may be 100,000 members.
   */
  heads<T>(members: readonly ContainerMember[], length: number, judge: JudgeHead<T>): Map<ContainerMember, T>;
  /** Unpacks members in one pass; `source` would decode the data before each of them again. */
  prefetch(members: readonly ContainerMember[]): void;
}

/** Receives the first bytes of a member. */
export type JudgeHead<T> = (member: ContainerMember, head: Uint8Array) => T;

/** The first bytes of a separately compressed member; unpacks only these. */
export function headOf(member: ContainerMember, length: number): Uint8Array {
  const head = new Uint8Array(Math.min(length, member.size));
  let filled = 0;
  if (filled === head.length) return head;
  for (const piece of member.pieces(length)) {
    const part = piece.subarray(0, head.length - filled);
    head.set(part, filled);
    filled += part.length;
    if (filled === head.length) break;
  }
  return head.subarray(0, filled);
}
