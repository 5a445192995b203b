import type { HotfixkitError, Warning } from '../core/errors.js';
import type { FilePart } from './archive.js';
import { BesideFile } from './beside-file.js';
import type { BundleDescription, BundlePayloadDescription } from './bundle-description.js';
import type { CabinetContainer } from './cabinet-container.js';
import type { Container, ContainerMember, JudgeHead } from './container.js';
import { OwnFiles } from './own-files.js';
import { decodeEach, headsOfEach } from './separate-members.js';
import type { UnpackBudget } from './unpack-budget.js';

/** A WiX bundle: the files of its cabinets and the files beside it. */
export class BundleContainer implements Container {
  readonly kind = 'burn';
  readonly title = 'WiX bundle';
  readonly facts: Readonly<Record<string, string>>;
  readonly bundle: BundleDescription;
  readonly absent: readonly BundlePayloadDescription[];
  readonly damage: Warning | null;
  readonly accompanies: (one: ContainerMember, other: ContainerMember) => boolean;
  readonly files: readonly ContainerMember[];
  readonly warnings: readonly Warning[];
  readonly cabinet = null;
  readonly #cabinets: CabinetContainer;
  readonly #budget: UnpackBudget;
  readonly #own: OwnFiles<ContainerMember>;

  constructor(
    cabinets: CabinetContainer,
    beside: readonly BesideFile[],
    budget: UnpackBudget,
    of: Pick<BundleContainer, 'facts' | 'bundle' | 'absent' | 'damage' | 'warnings' | 'accompanies'>,
  ) {
    this.#cabinets = cabinets;
    this.#budget = budget;
    this.facts = of.facts;
    this.bundle = of.bundle;
    this.absent = of.absent;
    this.damage = of.damage;
    this.accompanies = of.accompanies;
    this.files = [...cabinets.files, ...beside];
    this.#own = new OwnFiles(this.files);
    this.warnings = [...of.warnings, ...cabinets.warnings];
  }

  batches(members: readonly ContainerMember[]): ContainerMember[][] {
    const { packed, beside } = this.#split(members);
    return [...this.#cabinets.batches(packed), ...beside.map((member) => [member])];
  }

  *decode(members: readonly ContainerMember[]): Generator<FilePart<ContainerMember>, void, void> {
    const { packed, beside } = this.#split(members);
    // A manifest may give one file thousands of names.
    const distinct = new Set(beside.map(({ file }) => file));
    this.#budget.checkOutput(totalSize([...distinct]), totalSize(beside));
    yield* this.#cabinets.decode(packed);
    yield* decodeEach(beside);
  }

  heads<T>(
    members: readonly ContainerMember[],
    length: number,
    judge: JudgeHead<T>,
  ): Map<ContainerMember, T> {
    const { packed, beside } = this.#split(members);
    const heads = this.#cabinets.heads(packed, length, judge);
    // A file beside the bundle may be one that cannot be read now.
    const isExpected = ({ kind }: HotfixkitError): boolean => kind !== 'bug';
    for (const [member, verdict] of headsOfEach(beside, judge, (one) => one.head(length), isExpected)) {
      heads.set(member, verdict);
    }
    return heads;
  }

  prefetch(members: readonly ContainerMember[]): void {
    this.#cabinets.prefetch(this.#split(members).packed);
  }

  #split(members: readonly ContainerMember[]): { packed: ContainerMember[]; beside: BesideFile[] } {
    const packed: ContainerMember[] = [];
    const beside: BesideFile[] = [];
    for (const member of this.#own.all(members)) {
      if (member instanceof BesideFile) beside.push(member);
      else packed.push(member);
    }
    return { packed, beside };
  }
}

function totalSize(files: readonly { readonly size: number }[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}
