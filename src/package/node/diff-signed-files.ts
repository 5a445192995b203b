import { basename } from 'node:path';
import type { ByteSource } from '../../core/byte-source.js';
import type { HotfixkitError } from '../../core/errors.js';
import { FileSource } from '../../node/file-source.js';
import { hashSource } from '../../node/hash.js';
import type { PackageDiff } from './diff-packages.js';
import { haveOtherSignatures, withoutSignature } from './unsigned-digest.js';

/** Errors that say that a file is no package. */
const noPackage: readonly HotfixkitError['code'][] = ['PACKAGE_UNKNOWN_KIND', 'CONTAINER_EMPTY'];

/**
 * What differs between two files that carry signatures and hold no package: programs, catalogues. Null for others; `error` is why
 * the first was not opened as a package. Throws what opening the second throws, such as `FILE_NOT_FOUND`.
 */
export function diffSignedFiles(before: string, after: string, error: HotfixkitError): PackageDiff | null {
  if (!noPackage.includes(error.code) || error.facts.file !== before) return null;
  const b = new FileSource(after);
  const a = new FileSource(before);
  try {
    const [one, two] = [withoutSignature(a), withoutSignature(b)];
    if (!one || !two) return null;
    const describe = (path: string, source: ByteSource) => {
      const sha256 = hashSource(source, 'sha256');
      return { path: basename(path), size: source.size, version: null, sha256 };
    };
    const sides = { before: describe(before, a), after: describe(after, b) };
    const same = sides.before.sha256 === sides.after.sha256;
    const only = haveOtherSignatures(one, two) ? ({ onlySignature: true } as const) : {};
    const key = basename(after);
    return {
      same,
      tables: [],
      columns: [],
      rows: [],
      summary: [],
      streams: [],
      storages: [],
      files: same ? [] : [{ key, change: 'changed', ...sides, ...only }],
      ...only,
      warnings: [],
    };
  } finally {
    a.close();
    b.close();
  }
}
