import { HotfixkitError } from '../../core/errors.js';
import { compareFileVersions, type FileVersion, tryParseFileVersion } from '../../core/file-version.js';
import type { PatchPackage } from './patch-package.js';

/** Versions by File key, as a patch states them. */
type Versions = ReadonlyMap<string, FileVersion>;

/**
 * Patches by the versions of the files that they share, the lower ones first: of two patches with one file, the one that is
 * applied last decides. Those that share no file, or contradict each other, keep their order.
 */
export function orderByFiles(patches: readonly PatchPackage[]): PatchPackage[] {
  const versions = patches.map(versionsIn);
  const before = versions.map((own) => versions.map((other) => isLower(other, own)));
  const waiting = patches.map((_, i) => i);
  const ordered: PatchPackage[] = [];
  while (waiting.length > 0) {
    const next = waiting.findIndex((i) => !waiting.some((other) => before[i]![other]));
    // In a circle the order stays as it is.
    ordered.push(patches[waiting.splice(Math.max(next, 0), 1)[0]!]!);
  }
  return ordered;
}

/** Whether the first has lower versions of files that both have, and no higher one. */
function isLower(first: Versions, second: Versions): boolean {
  let lower = false;
  for (const key of (first.size <= second.size ? first : second).keys()) {
    const [version, other] = [first.get(key), second.get(key)];
    if (!version || !other) continue;
    const order = compareFileVersions(version, other);
    if (order > 0) return false;
    if (order < 0) lower = true;
  }
  return lower;
}

function versionsIn(patch: PatchPackage): Versions {
  try {
    return new Map(
      patch.files.flatMap(({ key, version }) => {
        const parsed = version === null ? null : tryParseFileVersion(version);
        return parsed ? [[key, parsed] as const] : [];
      }),
    );
  } catch (error) {
    // A cabinet that cannot be read says nothing of the order.
    if (error instanceof HotfixkitError && error.kind === 'input') return new Map();
    throw error;
  }
}
