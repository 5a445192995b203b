import type { ByteSource } from '../core/byte-source.js';
import type { HotfixkitError } from '../core/errors.js';
import type { CabinetSet } from '../formats/cab/cabinet-set.js';
import type { Archive, ArchiveFile } from './archive.js';
import type { BundleDescription, BundlePayloadDescription } from './bundle-description.js';

/** What packages come wrapped in. */
export type ContainerKind = 'zip' | 'cab' | 'iexpress' | 'update' | 'burn' | 'msu' | 'compressed';

/** A file inside a container. */
export interface ContainerMember extends ArchiveFile {
  /** Relative, safe, `/` between the parts; no two of a container are the same on any system. */
  readonly path: string;
  readonly encrypted: boolean;
  /** Of a file of its own, beside the container that names it: the file after it was checked, for the caller to close. */
  readonly openBeside?: () => ByteSource & { close(): void };
  /** Why its content is not all there, where the container was cut; null or absent where it is. */
  readonly cut?: HotfixkitError | null;
  /** Random access to the content: in place if it is stored, otherwise unpacked once. */
  source(): ByteSource;
  /**
   * The content from its start on, checked at its end; pieces are valid until the next one is asked for. Where only about
   * the `first` bytes are wanted a member that is compressed by itself does no more than that for the first piece.
   */
  pieces(first?: number): Generator<Uint8Array, void, void>;
}

/** A file that is made of other files. */
export interface Container extends Archive<ContainerMember> {
  readonly kind: ContainerKind;
  /** For people: `self-extracting zip archive`. */
  readonly title: string;
  /** Facts that the container states, by label. */
  readonly facts: Readonly<Record<string, string>>;
  /** The cabinet that a container of kind `cab` is; null for any other kind. */
  readonly cabinet: CabinetSet | null;
  /** What a WiX bundle states of itself and of the packages that it installs; absent for any other kind. */
  readonly bundle?: BundleDescription;
  /** Payloads of a WiX bundle that are not there. */
  readonly absent?: readonly BundlePayloadDescription[];
  /** Whether one file has the other beside it once it is used: those of another package of a bundle are elsewhere. */
  readonly accompanies?: (one: ContainerMember, other: ContainerMember) => boolean;
  /**
   * Calls `judge` with the first `length` bytes of each member, in one pass over members that are compressed together. The
   * bytes are not kept: there may be a hundred thousand members.
   */
  heads<T>(members: readonly ContainerMember[], length: number, judge: JudgeHead<T>): Map<ContainerMember, T>;
  /** Unpacks members in one pass; `source` would decode the data before each of them again. */
  prefetch(members: readonly ContainerMember[]): void;
}

/** Sees the first bytes of a member. */
export type JudgeHead<T> = (member: ContainerMember, head: Uint8Array) => T;

/** The first bytes of a member that is compressed by itself, no more of it unpacked than that takes. */
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
