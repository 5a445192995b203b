import { type BerValue, Tag } from '../formats/asn1/ber-value.js';
import { type Cryptography, type CurveName, type DigestName, digestOf } from './cryptography.js';
import { type RsaFit, type RsaKey, toBigInt, verifyRsa } from './rsa.js';

/** A public key of a kind that is supported, or the object identifier of one that is not. */
export type PublicKey =
  | { kind: 'rsa'; key: RsaKey }
  | { kind: 'ecdsa'; curve: CurveName; point: Uint8Array }
  | { kind: 'unsupported'; oid: string };

const RSA = '1.2.840.113549.1.1.1';
const EC = '1.2.840.10045.2.1';

const curves: Readonly<Record<string, CurveName>> = {
  '1.2.840.10045.3.1.7': 'P-256',
  '1.3.132.0.34': 'P-384',
  '1.3.132.0.35': 'P-521',
};

/** Signature algorithms that name their digest. */
const digests: Readonly<Record<string, DigestName>> = {
  '1.2.840.113549.1.1.4': 'md5',
  '1.2.840.113549.1.1.5': 'sha1',
  '1.3.14.3.2.29': 'sha1', // sha1WithRSA of OIW
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.1': 'sha1',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
};

/** The digest that a certificate's signature algorithm names; null for algorithms that are not supported. */
export function digestOfSignature(oid: string): DigestName | null {
  return digests[oid] ?? null;
}

/** Whether a SignerInfo may name this signature algorithm. Its digest is the one of digestAlgorithm. */
export function isSignatureAlgorithm(oid: string): boolean {
  return oid === RSA || oid === EC || oid in digests;
}

/** SubjectPublicKeyInfo (RFC 5280 4.1). Curves must come by name: parameters of one's own can fake any key. */
export function parsePublicKey(info: BerValue): PublicKey {
  const [algorithm, bits] = info.expect(Tag.sequence).list(2);
  if (!algorithm || !bits) throw info.malformed('not a public key');
  const [oidValue, parameters] = algorithm.expect(Tag.sequence).list(2);
  const oid = oidValue ? oidValue.oid() : '';
  if (oid === RSA) {
    const [modulus, exponent] = bits
      .inside(bits.bits())
      .expect(Tag.sequence)
      .list(2)
      .map((value) => value.expect(Tag.integer));
    if (!modulus || !exponent) throw bits.malformed('not an RSA key');
    const number = toBigInt(modulus.content.subarray(0, 4096));
    const length = Math.ceil(number.toString(16).length / 2);
    return { kind: 'rsa', key: { modulus: number, exponent: toBigInt(exponent.content), length } };
  }
  if (oid === EC) {
    const curve = parameters?.tag === Tag.objectIdentifier ? curves[parameters.oid()] : undefined;
    if (curve) return { kind: 'ecdsa', curve, point: bits.bits() };
  }
  return { kind: 'unsupported', oid };
}

/** How a signature over `message` fits the key; ECDSA has one way to fit. */
export function verifyWithKey(
  cryptography: Cryptography,
  key: PublicKey,
  name: DigestName,
  message: Uint8Array,
  signature: Uint8Array,
): RsaFit {
  if (key.kind === 'rsa') return verifyRsa(key.key, name, digestOf(cryptography, name, message), signature);
  if (key.kind === 'unsupported') return null;
  return cryptography.verifyEcdsa(key.curve, key.point, name, message, signature) ? 'digest-info' : null;
}
