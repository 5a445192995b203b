import { HotfixkitError } from '../core/errors.js';
import { latin1 } from '../formats/asn1/asn1-text.js';
import { type Certificate, parseCertificate } from './certificate.js';
import { sameBytes } from './cryptography.js';

/** Certificates that a file may hold; the largest lists of roots have 500. */
const MOST_CERTIFICATES = 5000;
const BEGIN = '-----BEGIN CERTIFICATE-----';
const END = '-----END CERTIFICATE-----';

/**
 * The certificates in a file: PEM, or one in DER. Throws `SIGNATURE_BAD_CERTIFICATE` where there is none, or where one
 * cannot be read.
 */
export function readCertificates(bytes: Uint8Array): Certificate[] {
  const found = bytes[0] === 0x30 ? [bytes] : pemBlocks(latin1(bytes));
  if (found.length === 0) {
    throw new HotfixkitError('SIGNATURE_BAD_CERTIFICATE', 'the file has no certificate, neither PEM nor DER');
  }
  return found.map((der, index) => {
    try {
      return parseCertificate(der);
    } catch (cause) {
      const message = `certificate ${index + 1} of the file cannot be read`;
      throw new HotfixkitError('SIGNATURE_BAD_CERTIFICATE', message, {}, { cause });
    }
  });
}

function pemBlocks(text: string): Uint8Array[] {
  const blocks: Uint8Array[] = [];
  for (let at = text.indexOf(BEGIN); at >= 0; at = text.indexOf(BEGIN, at)) {
    const end = text.indexOf(END, at);
    if (end < 0 || blocks.length >= MOST_CERTIFICATES) {
      const message = end < 0 ? 'a certificate in PEM has no end' : 'the file has too many certificates';
      throw new HotfixkitError('SIGNATURE_BAD_CERTIFICATE', message, { offset: at });
    }
    blocks.push(fromBase64(text.slice(at + BEGIN.length, end)));
    at = end;
  }
  return blocks;
}

/** Bytes of base64; line ends are ignored. Throws `SIGNATURE_BAD_CERTIFICATE`. */
export function fromBase64(text: string): Uint8Array {
  let binary: string;
  try {
    binary = atob(text);
  } catch (cause) {
    throw new HotfixkitError('SIGNATURE_BAD_CERTIFICATE', 'the certificate is not base64', {}, { cause });
  }
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
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
