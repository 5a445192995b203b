import { BufferSource } from '../core/byte-source.js';
import { addFacts } from '../core/errors.js';
import { trustMicrosoft } from './bundled-trust.js';
import { Catalog } from './catalog.js';
import type { Cryptography } from './cryptography.js';
import type { JudgeOptions } from './judge-signature.js';
import type { SignatureDemands } from './refusals.js';
import { readRevocationLists } from './revocation-list.js';
import type { VerifyOptions } from './signature-verifier.js';
import { readCertificates, readKnownCertificates } from './trust.js';

/** A file with its bytes. */
export interface NamedBytes {
  name: string;
  bytes: Uint8Array;
}

/** What signatures are judged by, as the bytes that it is read from: another thread can be given it. */
export interface SignatureSources extends SignatureDemands {
  at: number;
  /** Files of certificates that are trusted beside the roots of Microsoft. */
  trust: readonly NamedBytes[];
  /** Stores of certificates, of which some may not be readable. */
  stores: readonly NamedBytes[];
  catalogs: readonly NamedBytes[];
  revocation: readonly NamedBytes[];
}

/** Reads all that signatures are judged by. Errors name the file that cannot be read. */
export function readSignatureSources(sources: SignatureSources, cryptography: Cryptography): VerifyOptions {
  const { at, signedBy, strict } = sources;
  const certificates = [
    ...sources.trust.flatMap((file) => named(file, readCertificates)),
    ...sources.stores.flatMap((file) => named(file, readKnownCertificates)),
  ];
  const judge: JudgeOptions = {
    cryptography,
    trusted: trustMicrosoft(certificates),
    at,
    revocation: sources.revocation.flatMap((file) => named(file, readRevocationLists)),
  };
  const open = (file: NamedBytes): Catalog =>
    named(file, (bytes) => Catalog.open(new BufferSource(bytes), judge, file.name));
  return {
    ...judge,
    catalogs: sources.catalogs.map(open),
    ...(signedBy === undefined ? {} : { signedBy }),
    ...(strict === undefined ? {} : { strict }),
  };
}

function named<T>({ name, bytes }: NamedBytes, read: (bytes: Uint8Array) => T): T {
  try {
    return read(bytes);
  } catch (error) {
    throw addFacts(error, { file: name });
  }
}
