import { archiveFormats, lookInside } from '../archive/archive-formats.js';
import { archivesBehind } from '../archive/archives-behind.js';
import type { Container, ContainerMember } from '../archive/container.js';
import { openContainer } from '../archive/open-container.js';
import { isLimit, type UnpackBudget } from '../archive/unpack-budget.js';
import { addFacts, HotfixkitError, type Warning } from '../core/errors.js';
import { isCompoundFile } from '../formats/cfb/compound-file.js';
import { databaseFormats, databaseKindOfName } from '../msi/database-kind.js';
import { ContainerFolder } from './install/container-folder.js';
import { neighboursOf } from './install/source-folder.js';
import type { PackageKind } from './package-content.js';
import { packageKindOf } from './package-kind.js';

/** A member of a container that can be opened. */
export interface InnerPackage {
  readonly member: ContainerMember;
  readonly kind: PackageKind;
  /** The opened container; null for packages, and for cabinets until they are requested. */
  readonly container: Container | null;
  readonly inside: readonly InnerPackage[];
}

/** The path to a package: each step is inside the previous one. */
export type PackagePath = readonly InnerPackage[];

/** The choice of a package in a container. */
export type Choice =
  | { kind: 'one'; path: PackagePath }
  | { kind: 'several'; paths: readonly PackagePath[] }
  | { kind: 'none' };

/** Extensions of packages and containers. */
const extensions: ReadonlySet<string> = new Set([
  ...databaseFormats.map(({ kind }) => kind),
  ...archiveFormats.flatMap((format) => format.extensions),
]);
/** Extensions of documents beside a package, ignored if an archive has only one other member. */
const accompanyingFiles =
  /\.(?:txt|rtf|html?|mht|pdf|docx?|xml|url|md|nfo|chm|log|jpe?g|gif|png|bmp|ico|sha\d*|md5|asc|sig)$/i;
/** In a container with at most this many files, each is examined, regardless of name. */
const FEW = 8;
const FEW_BYTES = 64 * 2 ** 20;
/** Enough for the headers of an executable. */
const HEAD = 4096;
/** Of a cabinet; fewer bytes behind one are no archive of interest. */
const CABINET_HEADER = 36;
/** Warnings of inner containers that say nothing about what was read. */
const notTold: ReadonlySet<Warning['code']> = new Set([
  'PATH_RENAMED',
  'PACKAGE_CABINET_FOUND',
  'PACKAGE_DATABASE_FOUND',
]);

/** Searches for packages inside containers, within the limits. */
export class PackageSearch {
  readonly #budget: UnpackBudget;
  readonly #known = new Map<Container, readonly InnerPackage[]>();
  readonly #failures = new Map<Container, { member: ContainerMember; error: HotfixkitError }[]>();
  /** Warnings of inner containers, with the member that each is. */
  readonly #ofInner = new Map<Container, readonly Warning[]>();

  /** Warnings of cabinets that are not opened. */
  readonly #behind = new Map<Container, Map<ContainerMember, readonly Warning[]>>();

  constructor(budget: UnpackBudget) {
    this.#budget = budget;
  }

  /**
   * Inner files that could not be opened, are truncated or have parts that were not looked at.
   *
   * @param shown a container whose own warnings are shown with its content
   */
  warnings(shown: Container | null = null): readonly Warning[] {
    const failures = [...this.#failures.values()].flat().map(({ member, error }) => ({
      code: error.code,
      message: `cannot be opened: ${error.message}`,
      entry: member.path,
    }));
    const ofInner = [...this.#ofInner].flatMap(([container, list]) => (container === shown ? [] : list));
    const behind = [...this.#behind.values()].flatMap((known) => [...known.values()].flat());
    return [...ofInner, ...behind, ...failures];
  }

  /** Every package and container directly inside, with what is inside those. `depth` is that of `container`. */
  inside(container: Container, depth: number): readonly InnerPackage[] {
    // A bundle that is cut is described, not searched.
    if (container.damage) return [];
    let found = this.#known.get(container);
    if (!found) {
      const few = container.files.length <= FEW;
      const candidates = container.files.filter(
        (member) => mayBePackage(member.path) || (few && member.size <= FEW_BYTES),
      );
      const heads = container.heads(
        candidates.filter((member) => this.#isReadable(member)),
        HEAD,
        verdictOn,
      );
      // Files beside a bundle are opened only on request: two bundles may name each other.
      const searched = candidates.filter(
        (member) =>
          !member.openBeside || ['compound', 'cabinet', 'cabinet, whole'].includes(heads.get(member) ?? ''),
      );
      this.#budget.countContainers(searched.filter((member) => heads.get(member) === 'other, whole').length);
      container.prefetch(searched.filter((member) => heads.get(member)?.endsWith('whole')));
      found = searched.flatMap(
        (member) => this.#tryIdentify(container, member, heads.get(member), depth) ?? [],
      );
      this.#known.set(container, found);
    }
    return found;
  }

  /**
   * The only package inside, at any depth; if there is none, an archive with only documents
   * beside it.
   */
  choose(container: Container, depth: number): Choice {
    const inside = this.inside(container, depth);
    const all = paths(inside);
    for (const kinds of [['msi', 'msp'], ['msm'], ['mst']]) {
      const fitting = all.filter((path) => kinds.includes(path.at(-1)!.kind));
      if (fitting.length === 1 && isAll(container, fitting[0]!)) return { kind: 'one', path: fitting[0]! };
      if (fitting.length > 0) return { kind: 'several', paths: fitting };
    }
    const failures = this.#failures.get(container) ?? [];
    const member = inside[0]?.member ?? failures[0]?.member;
    if (!member || inside.length + failures.length > 1 || container.kind === 'msu') return { kind: 'none' };
    const others = container.files.filter((other) => other !== member);
    if (!others.every(({ path }) => accompanyingFiles.test(path))) return { kind: 'none' };
    const [only] = inside;
    if (only && !isAll(container, [only])) return { kind: 'none' };
    // The remains of a truncated container can be shown.
    if (!only && member.cut) return { kind: 'none' };
    if (!only) throw addFacts(failures[0]!.error, { stream: member.path });
    const opened = this.open(container, only, depth + 1);
    const further = opened.container ? this.choose(opened.container, depth + 1) : { kind: 'none' as const };
    if (further.kind === 'several') {
      return { kind: 'several', paths: further.paths.map((path) => [opened, ...path]) };
    }
    return { kind: 'one', path: [opened, ...(further.kind === 'one' ? further.path : [])] };
  }

  /** Opens the result if it is an unopened container. */
  open(parent: Container, found: InnerPackage, depth: number): InnerPackage {
    if (found.container || found.kind !== 'cab') return found;
    // Its own warnings tell the same.
    this.#behind.get(parent)?.delete(found.member);
    const container = this.#openContainer(parent, found.member, depth);
    return container ? { ...found, kind: container.kind, container } : found;
  }

  /**
   * Examines a member by its bytes, with archives behind other bytes, such as a script; null if it cannot be opened. Throws what
   * opening throws.
   */
  identify(parent: Container, member: ContainerMember, depth: number): InnerPackage | null {
    const verdict = this.#isReadable(member)
      ? parent.heads([member], HEAD, verdictOn).get(member)
      : undefined;
    return this.#identify(parent, member, verdict === 'other' ? 'other, whole' : verdict, depth);
  }

  /** Encrypted data cannot be examined: a member named like a package counts as one. */
  #isReadable(member: ContainerMember): boolean {
    return !member.encrypted || (databaseKindOfName(member.path) === null && this.#budget.password !== null);
  }

  #identify(
    parent: Container,
    member: ContainerMember,
    verdict: Verdict | undefined,
    depth: number,
  ): InnerPackage | null {
    const leaf = (kind: PackageKind): InnerPackage => ({ member, kind, container: null, inside: [] });
    const named = databaseKindOfName(member.path);
    if (verdict === undefined) {
      // Encrypted or damaged.
      if (named || member.encrypted) return named && leaf(named);
      member.source();
      return null;
    }
    if (verdict === 'cabinet, whole') this.#lookBehind(parent, member);
    if (verdict.startsWith('cabinet')) return leaf('cab');
    if (verdict.startsWith('compound')) {
      const kind = named ?? packageKindOf(member.source());
      return kind && leaf(kind);
    }
    if (verdict === 'other') return null;
    const container = this.#openContainer(parent, member, depth + 1);
    if (!container) return null;
    return { member, kind: container.kind, container, inside: this.inside(container, depth + 1) };
  }

  #tryIdentify(
    parent: Container,
    member: ContainerMember,
    verdict: Verdict | undefined,
    depth: number,
  ): InnerPackage | null {
    try {
      return this.#identify(parent, member, verdict, depth);
    } catch (error) {
      if (!(error instanceof HotfixkitError) || isLimit(error) || error.kind === 'environment') throw error;
      const named = databaseKindOfName(member.path);
      // Opening it reports the problem.
      if (named) return { member, kind: named, container: null, inside: [] };
      const failures = this.#failures.get(parent) ?? [];
      failures.push({ member, error });
      this.#failures.set(parent, failures);
      return null;
    }
  }

  /** Warns of archives behind a cabinet, which is itself opened on request only. */
  #lookBehind(parent: Container, member: ContainerMember): void {
    const source = member.source();
    const behind = archivesBehind(source, sizeOfCabinet(source.read(0, CABINET_HEADER)), 'cabinet');
    const known = this.#behind.get(parent) ?? new Map<ContainerMember, readonly Warning[]>();
    known.set(
      member,
      behind.map((warning) => ({ ...warning, entry: member.path })),
    );
    this.#behind.set(parent, known);
  }

  #openContainer(parent: Container, member: ContainerMember, depth: number): Container | null {
    this.#budget.enter(depth);
    const around = new ContainerFolder(parent, '', folderOf(member.path), member);
    const container = openContainer(
      member.source(),
      nameOf(member.path),
      this.#budget,
      depth,
      neighboursOf(around),
    );
    if (container) {
      const told = container.warnings.filter(({ code }) => !notTold.has(code));
      this.#ofInner.set(
        container,
        told.map((warning) => ({ ...warning, entry: placeOf(member, warning) })),
      );
    }
    return container;
  }
}

/** `inner.zip`, or `inner.zip!file` where a warning is about one of its files. */
function placeOf(member: ContainerMember, { entry }: Warning): string {
  return entry === undefined || entry === '' ? member.path : `${member.path}!${entry}`;
}

/** Whether every bundle on a path installs only the package on that path. */
function isAll(outermost: Container, path: PackagePath): boolean {
  let container: Container | null = outermost;
  for (const step of path) {
    const chain = container?.bundle?.chain ?? [];
    const [only] = chain;
    if (chain.length > 1 || (only?.payload && only.payload.path !== step.member.path)) return false;
    container = step.container;
  }
  return true;
}

/** Every package below, with its path; archives are only steps of it. */
export function paths(inside: readonly InnerPackage[], before: PackagePath = []): PackagePath[] {
  return inside.flatMap((found): PackagePath[] => {
    const path = [...before, found];
    return found.container ? paths(found.inside, path) : [path];
  });
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** A name without an extension does not indicate a format. */
function mayBePackage(path: string): boolean {
  const name = nameOf(path);
  const dot = name.lastIndexOf('.');
  return dot < 0 || extensions.has(name.slice(dot + 1).toLowerCase());
}

/** The kind of a member by its first bytes; `whole` if this takes all bytes. */
type Verdict = 'cabinet' | 'cabinet, whole' | 'compound' | 'compound, whole' | 'other, whole' | 'other';

const verdictOf = { asked: 'cabinet', now: 'other, whole', never: 'other' } as const;

function verdictOn(member: ContainerMember, head: Uint8Array): Verdict {
  if (isCompoundFile(head)) {
    return databaseKindOfName(member.path) === null ? 'compound, whole' : 'compound';
  }
  const verdict = verdictOf[lookInside(member.path, head, member.size)];
  if (verdict !== 'cabinet' || head.length < CABINET_HEADER || member.size > FEW_BYTES) return verdict;
  return member.size - sizeOfCabinet(head) >= CABINET_HEADER ? 'cabinet, whole' : verdict;
}

/** The size that the header of a cabinet states. */
function sizeOfCabinet(head: Uint8Array): number {
  return new DataView(head.buffer, head.byteOffset, head.byteLength).getUint32(8, true);
}
