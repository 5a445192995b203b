import { compareFileVersions, type FileVersion } from '../../core/file-version.js';

/** The facts of a file that the versioning rules compare. */
export interface VersionedFile {
  version: FileVersion | null;
  /** MD5 digits where they are known. */
  md5?: string | null;
  /** For files on disk: whether the file was changed since it was installed. */
  changedSinceCreated?: boolean;
}

/**
 * The file versioning rules (win32 docs, "File Versioning Rules", "Default File Versioning") with the default
 * REINSTALLMODE: the higher version stays; a file with a version beats one without; of two without, one with the same
 * hash is not copied again, one that was changed by its user is kept, else the incoming one replaces it.
 */
export function replacesExisting(incoming: VersionedFile, existing: VersionedFile): boolean {
  if (incoming.version && existing.version)
    return compareFileVersions(incoming.version, existing.version) > 0;
  if (incoming.version) return true;
  if (existing.version) return false;
  if (incoming.md5 && existing.md5 && incoming.md5 === existing.md5) return false;
  return !existing.changedSinceCreated;
}
