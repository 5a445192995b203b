import type { ByteSource } from '../core/byte-source.js';
import { HotfixkitError, type Warning } from '../core/errors.js';
import { ZipArchive } from '../formats/zip/zip-archive.js';
import type { ZipEntry } from '../formats/zip/zip-entry.js';
import type { FilePart } from './archive.js';
import { type Container, type ContainerMember, headOf, type JudgeHead } from './container.js';
import { memberPaths } from './member-paths.js';
import { SelfOpeningFile } from './self-opening-file.js';
import type { UnpackBudget } from './unpack-budget.js';

/** A zip archive, by itself or behind the stub of a self-extractor. */
export class ZipContainer implements Container {
  readonly kind = 'zip';
  readonly title: string;
  readonly files: readonly ZipMember[];
  readonly facts: Readonly<Record<string, string>> = {};
  readonly cabinet = null;
  readonly warnings: readonly Warning[];
  /** Where in the source the archive begins, and where it and its comment end. */
  readonly start: number;
  readonly end: number;

  /**
   * Null where there is no archive. Throws what `ZipArchive.open` throws, and `CONTAINER_*` for what no archive should
   * hold: names that lead elsewhere or come twice, links, more than the limits allow.
   */
  static open(source: ByteSource, budget: UnpackBudget, isExecutable: boolean): ZipContainer | null {
    const archive = ZipArchive.open(source, {
      maxEntries: budget.entriesLeft,
      ...(budget.codePage === null ? {} : { codePage: budget.codePage }),
    });
    return archive && new ZipContainer(archive, source.size, budget, isExecutable);
  }

  private constructor(archive: ZipArchive, packed: number, budget: UnpackBudget, isExecutable: boolean) {
    this.title = isExecutable ? 'self-extracting zip archive' : 'zip archive';
    this.start = archive.start;
    this.end = archive.end;
    budget.countEntries(archive.entries.length);
    const links = archive.entries.filter((entry) => entry.isLink);
    if (links.length > 0 && !budget.renameUnsafe) {
      throw new HotfixkitError('CONTAINER_UNSAFE_NAME', 'a symbolic link; --rename-unsafe leaves links out', {
        entry: links[0]!.name,
      });
    }
    const files = archive.entries.filter((entry) => !entry.isFolder && !entry.isLink);
    let total = 0;
    for (const entry of files) {
      budget.checkRatio(entry.name, entry.compressedSize, entry.size);
      total += entry.size;
    }
    budget.checkSize('', total);
    budget.checkTotalRatio(packed, total);
    const { paths, warnings } = memberPaths(
      files.map((entry) => entry.name),
      budget.renameUnsafe,
    );
    this.warnings = warnings;
    this.files = files.map((entry, i) => new ZipMember(archive, entry, paths[i]!, budget));
  }

  batches(members: readonly ContainerMember[]): ContainerMember[][] {
    return members.map((member) => [member]);
  }

  *decode(members: readonly ContainerMember[]): Generator<FilePart<ContainerMember>, void, void> {
    for (const file of members) {
      for (const chunk of file.pieces()) yield { file, chunk };
      yield { file, end: true };
    }
  }

  heads<T>(
    members: readonly ContainerMember[],
    length: number,
    judge: JudgeHead<T>,
  ): Map<ContainerMember, T> {
    const heads = new Map<ContainerMember, T>();
    for (const member of members) {
      try {
        heads.set(member, judge(member, headOf(member, length)));
      } catch (error) {
        // Opening it reports what is wrong with it.
        if (!(error instanceof HotfixkitError) || error.kind !== 'input') throw error;
      }
    }
    return heads;
  }

  /** Each is compressed by itself. */
  prefetch(): void {}
}

class ZipMember extends SelfOpeningFile implements ContainerMember {
  readonly path: string;
  readonly readOnly = false;
  readonly #archive: ZipArchive;
  readonly #entry: ZipEntry;
  readonly #budget: UnpackBudget;
  #source: ByteSource | null = null;

  constructor(archive: ZipArchive, entry: ZipEntry, path: string, budget: UnpackBudget) {
    super();
    this.#archive = archive;
    this.#entry = entry;
    this.#budget = budget;
    this.path = path;
  }

  get size(): number {
    return this.#entry.size;
  }

  modified(): Date | null {
    return this.#entry.modified;
  }

  get encrypted(): boolean {
    return this.#entry.encryption !== 'none';
  }

  source(): ByteSource {
    this.#source ??=
      this.#archive.inPlace(this.#entry) ?? this.#budget.store(this.path, this.pieces(), this.size);
    return this.#source;
  }

  pieces(first?: number): Generator<Uint8Array, void, void> {
    return this.#archive.pieces(this.#entry, this.#budget.password, first);
  }
}
