import { HotfixkitError } from '../core/errors.js';
import { readFileWhole } from '../node/read-file-whole.js';
import { systemCertificates } from '../node/system-certificates.js';
import { cryptography } from '../signature/local-cryptography.js';
import {
  type NamedBytes,
  readSignatureSources,
  type SignatureSources,
} from '../signature/signature-sources.js';
import type { VerifyOptions } from '../signature/signature-verifier.js';
import type { SignatureOptionValues } from './definitions/shared-options.js';

/**
 * What the options about signatures ask for, with the files that they name read. Errors name the file; `strict` comes from
 * the command, as not all commands mean signatures by it.
 */
export function verifyOptions(values: SignatureOptionValues, strict = false): VerifyOptions {
  return readSignatureSources(signatureSources(values, strict), cryptography);
}

/** The same before it is parsed, for threads. */
export function signatureSources(values: SignatureOptionValues, strict = false): SignatureSources {
  const { signedBy } = values;
  if (signedBy !== undefined && signedBy.trim() === '') {
    throw new HotfixkitError('USAGE', '--signed-by takes the name of a signer, and not an empty text');
  }
  const read = (path: string): NamedBytes => ({ name: path, bytes: readFileWhole(path) });
  return {
    at: values.at === undefined ? Date.now() : parseTime(values.at),
    trust: values.trust.map(read),
    stores: values.trustSystem ? [{ name: 'the store of the system', bytes: systemCertificates() }] : [],
    catalogs: values.catalog.map(read),
    revocation: values.crl.map(read),
    ...(signedBy === undefined ? {} : { signedBy }),
    strict,
  };
}

/** `2026-01-31`, or a time in UTC. */
function parseTime(text: string): number {
  const time = /^\d{4}-\d\d-\d\d(T[\d:.]+Z)?$/.test(text) ? Date.parse(text) : Number.NaN;
  // A day that the month does not have would become one of the next month.
  if (Number.isNaN(time) || new Date(time).getUTCDate() !== Number(text.slice(8, 10))) {
    throw new HotfixkitError('USAGE', `--at takes a day or a time in UTC, as 2026-01-31, and not ${text}`);
  }
  return time;
}
