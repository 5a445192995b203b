import { HotfixkitError } from '../core/errors.js';
import { contextTag, Tag } from '../formats/asn1/ber-value.js';
import { type Certificate, Extension } from './certificate.js';
import { sameBytes } from './cryptography.js';

const ANY_POLICY = '2.5.29.32.0';
const MOST_POLICIES = 128;

/**
 * Why the policies of a path are not enough for an authority in it that requires some (policyConstraints, RFC 5280 4.2.1.11);
 * null where no one does. `below` is the path from the leaf up, without its anchor. Mapped policies are not followed.
 */
export function policyRefusal(below: readonly Certificate[]): string | null {
  try {
    if (!below.some((certificate, index) => requires(certificate, below.slice(0, index)))) return null;
    if (below.some(({ extensions }) => extensions.has(Extension.policyMappings))) {
      return 'an authority requires policies, and another one maps them, which is not followed';
    }
    let common: ReadonlySet<string> | null = null; // any
    let isAnyInhibited = false;
    for (const certificate of [...below].reverse()) {
      const policies = policiesOf(certificate);
      if (policies.has(ANY_POLICY) && !isAnyInhibited) {
        // After how many certificates is not counted: any is not enough for the next one either.
        isAnyInhibited = certificate.extensions.has(Extension.inhibitAnyPolicy);
        continue;
      }
      policies.delete(ANY_POLICY);
      isAnyInhibited ||= certificate.extensions.has(Extension.inhibitAnyPolicy);
      const shared: Set<string> = common
        ? new Set([...policies].filter((policy) => common!.has(policy)))
        : policies;
      if (shared.size === 0)
        return 'an authority requires policies that the certificates below it do not have';
      common = shared;
    }
    return null;
  } catch (error) {
    if (!(error instanceof HotfixkitError)) throw error;
    return `the policies of its certificates cannot be read: ${error.message}`;
  }
}

/** Whether a certificate requires policies of a path that has these below it. */
function requires({ extensions }: Certificate, below: readonly Certificate[]): boolean {
  const extension = extensions.get(Extension.policyConstraints);
  const explicit = extension
    ?.inside(extension.octets())
    .expect(Tag.sequence)
    .list(2)
    .find(({ tag }) => tag === contextTag(0, false));
  if (!explicit) return false;
  const { content } = explicit;
  // After that many certificates; more than any path has where the number has several bytes.
  const skipped = content.length === 1 ? content[0]! : 256;
  const issued = below.filter(
    ({ subjectEncoding, issuerEncoding }, index) =>
      index === 0 || !sameBytes(subjectEncoding, issuerEncoding),
  );
  return skipped <= issued.length;
}

function policiesOf({ extensions }: Certificate): Set<string> {
  const extension = extensions.get(Extension.policies);
  if (!extension) return new Set();
  const all = extension.inside(extension.octets()).expect(Tag.sequence).list(MOST_POLICIES);
  return new Set(all.map((policy) => policy.expect(Tag.sequence).first().oid()));
}
