import { HotfixkitError } from '../core/errors.js';
import { type Certificate, parseCertificate } from './certificate.js';
import { sameBytes } from './cryptography.js';
import { pemBlocks } from './pem.js';

/**
 * The certificates in a file: PEM, or one in DER. Throws `SIGNATURE_BAD_CERTIFICATE` where there is none, or where one
 * cannot be read.
 */
export function readCertificates(bytes: Uint8Array): Certificate[] {
  const found = bytes[0] === 0x30 ? [bytes] : pemBlocks(bytes, 'CERTIFICATE', 'SIGNATURE_BAD_CERTIFICATE');
  if (found.length === 0) {
    throw new HotfixkitError('SIGNATURE_BAD_CERTIFICATE', 'the file has no certificate, neither PEM nor DER');
  }
  return found.map((der, index) => {
    try {
      return parseCertificate(der);
    } catch (cause) {
      if (!(cause instanceof HotfixkitError)) throw cause;
      const message = `certificate ${index + 1} of the file cannot be read`;
      throw new HotfixkitError('SIGNATURE_BAD_CERTIFICATE', message, {}, { cause });
    }
  });
}

/** The same for a store of many: certificates that cannot be read are left out, as no chain could end at them. */
export function readKnownCertificates(bytes: Uint8Array): Certificate[] {
  return pemBlocks(bytes, 'CERTIFICATE', 'SIGNATURE_BAD_CERTIFICATE').flatMap((der) => {
    try {
      return parseCertificate(der);
    } catch (error) {
      if (!(error instanceof HotfixkitError)) throw error;
      return [];
    }
  });
}

/** The certificates that chains have to end at. */
export class TrustedCertificates {
  readonly certificates: readonly Certificate[];

  constructor(certificates: readonly Certificate[]) {
    this.certificates = certificates;
  }

  /**
   * The trusted certificate that this one is: the very same, or one of the same subject and the same key with its
   * parameters. Roots are issued again with the same key.
   */
  find(certificate: Certificate): Certificate | null {
    const { der, subjectEncoding, keyEncoding } = certificate;
    const isSame = (anchor: Certificate): boolean =>
      sameBytes(anchor.der, der) ||
      (sameBytes(anchor.subjectEncoding, subjectEncoding) && sameBytes(anchor.keyEncoding, keyEncoding));
    return this.certificates.find(isSame) ?? null;
  }
}
