import { basename } from 'node:path';
import type { HotfixkitError } from '../../core/errors.js';
import { startsLikeExecutable } from '../../formats/pe/portable-executable.js';
import { FileSource } from '../../node/file-source.js';
import { describeSignature } from '../../package/signature/described-signature.js';
import type { SignatureJudge } from '../../package/signature/judged-signature.js';
import { parsePackageName } from '../naming/package-name.js';
import type { PackageDescription } from './describe-package.js';

/** Errors that say that a file is no package. */
const noPackage: readonly HotfixkitError['code'][] = ['PACKAGE_UNKNOWN_KIND', 'CONTAINER_EMPTY'];

/**
 * A catalogue, or a program that holds no package, as far as its signature says what it is; null for anything else. `error`
 * is why it was not opened as a package.
 */
export function describeSignedFile(
  path: string,
  error: HotfixkitError,
  { judge, mostJudged = Number.POSITIVE_INFINITY }: { judge: SignatureJudge; mostJudged?: number },
): PackageDescription | null {
  if (!noPackage.includes(error.code)) return null;
  const source = new FileSource(path);
  try {
    const signed = describeSignature(source, judge, mostJudged);
    if (!signed) return null;
    const { signatures, summary, unverifiedSigner } = signed;
    const isUnsigned = signatures?.every(({ verdict }) => verdict === 'no-signature') ?? false;
    const name = basename(path);
    return {
      file: path,
      kind: startsLikeExecutable(source.read(0, Math.min(2, source.size))) ? 'exe' : 'cat',
      name,
      inside: [],
      nameSays: parsePackageName(name),
      size: source.size,
      product: null,
      packageCode: null,
      platform: null,
      languages: [],
      schema: null,
      source: null,
      codePage: null,
      summary: null,
      cabinets: [],
      counts: {},
      signature: isUnsigned ? 'absent' : 'present',
      signatures,
      signatureSummary: summary,
      unverifiedSigner,
      patch: null,
      transform: null,
      container: null,
      warnings: [],
    };
  } finally {
    source.close();
  }
}
