import { type ByteSource, readAll } from '../core/byte-source.js';
import { CompoundFile } from '../formats/cfb/compound-file.js';
import type { Storage, StreamEntry } from '../formats/cfb/storage.js';
import { type Cryptography, type DigestName, sameBytes } from './cryptography.js';
import { LARGEST_SIGNATURE, malformedCarrier, type SignatureCarrier } from './signature-carrier.js';
import type { SignatureProblem, SignatureWarning } from './verdict.js';

/** Names of the streams of a signature. */
const SIGNATURE = '\u0005DigitalSignature';
const METADATA = '\u0005MsiDigitalSignatureEx';
/** The name of AdminProperties as Windows Installer encodes names: the databases of images have it. */
const ADMIN_PROPERTIES = '\u41ca\u4330\u3e71\u44b5\u4233\u45f5\u422c\u4836';

/** The compound file as a carrier. Throws `CFB_*` where it cannot be read. */
export function msiCarrier(source: ByteSource): SignatureCarrier {
  const file = CompoundFile.open(source);
  const { root } = file;
  const signature = root.streams.get(SIGNATURE);
  const stored = root.streams.get(METADATA);
  if (!signature) {
    const isImage = stored !== undefined || root.streams.has(ADMIN_PROPERTIES);
    const message =
      'the file is not signed: it is the database of an administrative image, which `msiexec /a` and `/p` write without the signature';
    const problems: SignatureProblem[] = isImage ? [{ code: 'no-signature', message }] : [];
    return { kind: 'msi', blob: null, covered: () => [], problems, warnings: [] };
  }
  if (signature.size === 0 || signature.size > LARGEST_SIGNATURE) {
    return malformedCarrier('msi', `the stream of the signature has an impossible size: ${signature.size}`);
  }
  if (stored && stored.size > LARGEST_SIGNATURE) {
    return malformedCarrier('msi', `the stream MsiDigitalSignatureEx is too large: ${stored.size} bytes`);
  }
  const parts = [...contentParts(root, true)];
  const ignored = file.warnings.find(({ code }) => code === 'CFB_BAD_DIRECTORY');
  if (ignored) return malformedCarrier('msi', `the signature cannot cover all members: ${ignored.message}`);
  const problems: SignatureProblem[] = [];
  if (source.size > file.usedSize) {
    const bytes = source.size - file.usedSize;
    problems.push({
      code: 'appended-data',
      message: `${bytes} bytes behind the last used sector are not covered`,
    });
  }
  const extra = stored ? new Uint8Array(readAll(stored.open())) : null;
  return {
    kind: 'msi',
    // The offset counts in the stream: a stream may lie in pieces.
    blob: { bytes: new Uint8Array(readAll(signature.open())), offset: 0 },
    covered: () => (extra ? [extra, ...parts.map(openPart)] : parts.map(openPart)),
    problems,
    warnings: [],
    checkDigest: (name, cryptography) => (extra ? checkMetadata(root, extra, name, cryptography) : []),
  };
}

const openPart = (part: Uint8Array | StreamEntry): Uint8Array | ByteSource =>
  part instanceof Uint8Array ? part : part.open();

/** The members of a storage in the order of the digest: by the bytes of their names, a shorter one first. */
function sortedMembers(storage: Storage, isRoot: boolean): (Storage | StreamEntry)[] {
  const streams = [...storage.streams.values()];
  const members = [
    ...(isRoot ? streams.filter(({ name }) => name !== SIGNATURE && name !== METADATA) : streams),
    ...storage.storages.values(),
  ];
  return members
    .map((member) => ({ member, name: nameBytes(member) }))
    .sort((a, b) => compareBytes(a.name, b.name))
    .map(({ member }) => member);
}

/** What the digest of a compound file covers, without that of the metadata: streams and classes, in order. */
export function* contentParts(
  storage: Storage,
  isRoot: boolean,
): Generator<Uint8Array | StreamEntry, void, void> {
  for (const member of sortedMembers(storage, isRoot)) {
    if ('storages' in member) yield* contentParts(member, false);
    else yield member;
  }
  yield field(storage, 0x50, 16);
}

/** What MsiDigitalSignatureEx holds a digest of: names, classes, sizes, state bits and times. */
export function* metadataParts(
  member: Storage | StreamEntry,
  isRoot: boolean,
): Generator<Uint8Array, void, void> {
  const isStorage = 'storages' in member;
  if (!isRoot) yield nameBytes(member);
  yield isStorage ? field(member, 0x50, 16) : field(member, 0x78, 4);
  yield field(member, 0x60, 4);
  if (!isRoot) yield field(member, 0x64, 16);
  if (isStorage) for (const child of sortedMembers(member, isRoot)) yield* metadataParts(child, false);
}

function checkMetadata(
  root: Storage,
  stored: Uint8Array,
  name: DigestName,
  cryptography: Cryptography,
): SignatureWarning[] {
  const digest = cryptography.createDigest(name);
  for (const part of metadataParts(root, true)) digest.update(part);
  if (sameBytes(digest.digest(), stored)) return [];
  const message =
    'names, sizes or times of the streams are not those that MsiDigitalSignatureEx states, which Windows does not check';
  return [{ code: 'msi-metadata-changed', message }];
}

/** A field of the directory entry as stored. */
function field({ stored }: { stored: Uint8Array | null }, offset: number, length: number): Uint8Array {
  return stored ? stored.subarray(offset, offset + length) : new Uint8Array(length);
}

/** The name as stored, without its NUL. */
function nameBytes({ name }: { name: string }): Uint8Array {
  const bytes = new Uint8Array(2 * name.length);
  for (let i = 0; i < name.length; i++) {
    const unit = name.charCodeAt(i);
    bytes[2 * i] = unit & 0xff;
    bytes[2 * i + 1] = unit >> 8;
  }
  return bytes;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}
