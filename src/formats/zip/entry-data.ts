import { inflateStream } from '../../codecs/inflate-stream.js';
import { ByteReader } from '../../core/byte-reader.js';
import { type ByteSource, SliceSource } from '../../core/byte-source.js';
import { crc32 } from '../../core/crc32.js';
import { HotfixkitError } from '../../core/errors.js';
import { AES_AUTHENTICATION, AES_VERIFIER, WinZipAes } from './winzip-aes.js';
import { ZIP_CRYPTO_HEADER, ZipCrypto } from './zip-crypto.js';
import { type AesFacts, type ZipEntry, zipMethodName } from './zip-entry.js';

const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_LENGTH = 30;
const STEP = 256 * 1024;
const DEFLATE64 = 9;

/**
 * The content of an entry, in pieces that are valid until the next one is requested. Its length and its CRC-32 (or AES
 * authentication code) are compared with those in the archive. A caller that needs only the first bytes sets `first`:
 * the first piece reads and unpacks only about that many bytes.
 *
 * Throws `ZIP_CORRUPT`, `ZIP_CRC`, `ZIP_UNSUPPORTED`, `ZIP_PASSWORD_NEEDED`, `ZIP_PASSWORD_WRONG`; the last pieces are
 * unverified until the end is reached.
 */
export function* entryPieces(
  archive: ByteSource,
  entry: ZipEntry,
  password: string | null,
  first = STEP,
): Generator<Uint8Array, void, void> {
  refuseUnknownMethod(entry);
  const stored = storedData(archive, entry);
  if (entry.encryption === 'none') {
    yield* checkedPieces(entry, plainPieces(entry, sourcePieces(stored, 2 * first), first));
    return;
  }
  if (password === null) {
    throw new HotfixkitError(
      'ZIP_PASSWORD_NEEDED',
      'this file is encrypted; give the password with --password or HOTFIXKIT_PASSWORD',
      { entry: entry.name },
    );
  }
  const decrypted = decrypt(entry, stored, password);
  try {
    yield* checkedPieces(entry, plainPieces(entry, decrypted));
  } catch (error) {
    // One wrong password in 256 (AES: 65,536) passes the check before the content and decrypts it to garbage.
    const code = error instanceof HotfixkitError ? error.code : '';
    if (code !== 'INFLATE_CORRUPT' && code !== 'ZIP_CRC' && code !== 'ZIP_CORRUPT') throw error;
    throw wrongPassword(entry, ', or the file is damaged', error);
  }
}

/** The content as a part of the source; null where it must be unpacked. Its CRC-32 is checked first. */
export function entrySource(archive: ByteSource, entry: ZipEntry): ByteSource | null {
  if (entry.method !== 0 || entry.encryption !== 'none') return null;
  const source = storedData(archive, entry);
  for (const piece of checkedPieces(entry, sourcePieces(source))) void piece;
  return source;
}

function refuseUnknownMethod(entry: ZipEntry): void {
  if (entry.method === 0 || entry.method === 8 || entry.method === DEFLATE64) return;
  throw new HotfixkitError(
    'ZIP_UNSUPPORTED',
    `compressed with ${zipMethodName(entry.method)}, which is not supported; pack it again with deflate`,
    { entry: entry.name },
  );
}

/** The bytes after the local header, which states its own lengths (APPNOTE.TXT 4.3.7). */
function storedData(archive: ByteSource, entry: ZipEntry): ByteSource {
  const at = entry.headerOffset;
  if (at + LOCAL_LENGTH <= archive.size) {
    const reader = new ByteReader(archive.read(at, LOCAL_LENGTH), 'local file header');
    if (reader.u32() === LOCAL_SIGNATURE) {
      reader.skip(22);
      const start = at + LOCAL_LENGTH + reader.u16() + reader.u16();
      if (start + entry.compressedSize <= archive.size) {
        return new SliceSource(archive, start, entry.compressedSize);
      }
      throw new HotfixkitError('ZIP_CORRUPT', 'the archive ends before this file does', {
        entry: entry.name,
      });
    }
  }
  throw new HotfixkitError(
    'ZIP_CORRUPT',
    'there is no local header at the offset that the directory states',
    {
      entry: entry.name,
      offset: at,
    },
  );
}

function* sourcePieces(source: ByteSource, first = STEP): Generator<Uint8Array, void, void> {
  let step = first;
  for (let at = 0; at < source.size; ) {
    const length = Math.min(step, source.size - at);
    yield source.read(at, length);
    at += length;
    step = STEP;
  }
}

/** Inflated if compressed. Bytes after the compressed data are read too: a check may need them. */
function* plainPieces(
  entry: ZipEntry,
  pieces: Iterable<Uint8Array>,
  first = STEP,
): Generator<Uint8Array, void, void> {
  if (entry.method === 0) {
    yield* pieces;
    return;
  }
  const iterator = pieces[Symbol.iterator]();
  const input = { [Symbol.iterator]: () => ({ next: () => iterator.next() }) };
  yield* inflateStream(input, first, entry.method === DEFLATE64);
  while (!iterator.next().done);
}

function* checkedPieces(entry: ZipEntry, pieces: Iterable<Uint8Array>): Generator<Uint8Array, void, void> {
  const hasCrc = typeof entry.encryption === 'string' || entry.encryption.version === 1;
  let crc = 0;
  let size = 0;
  for (const piece of pieces) {
    size += piece.length;
    if (size > entry.size) break;
    yield piece;
    // It is still valid, and a caller that stops here does not need the checksum.
    if (hasCrc) crc = crc32(piece, crc);
  }
  if (size !== entry.size) {
    throw new HotfixkitError('ZIP_CORRUPT', 'a file does not have the size that the archive states', {
      entry: entry.name,
      expected: entry.size,
      found: size > entry.size ? 'more' : size,
    });
  }
  if (hasCrc && crc !== entry.crc32) {
    throw new HotfixkitError('ZIP_CRC', 'a file does not have the CRC-32 that the archive states', {
      entry: entry.name,
      expected: hex(entry.crc32),
      found: hex(crc),
    });
  }
}

function decrypt(entry: ZipEntry, stored: ByteSource, password: string): Iterable<Uint8Array> {
  // Archivers agree on ASCII only: their encoding of other letters depends on their system.
  const utf8 = new TextEncoder().encode(password);
  const ansi = Uint8Array.from(password, (letter) => letter.codePointAt(0)! & 0xff);
  const spellings = utf8.length === ansi.length ? [utf8] : [utf8, ansi];
  const { encryption } = entry;
  for (const spelling of spellings) {
    const pieces =
      typeof encryption === 'string'
        ? decryptZipCrypto(entry, stored, spelling)
        : decryptAes(entry, encryption, stored, spelling);
    if (pieces) return pieces;
  }
  throw wrongPassword(entry);
}

function decryptZipCrypto(
  entry: ZipEntry,
  stored: ByteSource,
  password: Uint8Array,
): Iterable<Uint8Array> | null {
  if (stored.size < ZIP_CRYPTO_HEADER) throw tooShort(entry);
  const cipher = new ZipCrypto(password);
  const header = cipher.decrypt(stored.read(0, ZIP_CRYPTO_HEADER));
  if (header[ZIP_CRYPTO_HEADER - 1] !== entry.checkByte) return null;
  return decryptedPieces(new SliceSource(stored, ZIP_CRYPTO_HEADER), cipher);
}

function decryptAes(
  entry: ZipEntry,
  { keyLength }: AesFacts,
  stored: ByteSource,
  password: Uint8Array,
): Iterable<Uint8Array> | null {
  const saltLength = keyLength / 2;
  const start = saltLength + AES_VERIFIER;
  if (stored.size < start + AES_AUTHENTICATION) throw tooShort(entry);
  const cipher = new WinZipAes(password, stored.read(0, saltLength), keyLength);
  if (!equal(cipher.verifier, stored.read(saltLength, AES_VERIFIER))) return null;
  const content = new SliceSource(stored, start, stored.size - start - AES_AUTHENTICATION);
  return authenticatedPieces(
    entry,
    content,
    cipher,
    stored.read(stored.size - AES_AUTHENTICATION, AES_AUTHENTICATION),
  );
}

function* decryptedPieces(
  source: ByteSource,
  cipher: { decrypt(bytes: Uint8Array): Uint8Array },
): Generator<Uint8Array, void, void> {
  for (const piece of sourcePieces(source)) yield cipher.decrypt(piece);
}

function* authenticatedPieces(
  entry: ZipEntry,
  source: ByteSource,
  cipher: WinZipAes,
  expected: Uint8Array,
): Generator<Uint8Array, void, void> {
  yield* decryptedPieces(source, cipher);
  if (!equal(cipher.authentication(), expected)) {
    throw new HotfixkitError('ZIP_CRC', 'the authentication code of an encrypted file is wrong', {
      entry: entry.name,
    });
  }
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function tooShort(entry: ZipEntry): HotfixkitError {
  return new HotfixkitError('ZIP_CORRUPT', 'an encrypted file is too short', { entry: entry.name });
}

function wrongPassword(entry: ZipEntry, more = '', cause?: unknown): HotfixkitError {
  return new HotfixkitError(
    'ZIP_PASSWORD_WRONG',
    `the password is wrong for this file${more}`,
    { entry: entry.name },
    { cause },
  );
}

function hex(crc: number): string {
  return crc.toString(16).padStart(8, '0');
}
