import { type Certificate, parseCertificate } from './certificate.js';
import { microsoftRoots } from './microsoft-roots.js';
import { fromBase64 } from './pem.js';
import { TrustedCertificates } from './trust.js';

let roots: readonly Certificate[] | null = null;

/** The roots of Microsoft, and other certificates that are trusted too, as an organisation's own root. */
export function trustMicrosoft(others: readonly Certificate[] = []): TrustedCertificates {
  roots ??= microsoftRoots.map(({ der }) => parseCertificate(fromBase64(der)));
  return new TrustedCertificates([...roots, ...others]);
}
