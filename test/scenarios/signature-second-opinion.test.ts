import { spawnSync } from 'node:child_process';
import { createHash, createPublicKey, verify, X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromBER } from 'asn1js';
import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../src/core/byte-source.js';
import { parseCertificate } from '../../src/signature/certificate.js';
import { cryptography } from '../../src/signature/local-cryptography.js';
import { openCarrier } from '../../src/signature/open-carrier.js';
import { verifySignatures } from '../../src/signature/signature-verifier.js';
import { TrustedCertificates } from '../../src/signature/trust.js';
import {
  type BuiltDigest,
  counterSignature,
  Eku,
  executableSignature,
  makeCertificate,
  nestedSignature,
  plainExecutable,
  type SignaturePlan,
  signedCabinetFile,
  signedCompoundFile,
  signedExecutable,
  testAuthority,
  testKey,
  timestampToken,
} from '../support/authenticode-builder.js';
import { tempFolder } from '../support/temp-folder.js';
import { isThorough } from '../support/thorough.js';

const AT = '2026-11-26';
const { root, authority, signer, stamper } = testAuthority();
const trusted = new TrustedCertificates([parseCertificate(root.der)]);
const ours = (bytes: Uint8Array): string =>
  verifySignatures(new BufferSource(bytes), { cryptography, trusted, at: Date.parse(AT) }).verdict;

const token = timestampToken(stamper, '2020-06-15');
const old = makeCertificate({ name: 'Old', issuer: authority, ekus: [Eku.code], notAfter: '2021-01-01' });
const server = makeCertificate({ name: 'Server', issuer: authority, ekus: [Eku.server] });
const p384 = makeCertificate({
  name: 'P-384',
  key: testKey('second', 'P-384'),
  issuer: authority,
  ekus: [Eku.code],
});
const rsa = makeCertificate({ name: 'RSA', key: testKey('rsa', 'rsa'), issuer: authority, ekus: [Eku.code] });
const by = (certificate: typeof signer, more: SignaturePlan = {}): SignaturePlan => ({
  signer: certificate,
  certificates: [certificate, authority, stamper],
  ...more,
});
const flipped = (bytes: Uint8Array, at: number): Uint8Array => {
  const changed = new Uint8Array(bytes);
  changed[at]! ^= 1;
  return changed;
};
const storage = { streams: [{ name: 'a', bytes: Buffer.alloc(9000, 'a') }] };

const variants: readonly (readonly [string, string, Uint8Array])[] = [
  ['an executable', 'a.exe', signedExecutable({ unsigned: [token] })],
  ['without a timestamp', 'a.exe', signedExecutable()],
  ['ECDSA P-384', 'a.exe', signedExecutable(by(p384, { digest: 'sha384', unsigned: [token] }))],
  ...(['sha1', 'sha256', 'sha384', 'sha512'] as const).map(
    (digest: BuiltDigest) => [`RSA, ${digest}`, 'a.exe', signedExecutable(by(rsa, { digest }))] as const,
  ),
  ['a countersignature', 'a.exe', signedExecutable({ unsigned: [counterSignature(stamper, '2020-06-15')] })],
  [
    'nested',
    'a.exe',
    signedExecutable({ unsigned: [nestedSignature(executableSignature(plainExecutable()))] }),
  ],
  ['expired, stamped in time', 'a.exe', signedExecutable(by(old, { unsigned: [token] }))],
  ['expired', 'a.exe', signedExecutable(by(old))],
  ['for servers', 'a.exe', signedExecutable(by(server, { unsigned: [token] }))],
  ['without the intermediate', 'a.exe', signedExecutable({ certificates: [signer, stamper] })],
  ['changed', 'a.exe', flipped(signedExecutable({ unsigned: [token] }), 0x500)],
  ['a package', 'a.msi', signedCompoundFile(storage, { unsigned: [token] })],
  ['a package with metadata', 'a.msi', signedCompoundFile(storage, { unsigned: [token], metadata: true })],
  // osslsigncode covers four bytes of the reserve that nothing covers on Windows; they are the same where they are 0.
  ['a cabinet', 'a.cab', signedCabinetFile({ unsigned: [token] }).fill(0, 52, 60)],
];

const hasOsslsigncode = spawnSync('osslsigncode', ['--version']).error === undefined;

describe.skipIf(!hasOsslsigncode)(
  `osslsigncode${hasOsslsigncode ? '' : ' is not installed: skipped'}`,
  () => {
    // Each takes two processes.
    const quick = new Set(['an executable', 'changed', 'a package', 'a cabinet']);
    it.each(variants.filter(([what]) => isThorough || quick.has(what)))(
      'agrees about %s',
      (_, name, bytes) => {
        const folder = tempFolder();
        const pem = `-----BEGIN CERTIFICATE-----\n${root.der.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
        writeFileSync(join(folder, 'root.pem'), pem);
        writeFileSync(join(folder, name), bytes);
        const { status, stdout } = spawnSync(
          'osslsigncode',
          ['verify', '-in', name, '-CAfile', 'root.pem', '-TSA-CAfile', 'root.pem'],
          { cwd: folder, encoding: 'utf8' },
        );
        expect(status === 0, stdout).toBe(ours(bytes) === 'valid');
      },
    );
  },
);

/** What asn1js reads, as far as it is needed. */
interface Block {
  valueBeforeDecodeView: Uint8Array;
  idBlock: { tagClass: number; tagNumber: number };
  valueBlock: { value: Block[]; valueHexView: Uint8Array; toString(): string };
}

/** The signature alone, read by asn1js and checked by node:crypto: attributes, digest of the content, key. */
function holds(blob: Uint8Array): boolean {
  const info = fromBER(new Uint8Array(blob).buffer).result as unknown as Block;
  const data = info.valueBlock.value[1]!.valueBlock.value[0]!;
  const [, , content, certificates, signers] = data.valueBlock.value;
  const encoded = content!.valueBlock.value[1]!.valueBlock.value[0]!;
  const [, id, digest, attributes, , signature] = signers!.valueBlock.value[0]!.valueBlock.value;
  const digestName = {
    '2.16.840.1.101.3.4.2.1': 'sha256',
    '2.16.840.1.101.3.4.2.2': 'sha384',
    '2.16.840.1.101.3.4.2.3': 'sha512',
    '1.3.14.3.2.26': 'sha1',
  }[String(digest!.valueBlock.value[0]!.valueBlock)]!;
  const octets = contentOf(encoded.valueBeforeDecodeView);
  const stated = attributes!.valueBlock.value.find(
    ({ valueBlock: { value } }) => String(value[0]!.valueBlock) === '1.2.840.113549.1.9.4',
  )!.valueBlock.value[1]!.valueBlock.value[0]!.valueBlock.valueHexView;
  if (!createHash(digestName).update(octets).digest().equals(Buffer.from(stated))) return false;
  const serial = Buffer.from(id!.valueBlock.value[1]!.valueBlock.valueHexView).toString('hex');
  const signed = Buffer.from(attributes!.valueBeforeDecodeView);
  signed[0] = 0x31;
  return certificates!.valueBlock.value
    .map((one) => new X509Certificate(one.valueBeforeDecodeView))
    .filter(({ serialNumber }) => BigInt(`0x${serialNumber}`) === BigInt(`0x${serial}`))
    .some(({ publicKey }) =>
      verify(
        digestName,
        signed,
        createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })),
        Buffer.from(signature!.valueBlock.valueHexView),
      ),
    );
}

function contentOf(encoding: Uint8Array): Uint8Array {
  const length = encoding[1]!;
  return encoding.subarray(length < 0x80 ? 2 : 2 + (length & 0x7f));
}

describe('asn1js and node:crypto', () => {
  it.each(variants)('agree about the signature of %s', (_, __, bytes) => {
    const { blob } = openCarrier(new BufferSource(bytes))!;
    expect(holds(blob!.bytes)).toBe(true);
    // One byte of what is signed, anywhere in the digest of the file.
    const changed = new Uint8Array(blob!.bytes);
    changed[Buffer.from(changed).indexOf(Buffer.from('060a2b060104018237020104', 'hex')) + 40]! ^= 1;
    let second: boolean;
    try {
      second = holds(changed);
    } catch {
      second = false;
    }
    expect(second).toBe(false);
  });
});
