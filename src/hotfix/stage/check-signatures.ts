import { HotfixkitError } from '../../core/errors.js';
import { verdictWords } from '../../package/signature/judged-signature.js';
import type { PackageSignature } from '../../package/signature/package-signatures.js';

/**
 * Refuses files that were changed after they were signed, or whose signer was revoked; with `signed` also those that can
 * carry a signature and have none that is accepted. Throws `SIGNATURE_REFUSED`, before anything is written.
 */
export function refuseSignatures(
  all: readonly PackageSignature[],
  { signed = false, force = false }: { signed?: boolean; force?: boolean },
): void {
  if (force) return;
  const harmful = all.find((one) => one.harmful);
  if (harmful) {
    throw refused(
      harmful,
      `the ${harmful.role} must not be used, its signature is ${verdictWords(harmful.verdict)}. Get it again from its publisher, by another way; --force uses it all the same`,
    );
  }
  if (!signed) return;
  const bad = all.find((one) => !one.accepted && isDemanded(one));
  if (bad) {
    throw refused(
      bad,
      `the ${bad.role} has no signature that is accepted, which --signed asks for: ${bad.reason}`,
    );
  }
}

/** What is put to use has to be signed, whatever it is; around it, what can be signed: no zip archive. */
function isDemanded({ role, kind }: PackageSignature): boolean {
  return role === 'patch' || role === 'utility' || kind !== null;
}

function refused({ path, verdict }: PackageSignature, message: string): HotfixkitError {
  return new HotfixkitError('SIGNATURE_REFUSED', message, { entry: path, found: verdict });
}
