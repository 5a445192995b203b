import { groupByFolder } from '../../archive/cabinet-members.js';
import { OwnFiles } from '../../archive/own-files.js';
import { BufferSource } from '../../core/byte-source.js';
import { dosDateTimeToDate } from '../../core/dos-date-time.js';
import { HotfixkitError, type Warning, withFacts } from '../../core/errors.js';
import { readTransformTarget } from '../../msi/transform-validation.js';
import type { CabinetSummary } from '../install/cabinet-summary.js';
import type { FileOpener, InstallFile } from '../install/install-file.js';
import {
  type DerivedDatabase,
  InstallPackage,
  type InstallPackageOptions,
} from '../install/install-package.js';
import { sourceFileParts } from '../install/source-file-parts.js';
import type { FilePart, PackageContent, PackageFile } from '../package-content.js';
import { applyPatches, type PatchContent } from './apply-patches.js';
import { leftOutWarning } from './left-out-warning.js';
import { makeFile, noContent } from './make-file.js';
import { decodeContents, memberOf, WholeFiles } from './patch-contents.js';
import type { PatchPackage } from './patch-package.js';
import { planPatchSequence } from './patch-sequence.js';
import { PatchedFile } from './patched-file.js';
import type { PatchOrder } from './sequenced-patch.js';
import { withStatedSizes } from './stale-sizes.js';

/** A product: a package as it is, or with patches applied; `patched` distinguishes them. */
export type Product = InstallPackage | PatchedPackage;

/** Maximum of deltas in one batch, so that several threads have work. */
const SLICES = 16;
/** Minimum effort in bytes for splitting files among threads. */
const WORTH_SPLITTING = 24 * 1024 * 1024;
/** A byte that a delta produces takes about as long as this many bytes from a cabinet. */
const DELTA_EFFORT = 4;

/**
 * A product with patches applied, as a package: the database of the updated product, and files from the
 * product's cabinets or source tree, from the patches' cabinets, or made by deltas. Listing, extracting, installing
 * and verifying work as for any package.
 *
 * Deltas are applied to the product's file, which must be the one that they were made for; the result
 * has the CRC that the delta states and is checked against File and MsiFileHash like any other file.
 */
export class PatchedPackage implements PackageContent {
  readonly patched = true;
  readonly base: Product;
  readonly order: PatchOrder<PatchPackage>;
  readonly files: readonly PatchedFile[];
  /** The updated product from its tables; where transforms are applied, also the files that these add. */
  readonly #updated: InstallPackage;
  readonly #own: OwnFiles<PatchedFile>;
  readonly #contents: ReadonlyMap<string, readonly PatchContent[]>;
  readonly #warnings: Warning[];
  /** Files that transforms add on top of the patches, as the tables have them: they lie where those say. */
  readonly #added = new Map<PatchedFile, InstallFile>();
  readonly #options: InstallPackageOptions;

  /**
   * Determines the patches that apply and their order. Throws what {@link planPatchSequence}
   * throws, and `PATCH_INVALID` for a patch whose tables cannot be applied.
   *
   * @param base stays open and in use
   */
  static of(
    base: Product,
    patches: readonly PatchPackage[],
    options: InstallPackageOptions = {},
  ): PatchedPackage {
    const order = planPatchSequence(readTransformTarget(base.database), patches);
    const applied = applyPatches(base.database, order.steps);
    const warnings = [...order.leftOut.map(leftOutWarning), ...applied.warnings];
    const { compoundFile } = base;
    const updated = {
      compoundFile,
      database: withStatedSizes(applied.states, applied.contents, base.isAdministrativeImage),
    };
    return new PatchedPackage(base, updated, order, applied.contents, warnings, options);
  }

  private constructor(
    base: Product,
    updated: DerivedDatabase,
    order: PatchOrder<PatchPackage>,
    contents: ReadonlyMap<string, readonly PatchContent[]>,
    warnings: Warning[],
    options: InstallPackageOptions,
  ) {
    const isTransformed = (updated.transforms ?? []).length > 0;
    this.#updated = new InstallPackage(
      updated,
      isTransformed ? { ...options, folder: base.folder } : options,
    );
    this.base = base;
    this.#contents = contents;
    this.#options = options;
    this.order = order;
    this.#warnings = warnings;
    const before = new Map(base.files.map((file) => [file.key, file]));
    const opener: FileOpener<PatchedFile> = {
      check: (files) => this.check(files),
      decode: (files) => this.decode(files),
      modified: (file) => this.#modified(file),
      openInPlace: (file) => {
        const { before, contents } = file;
        if (contents.length > 0) return null;
        return (before ?? this.#added.get(file))?.openInPlace() ?? null;
      },
    };
    this.files = this.#updated.files.map((file): PatchedFile => {
      const own = contents.get(file.key) ?? [];
      const old = before.get(file.key) ?? null;
      const origin = { before: old, contents: own };
      if (own.length === 0) {
        if (old && !isTransformed) refuseStale(old, file);
        const isAdded = old === null && isTransformed;
        const compressed = isAdded ? file.compressed : (old?.compressed ?? false);
        const made = new PatchedFile({ ...file, compressed }, origin, opener);
        if (isAdded) this.#added.set(made, file);
        return made;
      }
      const effort = own.some(({ delta }) => delta !== null) ? DELTA_EFFORT : 1;
      const { cabinet } = own.at(-1)!;
      return new PatchedFile({ ...file, cabinet, compressed: true, effort }, origin, opener);
    });
    this.#own = new OwnFiles(this.files);
  }

  /** As {@link InstallPackage.transformed}, on top of the patches. */
  transformed(
    database: InstallPackage['database'],
    transforms: readonly string[],
    warnings: readonly Warning[],
  ): PatchedPackage {
    const updated = { compoundFile: this.compoundFile, database, transforms };
    const all = [...this.#warnings, ...warnings];
    return new PatchedPackage(this.base, updated, this.order, this.#contents, all, this.#options);
  }

  /** Labels of the transforms that are applied after the patches, in their order. */
  get transforms(): readonly string[] {
    return this.#updated.transforms;
  }

  get kind(): InstallPackage['kind'] {
    return this.#updated.kind;
  }

  get compoundFile(): InstallPackage['compoundFile'] {
    return this.#updated.compoundFile;
  }

  get database(): InstallPackage['database'] {
    return this.#updated.database;
  }

  get directories(): InstallPackage['directories'] {
    return this.#updated.directories;
  }

  get media(): InstallPackage['media'] {
    return this.#updated.media;
  }

  get properties(): InstallPackage['properties'] {
    return this.#updated.properties;
  }

  get wordCount(): number {
    return this.#updated.wordCount;
  }

  get isAdministrativeImage(): boolean {
    return this.#updated.isAdministrativeImage;
  }

  get warnings(): readonly Warning[] {
    return [...this.#updated.warnings, ...this.#warnings];
  }

  /** As {@link InstallPackage.folder}. */
  get folder(): InstallPackage['folder'] {
    return this.base.folder;
  }

  /** As {@link InstallPackage.sourcePathOf}. */
  sourcePathOf(file: InstallFile): string {
    return this.#updated.sourcePathOf(file);
  }

  /** As {@link InstallPackage.cabinets}. */
  cabinets(): CabinetSummary[] {
    return this.#updated.cabinets(this.files);
  }

  /** Whether the patches replace, change or add a file of {@link files}. */
  isPatched(file: PackageFile): boolean {
    const { before, contents } = this.#own.one(file);
    return contents.length > 0 || before === null;
  }

  /** The files of {@link isPatched} alone, as a package: what the patches leave. */
  patchedFiles(): PackageContent {
    return {
      kind: this.kind,
      files: this.files.filter((file) => this.isPatched(file)),
      warnings: this.warnings,
      check: (files) => this.check(files),
      incomplete: (files) => this.incomplete(files),
      batches: (files) => this.batches(files),
      decode: (files) => this.decode(files),
      close: () => this.close(),
    };
  }

  check(files: readonly PackageFile[]): void {
    const patched = this.#own.all(files);
    const brought = new Map<PatchPackage, { cabinet: string; key: string }[]>();
    for (const { key, contents } of patched) {
      for (const content of contents) {
        if (content.patch.cabinets.incomplete([{ cabinet: content.cabinet, key }]).length === 0) {
          memberOf(content, key);
        }
        const own = brought.get(content.patch);
        if (own) own.push({ cabinet: content.cabinet, key });
        else brought.set(content.patch, [{ cabinet: content.cabinet, key }]);
      }
    }
    const lost = patched.find(
      (file) => !file.before && file.contents[0]?.delta !== null && !this.#added.has(file),
    );
    if (lost) throw noContent(lost);
    this.#updated.check(this.#addedOf(patched));
    for (const [patch, members] of brought) {
      withFacts({ file: patch.label }, () => {
        patch.cabinets.checkComplete(members);
        patch.cabinets.checkOutput(members);
      });
    }
    this.base.check(oldFilesOf(patched));
  }

  incomplete(files: readonly PackageFile[]): PatchedFile[] {
    return this.#own.all(files).filter((file) => {
      const { key, contents } = file;
      const isCut = contents.some(
        ({ patch, cabinet }) => patch.cabinets.incomplete([{ cabinet, key }]).length > 0,
      );
      if (isCut || this.base.incomplete(oldFilesOf([file])).length > 0) return true;
      return this.#updated.incomplete(this.#addedOf([file])).length > 0;
    });
  }

  /**
   * Files of a few megabytes form one batch, which decodes each cabinet folder once. If there is more to
   * do, deltas are split among threads, each of which decodes the folders of its share.
   */
  batches(files: readonly PackageFile[]): PatchedFile[][] {
    const own = this.#own.all(files);
    const effort = own.reduce((sum, { size, effort }) => sum + size * effort, 0);
    if (effort < WORTH_SPLITTING) return own.length > 0 ? [own] : [];
    const { untouched, whole, deltas } = split(own);
    const batches: PatchedFile[][] = [];
    for (const batch of this.#baseBatches(untouched)) batches.push(batch);
    for (const batch of groupByFolder(whole, (file) => memberOf(file.contents[0]!, file.key)))
      batches.push(batch);
    for (const batch of this.#baseBatches(deltas)) {
      // Files of one cabinet folder stay together: decoding the last one decodes the others.
      if (batch[0]!.before?.compressed) batches.push(batch);
      else for (const one of slices(batch)) batches.push(one);
    }
    return batches;
  }

  *decode(files: readonly PackageFile[]): Generator<FilePart<PatchedFile>, void, void> {
    const { untouched, whole, deltas } = split(this.#own.all(files));
    const lost = untouched.find((file) => !file.before && !this.#added.has(file));
    if (lost) throw noContent(lost);
    yield* this.#decodeAdded(untouched.filter((file) => this.#added.has(file)));
    const contents = new Map(deltas.map((file) => [file, new Array<Uint8Array>(file.contents.length)]));
    yield* decodeContents(whole, contents);
    for (const file of deltas) if (!needsOld(file)) yield* madeFile(file, null, contents);
    yield* this.#decodeOld(
      [...untouched.filter(({ before }) => before), ...deltas.filter(needsOld)],
      contents,
    );
  }

  close(): void {
    this.#updated.close();
    this.base.close();
    for (const { patch } of this.order.steps) patch.close();
  }

  #modified(file: PatchedFile): Date | null {
    const { before, contents, key } = file;
    const last = contents.at(-1);
    if (!last) return (before ?? this.#added.get(file))?.modified() ?? null;
    const { modified } = memberOf(last, key);
    return modified === null ? null : dosDateTimeToDate(modified);
  }

  #addedOf(files: readonly PatchedFile[]): InstallFile[] {
    return files.flatMap((file) => this.#added.get(file) ?? []);
  }

  *#decodeAdded(files: readonly PatchedFile[]): Generator<FilePart<PatchedFile>, void, void> {
    const byAdded = new Map<PackageFile, PatchedFile>(files.map((file) => [this.#added.get(file)!, file]));
    for (const part of this.#updated.decode([...byAdded.keys()]))
      yield { ...part, file: byAdded.get(part.file)! };
  }

  /** Batches of the product, mapped to the resulting files; files that start from a patch's file form one more. */
  #baseBatches(files: readonly PatchedFile[]): PatchedFile[][] {
    const byOld = new Map(files.flatMap((file) => (needsOld(file) ? [[file.before!, file]] : [])));
    const rest = files.filter((file) => !needsOld(file));
    const batches = this.base.batches([...byOld.keys()]).map((batch) => batch.map((old) => byOld.get(old)!));
    return rest.length > 0 ? [...batches, rest] : batches;
  }

  /** Decodes files of the product: returns those without patch content unchanged and makes the others from them. */
  *#decodeOld(
    files: readonly PatchedFile[],
    contents: ReadonlyMap<PatchedFile, Uint8Array[]>,
  ): Generator<FilePart<PatchedFile>, void, void> {
    const byOld = new Map<PackageFile, PatchedFile>(files.map((file) => [file.before!, file]));
    const gatherer = new WholeFiles<PatchedFile>();
    for (const part of this.base.decode(files.map(({ before }) => before!))) {
      const file = byOld.get(part.file)!;
      if (!contents.has(file)) {
        yield { ...part, file };
        continue;
      }
      const bytes = gatherer.add({ ...part, file });
      if (bytes) yield* madeFile(file, bytes, contents);
    }
  }
}

/** Whether the result uses the product's own file. */
function needsOld({ before, contents }: PatchedFile): boolean {
  return before !== null && contents[0]?.delta !== null;
}

function oldFilesOf(files: readonly PatchedFile[]): InstallFile[] {
  return files.flatMap((file) => (needsOld(file) ? [file.before!] : []));
}

function split(files: readonly PatchedFile[]): Record<'untouched' | 'whole' | 'deltas', PatchedFile[]> {
  const parts: Record<'untouched' | 'whole' | 'deltas', PatchedFile[]> = {
    untouched: [],
    whole: [],
    deltas: [],
  };
  for (const file of files) {
    const { length } = file.contents;
    if (length === 0) parts.untouched.push(file);
    else if (length === 1 && file.contents[0]!.delta === null) parts.whole.push(file);
    else parts.deltas.push(file);
  }
  return parts;
}

/** Slices of about equal size, a few for each thread. */
function slices(files: readonly PatchedFile[]): PatchedFile[][] {
  const count = Math.min(SLICES, files.length);
  const parts = Array.from({ length: count }, (): PatchedFile[] => []);
  const sizes = new Array<number>(count).fill(0);
  for (const file of [...files].sort((a, b) => b.size - a.size)) {
    const smallest = sizes.indexOf(sizes.reduce((least, size) => Math.min(least, size)));
    parts[smallest]!.push(file);
    sizes[smallest]! += file.size + 1;
  }
  return parts;
}

/** The pieces of a file made by deltas. */
function* madeFile(
  file: PatchedFile,
  old: Uint8Array | null,
  contents: ReadonlyMap<PatchedFile, Uint8Array[]>,
): Generator<FilePart<PatchedFile>, void, void> {
  const { bytes, warnings, isUnchecked } = makeFile(file, old, contents.get(file)!);
  yield* sourceFileParts<PatchedFile>(file, new BufferSource(bytes), {
    warnings,
    ...(isUnchecked ? { isUnchecked } : {}),
  });
}

/** The patch must have the content of every file that the product transform changes. */
function refuseStale(old: InstallFile, file: InstallFile): void {
  if (old.size === file.size && (old.md5 === file.md5 || old.md5 === null || file.md5 === null)) return;
  throw new HotfixkitError('PACKAGE_NO_FILE', `no patch contains ${file.name}, which the patches change`, {
    entry: file.key,
    expected: `${file.size} bytes${file.md5 ? `, MD5 ${file.md5}` : ''}`,
    found: `${old.size} bytes${old.md5 ? `, MD5 ${old.md5}` : ''}`,
  });
}
