import type { ByteSource } from '../../core/byte-source.js';
import type { HotfixkitError } from '../../core/errors.js';
import { startsLikeExecutable } from '../../formats/pe/portable-executable.js';
import { nameOf } from '../../package/package-search.js';
import { describeSignature } from '../../package/signature/described-signature.js';
import type { SignatureJudge } from '../../package/signature/judged-signature.js';
import { parsePackageName } from '../naming/package-name.js';
import type { PackageDescription } from './describe-package.js';

/** Whether an error says that a file is no package, so that it may be what {@link describeSignedFile} describes. */
export function isNoPackage({ code }: HotfixkitError): boolean {
  return code === 'PACKAGE_UNKNOWN_KIND' || code === 'CONTAINER_EMPTY';
}

/**
 * A catalogue, or a program that holds no package, as far as its signature says what it is; null for anything else.
 *
 * @param path as it was given
 */
export function describeSignedFile(
  path: string,
  source: ByteSource,
  { judge, mostJudged = Number.POSITIVE_INFINITY }: { judge: SignatureJudge; mostJudged?: number },
): PackageDescription | null {
  const signed = describeSignature(source, judge, mostJudged);
  if (!signed) return null;
  const { signatures, summary, unverifiedSigner } = signed;
  const isUnsigned = signatures?.every(({ verdict }) => verdict === 'no-signature') ?? false;
  const name = nameOf(path.replaceAll('\\', '/'));
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
}
