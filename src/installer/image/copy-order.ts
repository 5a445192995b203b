import type { Warning } from '../../core/errors.js';
import { compareFileVersions, type FileVersion, tryParseFileVersion } from '../../core/file-version.js';
import type { InstallFile } from '../../package/install/install-file.js';
import { replacesExisting } from '../../package/install/versioning-rules.js';

interface Placed<File> {
  file: File;
  path: string;
}

/** Which of two files with one path stays after both were copied. */
export interface CopyDecision<File> {
  kept: Placed<File>;
  other: Placed<File>;
  /** Their versions are equal, so that one stays because of the order alone, and nothing says that they are the same. */
  isByOrder: boolean;
  warning: Warning;
}

/**
 * Decides between files that have one path as Windows Installer does when it copies them: in the order of their Sequence,
 * each by the versioning rules against what lies there.
 */
export class CopyOrder<File extends InstallFile> {
  readonly #files: readonly File[];
  #byKey: ReadonlyMap<string, File> | null = null;

  constructor(files: readonly File[]) {
    this.#files = files;
  }

  decide(a: Placed<File>, b: Placed<File>): CopyDecision<File> {
    const isInOrder = a.file.row.Sequence <= b.file.row.Sequence;
    const [first, last] = isInOrder ? [a, b] : [b, a];
    const [before, after] = [this.#versionOf(first.file), this.#versionOf(last.file)];
    const isReplaced = replacesExisting(
      { version: after, md5: last.file.md5 },
      { version: before, md5: first.file.md5 },
    );
    const [kept, other] = isReplaced ? [last, first] : [first, last];
    const isEqual = before && after ? compareFileVersions(before, after) === 0 : before === after;
    const { md5, size } = kept.file;
    const isSame = md5 !== null && md5 === other.file.md5 && size === other.file.size;
    const keys = `${a.file.key} and ${b.file.key} have the same path ${a.path}`;
    const outcome = !isEqual
      ? `${keys}: ${kept.file.key} is kept by the versioning rules`
      : isSame
        ? `${keys} and the same hash: they are one file`
        : `${keys} and ${before ? 'the same version' : 'no version'}: ${kept.file.key} is kept, because it is copied ${isReplaced ? 'last' : 'first'}; the content of ${other.file.key} ${isKnownToDiffer(kept.file, other.file) ? 'differs' : 'may differ'} and is not in the image`;
    return {
      kept,
      other,
      isByOrder: isEqual && !isSame,
      warning: { code: 'PATH_COLLISION', message: outcome, entry: b.file.key },
    };
  }

  /** A File.Version that is not a version is the key of the file whose version applies. */
  #versionOf({ version }: File): FileVersion | null {
    if (version === null) return null;
    const stated = tryParseFileVersion(version);
    if (stated) return stated;
    this.#byKey ??= new Map(this.#files.map((file) => [file.key, file]));
    const companion = this.#byKey.get(version)?.version ?? null;
    return companion === null ? null : tryParseFileVersion(companion);
  }
}

function isKnownToDiffer(a: InstallFile, b: InstallFile): boolean {
  return a.size !== b.size || (a.md5 !== null && b.md5 !== null && a.md5 !== b.md5);
}
