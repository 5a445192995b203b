import { addFacts, HotfixkitError } from '../core/errors.js';
import { FileSource } from '../node/file-source.js';
import { readFileWhole } from '../node/read-file-whole.js';
import { systemCertificates } from '../node/system-certificates.js';
import { trustMicrosoft } from '../signature/bundled-trust.js';
import { Catalog } from '../signature/catalog.js';
import type { Certificate } from '../signature/certificate.js';
import type { JudgeOptions } from '../signature/judge-signature.js';
import { cryptography } from '../signature/local-cryptography.js';
import { readRevocationLists } from '../signature/revocation-list.js';
import type { VerifyOptions } from '../signature/signature-verifier.js';
import { readCertificates, readKnownCertificates } from '../signature/trust.js';
import type { SignatureOptionValues } from './definitions/shared-options.js';

/**
 * What the options about signatures ask for, with the files that they name read. Errors name the file; `strict` comes from
 * the command, as not all commands mean signatures by it.
 */
export function verifyOptions(values: SignatureOptionValues, strict = false): VerifyOptions {
  const at = values.at === undefined ? Date.now() : parseTime(values.at);
  const certificates: Certificate[] = values.trust.flatMap((path) => named(path, readCertificates));
  if (values.trustSystem) certificates.push(...readKnownCertificates(systemCertificates()));
  const judge: JudgeOptions = {
    cryptography,
    trusted: trustMicrosoft(certificates),
    at,
    revocation: values.crl.flatMap((path) => named(path, readRevocationLists)),
  };
  const { signedBy } = values;
  if (signedBy !== undefined && signedBy.trim() === '') {
    throw new HotfixkitError('USAGE', '--signed-by takes the name of a signer, and not an empty text');
  }
  return {
    ...judge,
    catalogs: values.catalog.map((path) => openCatalog(path, judge)),
    ...(signedBy === undefined ? {} : { signedBy }),
    strict,
  };
}

/** `2026-01-31`, or a time in UTC. */
function parseTime(text: string): number {
  const time = /^\d{4}-\d\d-\d\d(T[\d:.]+Z)?$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) {
    throw new HotfixkitError('USAGE', `--at takes a day or a time in UTC, as 2026-01-31, and not ${text}`);
  }
  return time;
}

function named<T>(path: string, read: (bytes: Uint8Array) => T): T {
  try {
    return read(readFileWhole(path));
  } catch (error) {
    throw addFacts(error, { file: path });
  }
}

function openCatalog(path: string, options: JudgeOptions): Catalog {
  const source = new FileSource(path);
  try {
    return Catalog.open(source, options, path);
  } catch (error) {
    throw addFacts(error, { file: path });
  } finally {
    source.close();
  }
}
