import { OwnFiles } from '../../archive/own-files.js';
import { batchesOfStandIns, decodeStandIns } from '../../archive/stand-ins.js';
import { throwIfAborted } from '../../core/abort.js';
import { type ByteSource, SliceSource } from '../../core/byte-source.js';
import { HotfixkitError, type Warning } from '../../core/errors.js';
import { Scratch } from '../../node/scratch.js';
import { Turns } from '../../node/turns.js';
import { CheckedPackageFile } from '../checked-package-file.js';
import { sourceFileParts } from '../install/source-file-parts.js';
import type { OpenedSource } from '../install/source-folder.js';
import type { FilePart, PackageContent, PackageFile, PackageKind } from '../package-content.js';
import { Progress, type WriteProgress } from './write-options.js';

/** Bytes of decoded files to keep in memory; more go to a temporary file. */
const MEMORY = 64 * 1024 * 1024;

export interface HoldOptions {
  /** Keeps the bytes of uncompressed files as well, which another program may change while they are looked at; default false. */
  copyInPlace?: boolean;
  onProgress?: (progress: WriteProgress) => void;
  signal?: AbortSignal;
}

/** The bytes of a file, and the warnings at its end. */
export interface Held {
  open(): OpenedSource;
  end: { warnings?: readonly Warning[]; isUnchecked?: true };
}

/**
 * Decodes some files of a package once and keeps their bytes, so that they can be looked at, hashed and written without
 * decoding them again. Uncompressed files are read in place unless `copyInPlace` is set. `close` frees the storage; the package
 * stays open.
 *
 * Nothing is checked here: files are checked when they are read or written. Throws what decoding and the disk throw.
 */
export async function holdFiles(
  content: PackageContent,
  files: readonly PackageFile[],
  options: HoldOptions = {},
): Promise<HeldPackage> {
  content.check(files);
  const kept = files.filter((file) => isToHold(file, options));
  const scratch = new Scratch(MEMORY);
  try {
    const held = new Map<PackageFile, Held>();
    const progress = new Progress(
      kept.map((file) => ({ file, path: file.key })),
      options,
    );
    const turns = new Turns();
    const parts = new PartsByFile(content.decode(kept), (bytes) => progress.add(bytes));
    for (let file = parts.next(); file; file = parts.next()) {
      const source = scratch.store(parts.chunksOf(file), file.size);
      held.set(file, { open: () => new HeldSource(source), end: parts.endOf(file) });
      progress.files++;
      progress.report();
      if (turns.isOver) await turns.giveWay();
      throwIfAborted(options.signal);
    }
    return new HeldPackage(content, held, { close: () => scratch.close() }, files);
  } catch (error) {
    scratch.close();
    throw error;
  }
}

/** Whether the bytes of a file are not there yet to be read again and again. */
function isToHold(file: PackageFile, { copyInPlace = false }: HoldOptions): boolean {
  const source = file.openInPlace();
  source?.close();
  if (source === null) return true;
  return copyInPlace && !source.isHeld;
}

/** What holds the files: storage to be freed, or an output, with the paths that the files have there. */
interface Holder {
  close?(): void;
  paths?: ReadonlyMap<PackageFile, string>;
  warnings?: readonly Warning[];
}

/** A package with some files already decoded, see {@link holdFiles} and `holdWritten`. */
export class HeldPackage implements PackageContent {
  readonly kind: PackageKind;
  readonly warnings: readonly Warning[];
  readonly #content: PackageContent;
  readonly #holder: Holder;
  readonly #held: ReadonlyMap<PackageFile, Held>;
  /** Made when they are asked for: each batch of a large package is held by itself, and asked for its own files. */
  readonly #outer = new Map<PackageFile, HeldFile>();
  readonly #asked: ReadonlySet<PackageFile>;
  #files: readonly HeldFile[] | null = null;
  #ownFiles: OwnFiles<HeldFile> | null = null;
  #inner: ReadonlySet<PackageFile> | null = null;

  /** @param asked files of the package that are looked at, those that are not held among them */
  constructor(
    content: PackageContent,
    held: ReadonlyMap<PackageFile, Held>,
    holder: Holder,
    asked: Iterable<PackageFile> = held.keys(),
  ) {
    this.kind = content.kind;
    this.warnings = content.warnings;
    this.#content = content;
    this.#held = held;
    this.#holder = holder;
    this.#asked = new Set(asked);
  }

  get files(): readonly HeldFile[] {
    this.#files ??= this.#content.files.map((file) => this.#outerOf(file));
    return this.#files;
  }

  get #own(): OwnFiles<HeldFile> {
    this.#ownFiles ??= new OwnFiles(this.files);
    return this.#ownFiles;
  }

  check(files: readonly PackageFile[]): void {
    this.#content.check(this.#rest(files).map(({ inner }) => inner));
  }

  incomplete(files: readonly PackageFile[]): readonly PackageFile[] {
    const rest = this.#rest(files);
    const cut = new Set(this.#content.incomplete?.(rest.map(({ inner }) => inner)));
    return rest.filter(({ inner }) => cut.has(inner));
  }

  batches(files: readonly PackageFile[]): PackageFile[][] {
    return [
      ...this.#own.all(files).flatMap((file) => (file.isHeld ? [[file]] : [])),
      ...batchesOfStandIns(this.#content, this.#rest(files), ({ inner }) => inner),
    ];
  }

  *decode(files: readonly PackageFile[]): Generator<FilePart, void, void> {
    for (const file of this.#own.all(files)) if (file.isHeld) yield* file.heldParts();
    yield* decodeStandIns(this.#content, this.#rest(files), ({ inner }) => inner);
  }

  /** This package's file for a file of the original package. Throws `INTERNAL` for any other. */
  fileOf(file: PackageFile): HeldFile {
    if (!this.#asked.has(file)) {
      this.#inner ??= new Set(this.#content.files);
      if (!this.#inner.has(file))
        throw new HotfixkitError('INTERNAL', 'this file belongs to another package');
    }
    return this.#outerOf(file);
  }

  #outerOf(file: PackageFile): HeldFile {
    let outer = this.#outer.get(file);
    if (outer === undefined) {
      outer = new HeldFile(file, this.#held.get(file) ?? null);
      this.#outer.set(file, outer);
    }
    return outer;
  }

  /** Whether the bytes of a file of the original package are held. Throws as {@link fileOf} does. */
  holds(file: PackageFile): boolean {
    return this.fileOf(file).isHeld;
  }

  /** The path below the output folder at which a file of the original package is written already; null if it is not. */
  writtenPathOf(file: PackageFile): string | null {
    return this.#holder.paths?.get(file) ?? null;
  }

  /** Warnings of writing the files that are held. */
  get writeWarnings(): readonly Warning[] {
    return this.#holder.warnings ?? [];
  }

  close(): void {
    this.#holder.close?.();
  }

  #rest(files: readonly PackageFile[]): HeldFile[] {
    return this.#own.all(files).filter((file) => !file.isHeld);
  }
}

class HeldFile extends CheckedPackageFile {
  readonly inner: PackageFile;
  readonly #held: Held | null;

  constructor(inner: PackageFile, held: Held | null) {
    super(inner);
    this.inner = inner;
    this.#held = held;
  }

  get isHeld(): boolean {
    return this.#held !== null;
  }

  get isUnchecked(): boolean {
    return this.#held?.end.isUnchecked ?? false;
  }

  modified(): Date | null {
    return this.inner.modified();
  }

  override openInPlace(): OpenedSource | null {
    return this.#held ? this.#held.open() : this.inner.openInPlace();
  }

  *heldParts(): Generator<FilePart, void, void> {
    const { open, end } = this.#held!;
    const source = open();
    try {
      yield* sourceFileParts<PackageFile>(this, source, end);
    } finally {
      source.close();
    }
  }

  protected override *parts(): Generator<FilePart, void, void> {
    if (this.#held) {
      yield* this.heldParts();
      return;
    }
    for (const chunk of this.inner.pieces()) yield { file: this, chunk };
    // The file has checked itself.
    yield { file: this, end: true, isUnchecked: true };
  }
}

/** Closing a source does not free the bytes. */
class HeldSource extends SliceSource implements OpenedSource {
  readonly isHeld = true;

  constructor(source: ByteSource) {
    super(source, 0);
  }

  close(): void {}
}

/** The parts of a decoded batch, file by file; interleaved parts of other files are queued. */
class PartsByFile {
  readonly #parts: Iterator<FilePart>;
  readonly #count: (bytes: number) => void;
  readonly #waiting = new Map<PackageFile, Uint8Array[]>();
  readonly #ends = new Map<PackageFile, Held['end']>();

  constructor(parts: Iterator<FilePart>, count: (bytes: number) => void) {
    this.#parts = parts;
    this.#count = count;
  }

  /** The next file with a part read; null at the end. */
  next(): PackageFile | null {
    const [first] = this.#waiting.keys();
    return first ?? this.#pull()?.file ?? null;
  }

  *chunksOf(file: PackageFile): Generator<Uint8Array, void, void> {
    const waiting = this.#waiting.get(file) ?? [];
    yield* waiting;
    waiting.length = 0;
    while (!this.#ends.has(file) && this.#pull(file)) {
      yield* waiting;
      waiting.length = 0;
    }
    this.#waiting.delete(file);
  }

  endOf(file: PackageFile): Held['end'] {
    return this.#ends.get(file) ?? {};
  }

  /** Adds one part. A chunk is valid only until the next part, so queued chunks are copied. */
  #pull(current?: PackageFile): FilePart | null {
    const next = this.#parts.next();
    if (next.done) return null;
    const part = next.value;
    if (!this.#waiting.has(part.file)) this.#waiting.set(part.file, []);
    if ('chunk' in part) {
      this.#count(part.chunk.length);
      this.#waiting.get(part.file)!.push(part.file === current ? part.chunk : part.chunk.slice());
    } else {
      const { warnings, isUnchecked } = part;
      this.#ends.set(part.file, { ...(warnings && { warnings }), ...(isUnchecked && { isUnchecked }) });
    }
    return part;
  }
}
