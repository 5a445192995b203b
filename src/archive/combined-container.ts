import type { ByteSource } from '../core/byte-source.js';
import type { HotfixkitError, Warning } from '../core/errors.js';
import { groupBy } from '../core/group-by.js';
import type { FilePart } from './archive.js';
import type { BundleDescription, BundlePayloadDescription } from './bundle-description.js';
import type { Container, ContainerKind, ContainerMember, JudgeHead } from './container.js';
import { memberPaths } from './member-paths.js';
import { OwnFiles } from './own-files.js';
import { SelfOpeningFile } from './self-opening-file.js';

/** Combines several containers of one file: one list of members, with unique names. */
export class CombinedContainer implements Container {
  readonly kind: ContainerKind;
  readonly title: string;
  readonly facts: Readonly<Record<string, string>>;
  readonly cabinet = null;
  readonly files: readonly CombinedMember[];
  readonly warnings: readonly Warning[];
  declare readonly bundle?: BundleDescription;
  declare readonly absent?: readonly BundlePayloadDescription[];
  declare readonly damage?: Warning | null;
  declare readonly accompanies?: (one: ContainerMember, other: ContainerMember) => boolean;
  readonly #own: OwnFiles<CombinedMember>;

  /** @param main the member of `parts` (in file order) that gives the kind of the whole */
  constructor(parts: readonly Container[], main: Container, warnings: readonly Warning[] = []) {
    this.kind = main.kind;
    this.title = parts.length > 1 ? `${main.title}, ${parts.length} archives` : main.title;
    this.facts = main.facts;
    // Of files with one name, that of the main archive keeps it.
    const files = [main, ...parts.filter((part) => part !== main)].flatMap((part) =>
      part.files.map((member) => ({ part, member })),
    );
    const named = memberPaths(
      files.map(({ member }) => member.path),
      true,
    );
    const members = groupBy(
      files.map(
        ({ part, member }, i) => new CombinedMember(part, member, named.paths[i]!, named.statedNames[i]!),
      ),
      ({ part }) => part,
    );
    this.files = parts.flatMap((part) => members.get(part) ?? []);
    this.warnings = [...warnings, ...parts.flatMap((part) => [...part.warnings]), ...named.warnings];
    this.#own = new OwnFiles(this.files);
    if (main.bundle) this.bundle = main.bundle;
    if (main.absent) this.absent = main.absent;
    const damaged = parts.find(({ damage }) => damage);
    if (damaged?.damage) this.damage = damaged.damage;
    if (parts.some(({ accompanies }) => accompanies)) this.accompanies = accompaniesInPart;
  }

  batches(members: readonly ContainerMember[]): ContainerMember[][] {
    return this.#byPart(members).flatMap(({ part, inner, outer }) =>
      part.batches(inner).map((batch) => batch.map((member) => outer.get(member)!)),
    );
  }

  *decode(members: readonly ContainerMember[]): Generator<FilePart<ContainerMember>, void, void> {
    for (const { part, inner, outer } of this.#byPart(members)) {
      for (const one of part.decode(inner)) yield { ...one, file: outer.get(one.file)! };
    }
  }

  heads<T>(
    members: readonly ContainerMember[],
    length: number,
    judge: JudgeHead<T>,
  ): Map<ContainerMember, T> {
    const heads = new Map<ContainerMember, T>();
    for (const { part, inner, outer } of this.#byPart(members)) {
      const found = part.heads(inner, length, (member, head) => judge(outer.get(member)!, head));
      for (const [member, head] of found) heads.set(outer.get(member)!, head);
    }
    return heads;
  }

  prefetch(members: readonly ContainerMember[]): void {
    for (const { part, inner } of this.#byPart(members)) part.prefetch(inner);
  }

  #byPart(members: readonly ContainerMember[]): {
    part: Container;
    inner: ContainerMember[];
    outer: Map<ContainerMember, CombinedMember>;
  }[] {
    return [...groupBy(this.#own.all(members), ({ part }) => part)].map(([part, own]) => ({
      part,
      inner: own.map(({ member }) => member),
      outer: new Map(own.map((one) => [one.member, one])),
    }));
  }
}

/** Files of different archives are not siblings where one archive separates its own files. */
function accompaniesInPart(one: ContainerMember, other: ContainerMember): boolean {
  if (!(one instanceof CombinedMember && other instanceof CombinedMember)) return true;
  const { part } = one;
  if (part === other.part) return part.accompanies?.(one.member, other.member) ?? true;
  return !part.accompanies && !other.part.accompanies;
}

class CombinedMember extends SelfOpeningFile implements ContainerMember {
  readonly part: Container;
  readonly member: ContainerMember;
  readonly path: string;
  declare readonly statedName?: string;
  declare readonly openBeside?: () => ByteSource & { close(): void };

  constructor(part: Container, member: ContainerMember, path: string, renamed: string | null) {
    super();
    const statedName = member.statedName ?? renamed;
    if (statedName !== null) this.statedName = statedName;
    if (member.openBeside) this.openBeside = () => member.openBeside!();
    this.part = part;
    this.member = member;
    this.path = path;
  }

  get size(): number {
    return this.member.size;
  }

  get readOnly(): boolean {
    return this.member.readOnly;
  }

  get encrypted(): boolean {
    return this.member.encrypted;
  }

  get cut(): HotfixkitError | null {
    return this.member.cut ?? null;
  }

  modified(): Date | null {
    return this.member.modified();
  }

  source(): ByteSource {
    return this.member.source();
  }

  pieces(first?: number): Generator<Uint8Array, void, void> {
    return this.member.pieces(first);
  }
}
