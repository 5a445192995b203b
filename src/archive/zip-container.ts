import type { ByteSource } from '../core/byte-source.js';
import { HotfixkitError, shortened, type Warning } from '../core/errors.js';
import { listed } from '../core/plural.js';
import { pathKey } from '../core/safe-path.js';
import { lastPartAt } from '../core/safe-paths.js';
import type { CutArchive } from '../formats/zip/cut-archive.js';
import { ZipArchive } from '../formats/zip/zip-archive.js';
import type { ZipEntry } from '../formats/zip/zip-entry.js';
import type { Container, ContainerMember } from './container.js';
import { memberPaths } from './member-paths.js';
import { SelfOpeningFile } from './self-opening-file.js';
import { SeparateMembers } from './separate-members.js';
import type { UnpackBudget } from './unpack-budget.js';

/** Longer folder names are not searched for entries that are folders. */
const LONGEST_FOLDER = 1024;

/** A zip archive, by itself or behind the stub of a self-extractor. */
export class ZipContainer extends SeparateMembers implements Container {
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
   * Null if there is no archive. Throws what `ZipArchive.open` throws, and `CONTAINER_*` for invalid
   * content: unsafe or duplicate names, links, more than the limits allow.
   *
   * @param cut the remains of an archive without its directory; `source` then refers to it
   */
  static open(
    source: ByteSource,
    budget: UnpackBudget,
    isExecutable: boolean,
    cut?: CutArchive,
  ): ZipContainer | null {
    const archive = ZipArchive.open(source, {
      maxEntries: budget.entriesLeft,
      ...(budget.codePage === null ? {} : { codePage: budget.codePage }),
    });
    return archive && new ZipContainer(archive, source.size, budget, isExecutable, cut);
  }

  private constructor(
    archive: ZipArchive,
    packed: number,
    budget: UnpackBudget,
    isExecutable: boolean,
    cut?: CutArchive,
  ) {
    super();
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
    const files = withoutFolders(archive.entries.filter((entry) => !entry.isFolder && !entry.isLink));
    let total = 0;
    for (const entry of files) {
      budget.checkRatio(entry.name, entry.compressedSize, entry.size);
      total += entry.size;
    }
    budget.checkSize('', total);
    budget.checkTotalRatio(packed, total);
    const { paths, statedNames, warnings } = memberPaths(
      files.map((entry) => entry.name),
      budget.renameUnsafe,
    );
    if (budget.strict && archive.warnings.length > 0) {
      const { code, message, ...facts } = archive.warnings[0]!;
      throw new HotfixkitError(code, message, facts);
    }
    this.warnings = [...(cut ? [cutWarning(cut)] : archive.warnings), ...linksLeftOut(links), ...warnings];
    this.files = files.map((entry, i) => {
      const isCut = cut !== undefined && entry.headerOffset === cut.cutAt;
      return new ZipMember(
        archive,
        entry,
        { path: paths[i]!, statedName: statedNames[i]! },
        budget,
        isCut ? cut.error : null,
      );
    });
  }
}

/** Says which files that other programs make as links are not in the answer. */
function linksLeftOut(links: readonly ZipEntry[]): Warning[] {
  if (links.length === 0) return [];
  const what =
    links.length === 1 ? '1 symbolic link was left out' : `${links.length} symbolic links were left out`;
  const names = links.map(({ name }) => shortened(name));
  return [{ code: 'PATH_LINK', message: `${what} of the archive: ${listed(names)}`, found: links.length }];
}

/** Leaves out entries without bytes that are the folders of others, as some writers list folders, without any attribute. */
function withoutFolders(files: readonly ZipEntry[]): readonly ZipEntry[] {
  const empty = new Map<string, ZipEntry[]>();
  for (const entry of files) {
    if (entry.size > 0) continue;
    const key = pathKey(entry.name);
    const own = empty.get(key);
    if (own) own.push(entry);
    else empty.set(key, [entry]);
  }
  if (empty.size === 0) return files;
  const folders = new Set<ZipEntry>();
  const seen = new Set<string>();
  for (const { name } of files) {
    const folder = name.slice(0, lastPartAt(name));
    if (folder === '' || seen.has(folder)) continue;
    seen.add(folder);
    // Limits of paths keep this short: longer ones are refused anyway.
    if (folder.length > LONGEST_FOLDER) continue;
    const key = pathKey(folder).replaceAll('\\', '/');
    for (let at = key.indexOf('/'); at >= 0; at = key.indexOf('/', at + 1)) {
      for (const entry of empty.get(key.slice(0, at)) ?? []) folders.add(entry);
    }
  }
  return folders.size === 0 ? files : files.filter((entry) => !folders.has(entry));
}

/** Files after the truncation are unknown. */
function cutWarning(cut: CutArchive): Warning {
  const { code, message, facts } = cut.error();
  const rest = cut.isListed ? 'all of its files are there' : 'files behind the cut are not known';
  return { code, message: `${message}; ${rest}`, ...facts };
}

class ZipMember extends SelfOpeningFile implements ContainerMember {
  readonly path: string;
  declare readonly statedName?: string;
  readonly readOnly = false;
  readonly #archive: ZipArchive;
  readonly #entry: ZipEntry;
  readonly #budget: UnpackBudget;
  readonly #cut: (() => HotfixkitError) | null;
  #source: ByteSource | null = null;

  constructor(
    archive: ZipArchive,
    entry: ZipEntry,
    { path, statedName }: { path: string; statedName: string | null },
    budget: UnpackBudget,
    cut: (() => HotfixkitError) | null,
  ) {
    super();
    this.#cut = cut;
    this.#archive = archive;
    this.#entry = entry;
    this.#budget = budget;
    this.path = path;
    if (statedName !== null) this.statedName = statedName;
  }

  get size(): number {
    return this.#entry.size;
  }

  modified(): Date | null {
    return this.#entry.modified;
  }

  get cut(): HotfixkitError | null {
    return this.#cut?.() ?? null;
  }

  get encrypted(): boolean {
    return this.#entry.encryption !== 'none';
  }

  source(): ByteSource {
    if (this.#cut) throw this.#cut();
    this.#source ??=
      this.#archive.inPlace(this.#entry) ?? this.#budget.store(this.path, this.pieces(), this.size);
    return this.#source;
  }

  pieces(first?: number): Generator<Uint8Array, void, void> {
    if (this.#cut) throw this.#cut();
    return this.#archive.pieces(this.#entry, this.#budget.password, first);
  }
}
