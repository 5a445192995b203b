import {
  createHash,
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  privateEncrypt,
  constants as rsaConstants,
  sign,
} from 'node:crypto';
import { buildCabinet } from './cabinet-builder.js';
import { buildCompoundFile, type StoragePlan } from './compound-file-builder.js';
import { buildExecutable } from './portable-executable-builder.js';

/*
 * Signs executables, compound files, cabinets and catalogues for tests, with keys that are made for it: certificates,
 * PKCS #7, countersignatures and RFC 3161 tokens. Nothing here is shared with the verifier.
 */

// DER

export function tlv(tag: number, ...parts: Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  let size = body.length.toString(16);
  if (size.length % 2 === 1) size = `0${size}`;
  const long = Buffer.from(size, 'hex');
  const head = body.length < 128 ? [tag, body.length] : [tag, 0x80 | long.length, ...long];
  return Buffer.concat([Buffer.from(head), body]);
}
export const seq = (...parts: Uint8Array[]): Buffer => tlv(0x30, ...parts);
export const set = (...parts: Uint8Array[]): Buffer =>
  tlv(0x31, ...[...parts].sort((a, b) => Buffer.compare(a, b)));
export const octets = (bytes: Uint8Array): Buffer => tlv(4, bytes);
export const NULL = Buffer.from([5, 0]);
export function int(value: number | Uint8Array): Buffer {
  if (typeof value !== 'number') return tlv(2, value);
  const digits = value.toString(16);
  const even = digits.length % 2 === 0 ? digits : `0${digits}`;
  return tlv(2, Buffer.from(Number.parseInt(even.slice(0, 2), 16) > 127 ? `00${even}` : even, 'hex'));
}
export function oid(text: string): Buffer {
  const [first, second, ...rest] = text.split('.').map(Number);
  const bytes = [first! * 40 + second!];
  for (const arc of rest) {
    const groups = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) {
      groups.unshift((left % 128) | 128);
    }
    bytes.push(...groups);
  }
  return tlv(6, Buffer.from(bytes));
}
export function time(date: string): Buffer {
  const digits = new Date(date).toISOString().replace(/[-:T]|\.\d+/g, '');
  return tlv(0x17, Buffer.from(digits.slice(2)));
}

export type BuiltDigest = 'md5' | 'sha1' | 'sha256' | 'sha384' | 'sha512';
const digestOids: Record<BuiltDigest, string> = {
  md5: '1.2.840.113549.2.5',
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
};
const signatureOids: Record<string, string> = {
  'rsa md5': '1.2.840.113549.1.1.4',
  'rsa sha1': '1.2.840.113549.1.1.5',
  'rsa sha256': '1.2.840.113549.1.1.11',
  'rsa sha384': '1.2.840.113549.1.1.12',
  'rsa sha512': '1.2.840.113549.1.1.13',
  'ec sha1': '1.2.840.10045.4.1',
  'ec sha256': '1.2.840.10045.4.3.2',
  'ec sha384': '1.2.840.10045.4.3.3',
  'ec sha512': '1.2.840.10045.4.3.4',
};
const algorithm = (digest: BuiltDigest): Buffer => seq(oid(digestOids[digest]), NULL);
export const hash = (digest: BuiltDigest, ...parts: Uint8Array[]): Buffer =>
  parts.reduce((all, part) => all.update(part), createHash(digest)).digest();

// Certificates

const keys = new Map<string, KeyObject>();
/** A key of that name; the same name gives the same key. `rsa` is slow to make, curves are not. */
export function testKey(name: string, kind: 'rsa' | 'P-256' | 'P-384' | 'P-521' = 'P-256'): KeyObject {
  const known = keys.get(`${kind} ${name}`);
  if (known) return known;
  const { privateKey } =
    kind === 'rsa'
      ? generateKeyPairSync('rsa', {
          modulusLength: 1024,
          publicKeyEncoding: { type: 'spki', format: 'der' },
          privateKeyEncoding: { type: 'pkcs8', format: 'der' },
        })
      : generateKeyPairSync('ec', {
          namedCurve: kind,
          publicKeyEncoding: { type: 'spki', format: 'der' },
          privateKeyEncoding: { type: 'pkcs8', format: 'der' },
        });
  const key = createPrivateKey({ key: privateKey, format: 'der', type: 'pkcs8' });
  keys.set(`${kind} ${name}`, key);
  return key;
}

export const Eku = {
  code: '1.3.6.1.5.5.7.3.3',
  time: '1.3.6.1.5.5.7.3.8',
  server: '1.3.6.1.5.5.7.3.1',
  lifetime: '1.3.6.1.4.1.311.10.3.13',
} as const;

export interface CertificatePlan {
  name: string;
  /** Default: itself. */
  issuer?: TestCertificate;
  key?: KeyObject;
  notBefore?: string;
  notAfter?: string;
  digest?: BuiltDigest;
  /** basicConstraints; absent where undefined. */
  ca?: boolean;
  pathLength?: number;
  ekus?: readonly string[];
  /** First byte of keyUsage. */
  keyUsage?: number;
  serial?: number | Uint8Array;
  /** More extensions, encoded. */
  extensions?: Uint8Array[];
}

export interface TestCertificate {
  der: Buffer;
  name: Buffer;
  key: KeyObject;
  keyId: Buffer;
  serial: Buffer;
  issuerName: Buffer;
  issuer: TestCertificate | null;
}

const isEc = (key: KeyObject): boolean => key.asymmetricKeyType === 'ec';
let lastSerial = 1000;

function signatureOid(key: KeyObject, digest: BuiltDigest): Buffer {
  return seq(oid(signatureOids[`${isEc(key) ? 'ec' : 'rsa'} ${digest}`]!), ...(isEc(key) ? [] : [NULL]));
}

export function nameOf(text: string): Buffer {
  return seq(
    set(seq(oid('2.5.4.10'), tlv(0x0c, Buffer.from('Test')))),
    set(seq(oid('2.5.4.3'), tlv(0x0c, Buffer.from(text)))),
  );
}

export function makeCertificate(plan: CertificatePlan): TestCertificate {
  const key = plan.key ?? testKey(plan.name);
  const digest = plan.digest ?? 'sha256';
  const name = nameOf(plan.name);
  const issuerName = plan.issuer?.name ?? name;
  const issuerKey = plan.issuer?.key ?? key;
  const publicKey = publicKeyOf(key);
  const keyId = hash('sha1', publicKey);
  const extension = (id: string, value: Uint8Array): Buffer => seq(oid(id), octets(value));
  const extensions = [
    extension('2.5.29.14', octets(keyId)),
    extension('2.5.29.35', seq(tlv(0x80, plan.issuer?.keyId ?? keyId))),
    ...(plan.extensions ?? []),
  ];
  if (plan.ca !== undefined) {
    const length = plan.pathLength === undefined ? [] : [int(plan.pathLength)];
    extensions.push(extension('2.5.29.19', plan.ca ? seq(tlv(1, Buffer.from([255])), ...length) : seq()));
  }
  if (plan.keyUsage !== undefined)
    extensions.push(extension('2.5.29.15', tlv(3, Buffer.from([0, plan.keyUsage]))));
  if (plan.ekus) extensions.push(extension('2.5.29.37', seq(...plan.ekus.map(oid))));
  const serial = int(plan.serial ?? ++lastSerial);
  const signatureAlgorithm = signatureOid(issuerKey, digest);
  const tbs = seq(
    tlv(0xa0, int(2)),
    serial,
    signatureAlgorithm,
    issuerName,
    seq(time(plan.notBefore ?? '2015-01-01'), time(plan.notAfter ?? '2045-01-01')),
    name,
    publicKey,
    tlv(0xa3, seq(...extensions)),
  );
  const signature = sign(digest, tbs, issuerKey);
  const der = seq(tbs, signatureAlgorithm, tlv(3, Buffer.from([0]), signature));
  return { der, name, key, keyId, serial, issuerName, issuer: plan.issuer ?? null };
}

export interface RevocationPlan {
  revoked?: readonly { serial: Uint8Array; date: string; reason?: number; extensions?: Uint8Array[] }[];
  thisUpdate?: string;
  /** Absent where null. */
  nextUpdate?: string | null;
  extensions?: Uint8Array[];
  /** Signs it in place of the issuer. */
  key?: KeyObject;
}

/** An extension as it stands in certificates and lists. */
export const extensionOf = (id: string, value: Uint8Array, isCritical = false): Buffer =>
  seq(oid(id), ...(isCritical ? [tlv(1, Buffer.from([255]))] : []), octets(value));

/** nameConstraints of encoded GeneralNames. */
export function nameConstraints(
  permitted: readonly Uint8Array[],
  excluded: readonly Uint8Array[] = [],
  isCritical = false,
): Buffer {
  const list = (tag: number, names: readonly Uint8Array[]): Buffer[] =>
    names.length === 0 ? [] : [tlv(tag, ...names.map((name) => seq(name)))];
  const value = seq(...list(0xa0, permitted), ...list(0xa1, excluded));
  return extensionOf('2.5.29.30', value, isCritical);
}

/** A certificate list in DER. Serial numbers are encoded INTEGERs, as those of certificates here. */
export function makeRevocationList(issuer: TestCertificate, plan: RevocationPlan = {}): Buffer {
  const key = plan.key ?? issuer.key;
  const entries = (plan.revoked ?? []).map(({ serial, date, reason, extensions = [] }) => {
    const all = [
      ...(reason === undefined ? [] : [extensionOf('2.5.29.21', tlv(0x0a, Buffer.from([reason])))]),
      ...extensions,
    ];
    return seq(serial, time(date), ...(all.length > 0 ? [seq(...all)] : []));
  });
  const { nextUpdate = '2040-01-01' } = plan;
  const list = seq(
    int(1),
    signatureOid(key, 'sha256'),
    issuer.name,
    time(plan.thisUpdate ?? '2026-01-01'),
    ...(nextUpdate === null ? [] : [time(nextUpdate)]),
    ...(entries.length > 0 ? [seq(...entries)] : []),
    ...(plan.extensions ? [tlv(0xa0, seq(...plan.extensions))] : []),
  );
  return seq(list, signatureOid(key, 'sha256'), tlv(3, Buffer.from([0]), sign('sha256', list, key)));
}

function publicKeyOf(key: KeyObject): Buffer {
  // A private key in JWK has the public one in it.
  const { kty, n, e, crv, x, y } = key.export({ format: 'jwk' });
  const part = (text: string | undefined): Buffer => Buffer.from(text!, 'base64url');
  if (kty === 'RSA') {
    const number = (bytes: Buffer): Buffer =>
      int(bytes[0]! > 127 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
    const info = seq(oid('1.2.840.113549.1.1.1'), NULL);
    return seq(info, tlv(3, Buffer.from([0]), seq(number(part(n)), number(part(e)))));
  }
  const curve = { 'P-256': '1.2.840.10045.3.1.7', 'P-384': '1.3.132.0.34', 'P-521': '1.3.132.0.35' }[crv!]!;
  return seq(seq(oid('1.2.840.10045.2.1'), oid(curve)), tlv(3, Buffer.from([0, 4]), part(x), part(y)));
}

/** Certificates that most tests use: a root, an authority below it, a signer and a signer of timestamps. */
export interface TestAuthority {
  root: TestCertificate;
  authority: TestCertificate;
  signer: TestCertificate;
  stamper: TestCertificate;
}

let shared: TestAuthority | null = null;
export function testAuthority(): TestAuthority {
  if (shared) return shared;
  const root = makeCertificate({ name: 'Test Root', ca: true });
  const authority = makeCertificate({ name: 'Test Authority', issuer: root, ca: true, keyUsage: 0x06 });
  const signer = makeCertificate({
    name: 'Test Signer',
    issuer: authority,
    ekus: [Eku.code],
    keyUsage: 0x80,
  });
  const stamper = makeCertificate({ name: 'Test Stamper', issuer: root, ekus: [Eku.time] });
  shared = { root, authority, signer, stamper };
  return shared;
}

// CMS

const INDIRECT = '1.3.6.1.4.1.311.2.1.4';
export const attribute = (id: string, ...values: Uint8Array[]): Buffer => seq(oid(id), set(...values));

/** The value of an attribute with the tag of another type in a place that has the attribute once. */
export function withOtherValue(bytes: Uint8Array, id: string): Buffer {
  const changed = Buffer.from(bytes);
  const type = oid(id);
  changed[changed.indexOf(type) + type.length + 2] = 0x0c;
  return changed;
}

export interface SignerPlan {
  certificate: TestCertificate;
  digest?: BuiltDigest;
  contentType: string;
  content: Uint8Array;
  signed?: Uint8Array[];
  /** Made of the signature, as timestamps are. */
  unsigned?: ((signature: Buffer) => Buffer)[];
  /** Signs the bare digest without DigestInfo; RSA only. */
  bare?: boolean;
}

export function signerInfo(plan: SignerPlan): Buffer {
  const { certificate, content, digest = 'sha256' } = plan;
  const attributes = set(
    attribute('1.2.840.113549.1.9.3', oid(plan.contentType)),
    attribute('1.2.840.113549.1.9.4', octets(hash(digest, content))),
    ...(plan.signed ?? []),
  );
  const { key } = certificate;
  const signature = plan.bare
    ? privateEncrypt({ key, padding: rsaConstants.RSA_PKCS1_PADDING }, hash(digest, attributes))
    : sign(digest, attributes, key);
  const unsigned = (plan.unsigned ?? []).map((make) => make(signature));
  const signed = Buffer.from(attributes);
  signed[0] = 0xa0;
  return seq(
    int(1),
    seq(certificate.issuerName, certificate.serial),
    algorithm(digest),
    signed,
    isEc(key) ? signatureOid(key, digest) : seq(oid('1.2.840.113549.1.1.1'), NULL),
    octets(signature),
    ...(unsigned.length > 0 ? [tlv(0xa1, ...unsigned)] : []),
  );
}

export function signedData(
  contentType: string,
  content: Uint8Array,
  signers: Uint8Array[],
  certificates: readonly TestCertificate[],
  digest: BuiltDigest = 'sha256',
): Buffer {
  return seq(
    oid('1.2.840.113549.1.7.2'),
    tlv(
      0xa0,
      seq(
        int(1),
        set(algorithm(digest)),
        seq(oid(contentType), tlv(0xa0, content)),
        tlv(0xa0, ...certificates.map(({ der }) => der)),
        set(...signers),
      ),
    ),
  );
}

/** The content octets of a value with a definite length. */
export function contentOf(value: Buffer): Buffer {
  return value.subarray(value[1]! < 128 ? 2 : 2 + (value[1]! & 127));
}

/** A PKCS #9 countersignature as an unsigned attribute. */
export function counterSignature(
  certificate: TestCertificate,
  when: string,
  options: { digest?: BuiltDigest; bare?: boolean; ofOther?: boolean } = {},
): (signature: Buffer) => Buffer {
  return (signature) =>
    attribute(
      '1.2.840.113549.1.9.6',
      signerInfo({
        certificate,
        digest: options.digest ?? 'sha256',
        bare: options.bare ?? false,
        contentType: '1.2.840.113549.1.7.1',
        content: options.ofOther ? Buffer.from('other') : signature,
        signed: [attribute('1.2.840.113549.1.9.5', time(when))],
      }),
    );
}

/** An RFC 3161 token as an unsigned attribute. */
export function timestampToken(
  certificate: TestCertificate,
  when: string,
  options: { ofOther?: boolean; imprint?: BuiltDigest; signed?: Uint8Array[] } = {},
): (signature: Buffer) => Buffer {
  return (signature) => {
    const type = '1.2.840.113549.1.9.16.1.4';
    const stamped = new Date(when).toISOString().replace(/[-:T]|\.\d+/g, '');
    const digest = options.imprint ?? 'sha256';
    const imprint = hash(digest, options.ofOther ? Buffer.from('other') : signature);
    const info = seq(
      int(1),
      oid('1.2.3.4.1'),
      seq(algorithm(digest), octets(imprint)),
      int(42),
      tlv(0x18, Buffer.from(stamped)),
    );
    const { signed = [] } = options;
    const signer = signerInfo({ certificate, contentType: type, content: info, signed });
    return attribute('1.3.6.1.4.1.311.3.3.1', signedData(type, octets(info), [signer], [certificate]));
  };
}

export interface SignaturePlan {
  signer?: TestCertificate;
  digest?: BuiltDigest;
  /** What is in the signature beside the signer; default: the authority of the tests. */
  certificates?: readonly TestCertificate[];
  unsigned?: SignerPlan['unsigned'];
  /** Signed attributes beside those that must be. */
  signed?: Uint8Array[];
  /** The moniker of page hashes, encoded. */
  moniker?: Uint8Array;
  /** The kind of file that it says it is about, where that is another than it is. */
  about?: 'pe' | 'msi' | 'cab';
}

const peData = (moniker?: Uint8Array): Buffer =>
  seq(
    oid('1.3.6.1.4.1.311.2.1.15'),
    seq(tlv(3, Buffer.from([0])), tlv(0xa0, moniker ?? tlv(0xa2, tlv(0x80, Buffer.from('\0<\0O\0b\0s\0>'))))),
  );
const msiData = seq(
  oid('1.3.6.1.4.1.311.2.1.30'),
  seq(
    int(1),
    octets(Buffer.from('f1100c0000000000c000000000000046', 'hex')),
    ...[0, 0, 0, 0, 0].map((zero) => int(zero)),
  ),
);
const cabData = seq(oid('1.3.6.1.4.1.311.2.1.25'), tlv(0xa2, tlv(0x80, Buffer.from('\0<\0O\0b\0s\0>'))));

/** SpcIndirectDataContent of an executable, a compound file or a cabinet. */
export function indirectData(
  kind: 'pe' | 'msi' | 'cab',
  digest: BuiltDigest,
  value: Uint8Array,
  moniker?: Uint8Array,
): Buffer {
  const data = { pe: peData(moniker), msi: msiData, cab: cabData }[kind];
  return seq(data, seq(algorithm(digest), octets(value)));
}

/** A PKCS #7 over some content. */
export function signContent(contentType: string, content: Buffer, plan: SignaturePlan): Buffer {
  const { authority, root, signer: usual, stamper } = testAuthority();
  const signer = plan.signer ?? usual;
  const certificates = plan.certificates ?? [signer, authority, root, stamper];
  const info = signerInfo({
    certificate: signer,
    digest: plan.digest ?? 'sha256',
    contentType,
    content: contentOf(content),
    signed: plan.signed ?? [],
    unsigned: plan.unsigned ?? [],
  });
  return signedData(contentType, content, [info], certificates, plan.digest);
}

/** A signature as a nested one of another. */
export const nestedSignature = (signature: Buffer) => (): Buffer =>
  attribute('1.3.6.1.4.1.311.2.4.1', signature);

// Files

export const peFields = { checksum: 0x80 + 88, directory: 0x80 + 24 + 128 };

/** A PE32 file of one section without a signature, its length a multiple of 8. */
export function plainExecutable(size = 4096): Uint8Array {
  return buildExecutable({ platform: 'x86', size });
}

/** The digest of an executable with or without a certificate table at its end. */
export function executableDigest(digest: BuiltDigest, bytes: Uint8Array, end = bytes.length): Buffer {
  const { checksum, directory } = peFields;
  return hash(
    digest,
    bytes.subarray(0, checksum),
    bytes.subarray(checksum + 4, directory),
    bytes.subarray(directory + 8, end),
  );
}

/** Puts WIN_CERTIFICATE entries behind an executable. */
export function attachCertificates(bytes: Uint8Array, ...entries: Uint8Array[]): Uint8Array {
  const table = Buffer.concat(entries);
  const signed = Buffer.concat([bytes, table]);
  signed.writeUInt32LE(bytes.length, peFields.directory);
  signed.writeUInt32LE(table.length, peFields.directory + 4);
  return new Uint8Array(signed);
}

/** A WIN_CERTIFICATE; dwLength counts the padding. */
export function winCertificate(blob: Uint8Array, type = 2): Uint8Array {
  const length = Math.ceil((8 + blob.length) / 8) * 8;
  const entry = Buffer.alloc(length);
  entry.writeUInt32LE(length, 0);
  entry.writeUInt16LE(0x200, 4);
  entry.writeUInt16LE(type, 6);
  entry.set(blob, 8);
  return entry;
}

/** The PKCS #7 of an executable. */
export function executableSignature(bytes: Uint8Array, plan: SignaturePlan = {}): Buffer {
  const digest = plan.digest ?? 'sha256';
  const content = indirectData(plan.about ?? 'pe', digest, executableDigest(digest, bytes), plan.moniker);
  return signContent(INDIRECT, content, plan);
}

export function signedExecutable(plan: SignaturePlan = {}, bytes = plainExecutable()): Uint8Array {
  return attachCertificates(bytes, winCertificate(executableSignature(bytes, plan)));
}

const unicode = (text: string): Buffer => Buffer.from(text, 'utf16le');

function storageParts(plan: StoragePlan): Uint8Array[] {
  const members = [
    ...(plan.streams ?? []).map(({ name, bytes }) => ({ name, parts: [bytes] })),
    ...(plan.storages ?? []).map((storage) => ({ name: storage.name!, parts: storageParts(storage) })),
  ];
  members.sort((a, b) => Buffer.compare(unicode(a.name), unicode(b.name)));
  return [...members.flatMap(({ parts }) => parts), plan.clsid ?? new Uint8Array(16)];
}

/** What MsiDigitalSignatureEx holds for a compound file whose members have no times. */
function metadataParts(plan: StoragePlan, isRoot: boolean): Uint8Array[] {
  const rest = (times: bigint): Buffer[] => {
    const field = Buffer.alloc(20);
    field.writeBigUInt64LE(times, 12);
    return isRoot ? [field.subarray(0, 4)] : [field];
  };
  const members = [
    ...(plan.streams ?? []).map(({ name, bytes }) => {
      const size = Buffer.alloc(4);
      size.writeUInt32LE(bytes.length);
      return { name, parts: [unicode(name), size, Buffer.alloc(20)] };
    }),
    ...(plan.storages ?? []).map((storage) => ({
      name: storage.name!,
      parts: metadataParts(storage, false),
    })),
  ];
  members.sort((a, b) => Buffer.compare(unicode(a.name), unicode(b.name)));
  const own = [...(isRoot ? [] : [unicode(plan.name!)]), plan.clsid ?? new Uint8Array(16)];
  return [...own, ...rest(plan.modified ?? 0n), ...members.flatMap(({ parts }) => parts)];
}

/** A compound file with a signature; `metadata` adds MsiDigitalSignatureEx, or those bytes in its place. */
export function signedCompoundFile(
  storage: StoragePlan,
  plan: SignaturePlan & { metadata?: boolean | Uint8Array; version?: 3 | 4 } = {},
): Uint8Array {
  const digest = plan.digest ?? 'sha256';
  const { metadata } = plan;
  const extra = metadata === true ? hash(digest, ...metadataParts(storage, true)) : metadata || null;
  const content = hash(digest, ...(extra ? [extra] : []), ...storageParts(storage));
  const signature = signContent(INDIRECT, indirectData(plan.about ?? 'msi', digest, content), plan);
  const streams = [...(storage.streams ?? []), { name: '\u0005DigitalSignature', bytes: signature }];
  if (extra) streams.push({ name: '\u0005MsiDigitalSignatureEx', bytes: extra });
  return buildCompoundFile({ ...storage, streams, version: plan.version ?? 3 }).bytes;
}

/** A cabinet with the reserve of a signature. `first` is the length of the structure before the signature's place. */
export function signedCabinetFile(plan: SignaturePlan = {}, first = 0): Uint8Array {
  const reserve = Buffer.alloc(4 + first + 16, 0x61);
  reserve.writeUInt16LE(first, 0);
  reserve.writeUInt16LE(16, 2);
  reserve.fill(0, 4 + first + 8);
  const bare = Buffer.from(
    buildCabinet({
      reserve: { header: reserve },
      folders: [{ method: 'none', files: [{ name: 'a.txt', bytes: Buffer.from('hello, cabinet') }] }],
    }),
  );
  const digest = plan.digest ?? 'sha256';
  const content = hash(
    digest,
    bare.subarray(0, 4),
    bare.subarray(8, 36),
    bare.subarray(40, 42),
    bare.subarray(44, 44 + first),
    bare.subarray(40 + reserve.length),
  );
  const signature = signContent(INDIRECT, indirectData(plan.about ?? 'cab', digest, content), plan);
  bare.writeUInt32LE(bare.length, 44 + first);
  bare.writeUInt32LE(signature.length, 48 + first);
  return new Uint8Array(Buffer.concat([bare, signature]));
}

/** A catalogue of digests, version 2 (tags are digests) or version 1 (tags are text, digests in attributes). */
export function signedCatalog(
  digests: readonly { digest: BuiltDigest; value: Uint8Array }[],
  plan: SignaturePlan & { version?: 1 | 2 } = {},
): Uint8Array {
  const members = digests.map(({ digest, value }) => {
    const indirect = attribute(INDIRECT, indirectData('cab', digest, value));
    const text = unicode(`${Buffer.from(value).toString('hex').toUpperCase()}\0`);
    return plan.version === 1 ? seq(octets(text), set(indirect)) : seq(octets(value), set());
  });
  const list = seq(
    seq(oid('1.3.6.1.4.1.311.12.1.1')),
    octets(Buffer.alloc(16, 7)),
    time('2020-01-01'),
    seq(oid(plan.version === 1 ? '1.3.6.1.4.1.311.12.1.2' : '1.3.6.1.4.1.311.12.1.3')),
    seq(...members),
  );
  return new Uint8Array(signContent('1.3.6.1.4.1.311.10.1', list, plan));
}
