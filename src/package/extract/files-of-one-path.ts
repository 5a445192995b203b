import type { Warning } from '../../core/errors.js';
import { compareFileVersions, type FileVersion, tryParseFileVersion } from '../../core/file-version.js';
import { groupBy } from '../../core/group-by.js';
import { Md5 } from '../../core/md5.js';
import { pathKey } from '../../core/safe-path.js';
import { replacesExisting } from '../install/versioning-rules.js';
import type { PackageContent, PackageFile } from '../package-content.js';

/** A file and its intended path. */
interface PlacedFile {
  file: PackageFile;
  path: string;
}

/** Which of two files gets their common path, and a warning that names both. */
export interface PathDecision<Placed> {
  kept: Placed;
  warning: Warning;
}

/**
 * Decides between files that have one path, as an installation has one result: files with the same content are one file,
 * and of two with different versions the versioning rules keep one. Content is decoded only if the tables do not show
 * whether it is the same, and all such files are decoded together.
 */
export class FilesOfOnePath {
  readonly #content: PackageContent;
  readonly #placed: readonly PlacedFile[];
  readonly #byVersion: boolean;
  #digests: ReadonlyMap<PackageFile, string> | null = null;
  #failure: { error: unknown } | null = null;
  #byKey: ReadonlyMap<string, PackageFile> | null = null;

  /** @param byVersion whether the paths are those of an installation, subject to the versioning rules */
  constructor(content: PackageContent, placed: readonly PlacedFile[], byVersion: boolean) {
    this.#content = content;
    this.#placed = placed;
    this.#byVersion = byVersion;
  }

  /**
   * Null if no rule decides: contents differ, versions do not. Throws what checking and decoding throw, if
   * content has to be compared.
   *
   * @param options.byContentOnly leaves different versions to the caller
   */
  decide<Placed extends PlacedFile>(
    first: Placed,
    second: Placed,
    options: { byContentOnly?: boolean } = {},
  ): PathDecision<Placed> | null {
    const [a, b] = [first.file, second.file];
    const hashes = a.md5 !== null && b.md5 !== null;
    if (hashes && a.md5 === b.md5 && a.size === b.size) return asOne(first, second);
    const versions = [this.#versionOf(a), this.#versionOf(b)] as const;
    if (this.#byVersion && differ(...versions)) {
      if (options.byContentOnly) return null;
      const kept = replacesExisting({ version: versions[1] }, { version: versions[0] }) ? second : first;
      const message = `${named(a)} and ${named(b)} have the same path ${first.path}: ${kept.file.key} is kept by the versioning rules`;
      return { kept, warning: { code: 'PATH_COLLISION', message, entry: b.key } };
    }
    if (hashes || a.size !== b.size) return null;
    const digest = this.#digestOf(a);
    return digest !== undefined && digest === this.#digestOf(b) ? asOne(first, second) : null;
  }

  /** Files to compare by content. Most packages need none of them, so nothing is grouped before the first is asked for. */
  #undecided(): PackageFile[] {
    const groups = groupBy(this.#placed, ({ path }) => pathKey(path));
    return [...groups.values()].flatMap((group) =>
      group.length > 1 ? this.#toRead(group.map(({ file }) => file)) : [],
    );
  }

  /** Files of a group to compare by content: as long as another one, with no difference in hashes or versions. */
  #toRead(group: readonly PackageFile[]): PackageFile[] {
    const bySize = new Map<string, PackageFile[]>();
    for (const file of group) {
      const key = `${file.size} ${this.#byVersion ? (this.#versionOf(file)?.join('.') ?? '') : ''}`;
      const same = bySize.get(key);
      if (same) same.push(file);
      else bySize.set(key, [file]);
    }
    return [...bySize.values()].flatMap((files) =>
      files.length > 1 && files.some(({ md5 }) => md5 === null) ? files : [],
    );
  }

  /** A File.Version that is not a version is the key of the file whose version applies. */
  #versionOf({ version }: PackageFile): FileVersion | null {
    if (version === null) return null;
    const stated = tryParseFileVersion(version);
    if (stated) return stated;
    this.#byKey ??= new Map(this.#content.files.map((file) => [file.key, file]));
    const companion = this.#byKey.get(version)?.version ?? null;
    return companion === null ? null : tryParseFileVersion(companion);
  }

  #digestOf(file: PackageFile): string | undefined {
    // What cannot be read is not tried again for each pair.
    if (this.#failure) throw this.#failure.error;
    try {
      this.#digests ??= digestsOf(this.#content, this.#undecided());
    } catch (error) {
      this.#failure = { error };
      throw error;
    }
    return this.#digests.get(file);
  }
}

function digestsOf(content: PackageContent, files: readonly PackageFile[]): Map<PackageFile, string> {
  content.check(files);
  const open = new Map<PackageFile, Md5>();
  const digests = new Map<PackageFile, string>();
  for (const batch of content.batches(files)) {
    for (const part of content.decode(batch)) {
      let md5 = open.get(part.file);
      if (!md5) {
        md5 = new Md5();
        open.set(part.file, md5);
      }
      if ('chunk' in part) md5.update(part.chunk);
      else {
        digests.set(part.file, md5.hex());
        open.delete(part.file);
      }
    }
  }
  return digests;
}

function differ(a: FileVersion | null, b: FileVersion | null): boolean {
  return a && b ? compareFileVersions(a, b) !== 0 : a !== b;
}

function asOne<Placed extends PlacedFile>(first: Placed, second: Placed): PathDecision<Placed> {
  const message = `${first.file.key} and ${second.file.key} have the same path ${first.path} and the same content: they are one file`;
  return { kept: first, warning: { code: 'PATH_COLLISION', message, entry: second.file.key } };
}

function named({ key, version }: PackageFile): string {
  return version === null ? `${key} (no version)` : `${key} (${version})`;
}
