import type { ContainerLimits } from '../../archive/limits.js';
import { UnpackBudget } from '../../archive/unpack-budget.js';
import type { ByteSource } from '../../core/byte-source.js';
import { availablePart } from '../../core/cut-source.js';
import { addFacts, HotfixkitError, type Warning, withFacts } from '../../core/errors.js';
import { listed, plural } from '../../core/plural.js';
import { startsLikeCabinet } from '../../formats/cab/cf-header.js';
import { CompoundFile } from '../../formats/cfb/compound-file.js';
import { Database } from '../../msi/database.js';
import type { TableRow } from '../../msi/schema.js';
import { Transform } from '../../msi/transform.js';
import { CabinetGroup } from '../cabinet-group.js';
import { CabinetPackage } from '../cabinet-package.js';
import { CabinetStore } from '../install/cabinet-store.js';
import type { FilePart, PackageContent, PackageFile } from '../package-content.js';
import { readPatchCabinets, readPatchFileFacts } from './patch-file-facts.js';
import { type PatchIdentity, parsePatchIdentity } from './patch-identity.js';
import { readPromisedFiles } from './promised-files.js';
import type { SequencedPatch } from './sequenced-patch.js';

/** Options for opening a patch. */
export interface PatchPackageOptions {
  strict?: boolean;
  codePage?: number;
  /** How much the patch may hold. */
  limits?: Partial<ContainerLimits>;
  /** The file name, for messages about one of several patches. */
  label?: string;
}

/**
 * A patch (`.msp`) or transform (`.mst`) by itself: its database, its transforms and, for a patch, the members of its
 * cabinets under their File keys. The product mostly states their paths: names, sizes and versions
 * are known only where the transforms hold whole rows. See {@link PatchedPackage} for both together.
 */
export class PatchPackage implements PackageContent, SequencedPatch {
  readonly kind: 'msp' | 'mst';
  readonly label: string;
  readonly source: ByteSource;
  readonly compoundFile: CompoundFile;
  readonly database: Database;
  /** The cabinets in the streams of the patch, by their names in the Media table that its transforms bring. */
  readonly cabinets: CabinetStore;
  readonly #transforms = new Map<string, Transform>();
  readonly #options: PatchPackageOptions;
  /** The budget for cabinets that are read without their transforms. */
  readonly #budget: UnpackBudget;
  #group: CabinetGroup | null = null;
  /** Cabinets with truncated directories. */
  readonly #cut: Warning[] = [];
  readonly #notes: Warning[] = [];
  /** Files that its transforms place into its cabinets and that are not in them. */
  readonly #lost: Warning[] = [];
  #identity: PatchIdentity | null = null;
  #targetsRtm: boolean | null = null;
  #sequences: readonly TableRow<'MsiPatchSequence'>[] | null | undefined;

  constructor(source: ByteSource, kind: 'msp' | 'mst', options: PatchPackageOptions = {}) {
    this.kind = kind;
    this.label = options.label ?? 'the patch';
    this.source = source;
    this.#options = options;
    this.#budget = new UnpackBudget({ limits: options.limits ?? {} });
    this.compoundFile = CompoundFile.open(source, { strict: options.strict ?? false });
    this.database = Database.open(this.compoundFile.root, options);
    // Read here, so that any operation reports its errors.
    this.database.summaryInformation();
    this.cabinets = new CabinetStore(
      this.database,
      null,
      options.strict ?? false,
      new UnpackBudget({ limits: options.limits ?? {} }),
      strippedPatch,
    );
  }

  /** Cabinets that its transforms name and it lacks, as in Media.Cabinet. */
  get missingCabinets(): string[] {
    const names = new Set(this.#targets().flatMap(({ cabinets }) => [...cabinets]));
    return [...names].filter((name) => name.startsWith('#') && !this.cabinets.has(name));
  }

  /** Patch code, targets and transforms. Throws `PATCH_INVALID` and `MSI_BAD_SUMMARY`. */
  get identity(): PatchIdentity {
    this.#identity ??= parsePatchIdentity(this.database.summaryInformation());
    return this.#identity;
  }

  /** Summaries of the product transforms, in the order of {@link PatchIdentity.pairs}. Throws as {@link transform} does. */
  get transforms(): Transform['summary'][] {
    return this.identity.pairs.map(({ product }) => this.transform(product).summary);
  }

  /** Null for a patch without the table. Read once: patches are compared pair by pair. */
  get sequences(): readonly TableRow<'MsiPatchSequence'>[] | null {
    if (this.#sequences === undefined) {
      const hasTable = this.database.hasTable('MsiPatchSequence');
      this.#sequences = hasTable ? this.database.rows('MsiPatchSequence') : null;
    }
    return this.#sequences;
  }

  /** Null for a patch without a row of that name in MsiPatchMetadata. */
  metadata(property: string): string | null {
    const row = this.database
      .rows('MsiPatchMetadata')
      .find((one) => (one.Company ?? '') === '' && one.Property === property);
    return row?.Value ?? null;
  }

  /** Whether MsiPatchMetadata.MinorUpdateTargetRTM has a value: the patch starts from the product without other patches. */
  get targetsRtm(): boolean {
    this.#targetsRtm ??= (this.metadata('MinorUpdateTargetRTM') ?? '') !== '';
    return this.#targetsRtm;
  }

  /**
   * Reads a transform by the name of its storage. Throws `PATCH_INVALID` where there is none, and what reading a
   * transform throws.
   */
  transform(name: string): Transform {
    let transform = this.#transforms.get(name);
    if (!transform) {
      const { storages } = this.compoundFile.root;
      const storage =
        storages.get(name) ??
        [...storages.values()].find((other) => other.name.toUpperCase() === name.toUpperCase());
      if (!storage) {
        throw new HotfixkitError(
          'PATCH_INVALID',
          `the patch lists a transform that it does not hold: ${name}`,
          {
            stream: name,
          },
        );
      }
      transform = withFacts({ stream: name }, () => Transform.open(storage, this.#options));
      this.#transforms.set(name, transform);
    }
    return transform;
  }

  get files(): readonly PackageFile[] {
    return this.#members.files;
  }

  /** Adds what was found in its file outside the database. */
  note(warnings: readonly Warning[]): void {
    this.#notes.push(...warnings);
  }

  get warnings(): readonly Warning[] {
    return [
      ...this.compoundFile.warnings,
      ...this.database.warnings,
      ...this.#notes,
      ...(this.#group?.warnings ?? []),
      ...this.#cut,
      ...this.#lost,
      ...this.missingCabinets.map((cabinet) => asWarning(strippedPatch(cabinet))),
    ];
  }

  check(files: readonly PackageFile[]): void {
    this.#members.check(files);
    this.#members.checkOutput(files, this.#budget);
  }

  incomplete(files: readonly PackageFile[]): readonly PackageFile[] {
    return this.#members.incomplete(files);
  }

  batches(files: readonly PackageFile[]): PackageFile[][] {
    return this.#members.batches(files);
  }

  decode(files: readonly PackageFile[]): Generator<FilePart, void, void> {
    return this.#members.decode(files);
  }

  close(): void {
    this.cabinets.close();
  }

  get #members(): CabinetGroup {
    if (this.#group) return this.#group;
    const cabinets = new Map<CabinetPackage, string>();
    for (const name of this.database.streamNames()) {
      const stream = availablePart(this.database.stream(name));
      if (!startsLikeCabinet(stream.read(0, Math.min(4, stream.size)))) continue;
      try {
        cabinets.set(new CabinetPackage(stream, { ...this.#options, name, budget: this.#budget }), name);
      } catch (error) {
        // If the patch is truncated in one cabinet's directory, the others stay readable.
        if (!isCut(error) || this.#options.strict || this.compoundFile.warnings.length === 0) throw error;
        addFacts(error, { stream: name });
        this.#cut.push(asWarning(error));
      }
    }
    const targets = cabinets.size > 0 ? this.#targets() : [];
    const factsOf = new Map(
      [...cabinets].map(([holder, name]) => {
        const own = targets.filter((target) => target.cabinets.has(`#${name}`));
        const facts = readPatchFileFacts(own.length > 0 ? own : targets);
        return [holder, { facts, target: own[0]?.name ?? name }] as const;
      }),
    );
    this.#group = new CabinetGroup(this, [...cabinets.keys()], (member, holder) => {
      const { facts, target } = factsOf.get(holder)!;
      const known = facts.get(member.key);
      return {
        targetPath: known?.targetPath ?? null,
        sourcePath: known?.sourcePath ?? null,
        sourceShortPath: known?.sourceShortPath ?? null,
        name: known?.name ?? member.name,
        version: known?.version ?? null,
        language: known?.language ?? null,
        cabinet: `#${cabinets.get(holder)}`,
        patchTarget: target,
        ...(known?.isDelta ? { isDelta: true } : {}),
      };
    });
    this.#lost.push(...lostFiles(cabinets, targets));
    return this.#group;
  }

  /** Unreadable transforms do not prevent a patch from being inspected. */
  #targets(): PatchTarget[] {
    if (this.kind !== 'msp') return [];
    try {
      return this.identity.pairs.map(({ product, patch }) => {
        const media = patch === null ? null : this.transform(patch);
        return {
          name: product,
          product: this.transform(product),
          patch: media,
          cabinets: new Set(media === null ? [] : readPatchCabinets(media)),
        };
      });
    } catch (error) {
      if (error instanceof HotfixkitError && error.kind === 'input') return [];
      throw error;
    }
  }
}

/** A patch without cabinets, such as one in the Windows Installer cache. */
function strippedPatch(cabinet: string): HotfixkitError {
  return new HotfixkitError(
    'PACKAGE_NO_CABINET',
    `the patch names the cabinet ${cabinet}, which is not in it: this patch has been stripped of its cabinet; get the whole patch`,
    { entry: cabinet },
  );
}

/** Says where cabinets lack files that the patch places into them. */
function lostFiles(
  cabinets: ReadonlyMap<CabinetPackage, string>,
  targets: readonly PatchTarget[],
): Warning[] {
  const promised = readPromisedFiles(targets.flatMap(({ patch }) => patch ?? []));
  return [...cabinets].flatMap(([holder, name]): Warning[] => {
    const there = new Set(holder.files.map(({ key }) => key));
    const lost = [...(promised.get(`#${name}`) ?? [])].filter((key) => !there.has(key));
    if (lost.length === 0) return [];
    const message = `the cabinet of the patch does not hold ${plural(lost.length, 'file')} that the patch places into it: ${listed(lost)}; get the whole patch`;
    return [{ code: 'PACKAGE_NOT_IN_CABINET', message, stream: name, entry: lost[0]! }];
  });
}

function isCut(error: unknown): error is HotfixkitError {
  return error instanceof HotfixkitError && error.code === 'CAB_TRUNCATED';
}

function asWarning({ code, message, facts }: HotfixkitError): Warning {
  return { code, message, ...facts };
}

/** The two transforms for one target, and the cabinets that the second one names. */
interface PatchTarget {
  name: string;
  product: Transform;
  patch: Transform | null;
  cabinets: ReadonlySet<string>;
}
