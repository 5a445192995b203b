import { kwajLzhStream } from '../../codecs/kwaj-lzh.js';
import { lzssStream } from '../../codecs/lzss.js';
import { MszipDecoder } from '../../codecs/mszip.js';
import { type ByteSource, SliceSource } from '../../core/byte-source.js';
import { type ErrorCode, HotfixkitError } from '../../core/errors.js';
import { type KwajHeader, parseKwajHeader, startsLikeKwaj } from './kwaj-header.js';

/*
 * Single files as COMPRESS.EXE of MS-DOS and Windows wrote them for setup disks: SZDD, its older form SZ, and KWAJ. In
 * their names an underscore replaces the last letter.
 */

const SZDD = [0x53, 0x5a, 0x44, 0x44, 0x88, 0xf0, 0x27, 0x33];
const SZ = [0x53, 0x5a, 0x20, 0x88, 0xf0, 0x27, 0x33, 0xd1];
const SZDD_HEADER = 14;
const SZ_HEADER = 12;
/** Offset in the ring at which output begins. */
const SZDD_START = 4096 - 16;
const SZ_START = 4096 - 18;
const MODE_A = 0x41;
const STEP = 64 * 1024;
/** Bytes that files are padded with: zeros, the end of a text file of MS-DOS, erased memory. */
const PADDING: readonly number[] = [0, 0x1a, 0xff];
/** Fewer may be the end of content that is longer than stated. */
const LEAST_PADDING = 4;
/** Bytes of the data that may look like padding. */
const MOST_OF_DATA = 4;
/** "CK", then deflate. */
const SHORTEST_BLOCK = 2;

/** The header of a compressed file. */
export interface CompressedFile {
  readonly format: 'SZDD' | 'SZ' | 'KWAJ';
  /** Of KWAJ: 0 stored, 1 inverted, 2 LZSS, 3 LZ with Huffman codes, 4 MSZIP; of the others LZSS, 2. */
  readonly method: number;
  /** Bytes when expanded; null where the header lacks it. */
  readonly size: number | null;
  /** The missing letter of the name; null if unknown. */
  readonly missingLetter: string | null;
  /** Name and extension in the header; null without them. */
  readonly name: string | null;
  readonly extension: string | null;
  /** Offset of the compressed data. */
  readonly dataOffset: number;
}

/** Whether bytes begin like such a file; needs eight bytes. */
export function startsLikeCompressedFile(head: Uint8Array): boolean {
  return begins(head, SZDD) || begins(head, SZ) || startsLikeKwaj(head);
}

/** Throws `SZDD_CORRUPT`, `KWAJ_CORRUPT`, `COMPRESS_UNSUPPORTED` for unknown methods. */
export function readCompressedFile(source: ByteSource): CompressedFile {
  const head = source.read(0, Math.min(SZDD_HEADER, source.size));
  if (startsLikeKwaj(head)) return describeKwaj(parseKwajHeader(source));
  const isOld = begins(head, SZ);
  const dataOffset = isOld ? SZ_HEADER : SZDD_HEADER;
  if (!isOld && !begins(head, SZDD)) {
    throw new HotfixkitError('SZDD_CORRUPT', 'this is no file of COMPRESS.EXE', { offset: 0 });
  }
  if (head.length < dataOffset) {
    throw new HotfixkitError('SZDD_CORRUPT', 'the file ends inside its header', {
      structure: 'SZDD header',
      expected: `${dataOffset} bytes`,
      found: `${head.length} bytes`,
    });
  }
  const view = new DataView(head.buffer, head.byteOffset);
  if (!isOld && head[8] !== MODE_A) throw unknownMethod('mode', head[8]!, 8);
  const letter = isOld ? 0 : head[9]!;
  return {
    format: isOld ? 'SZ' : 'SZDD',
    method: 2,
    size: view.getUint32(dataOffset - 4, true),
    missingLetter: letter > 0x20 && letter < 0x7f ? String.fromCharCode(letter) : null,
    name: null,
    extension: null,
    dataOffset,
  };
}

/**
 * The expanded content, in pieces that are valid until the next one is requested. Throws `SZDD_CORRUPT` and
 * `KWAJ_CORRUPT`, also where the data ends before the stated size or goes on after it: libmspack then takes all data,
 * other programs as much as is stated, and nothing says which is right. Padding is no data.
 *
 * @param onPadding called with the number of bytes of padding after the data that were ignored
 */
export function* expandedPieces(
  source: ByteSource,
  file: CompressedFile,
  onPadding: (bytes: number) => void = () => {},
): Generator<Uint8Array, void, void> {
  let found = 0;
  const pieces = decoded(
    new SliceSource(source, file.dataOffset),
    file,
    file.size ?? Number.POSITIVE_INFINITY,
  );
  let next = pieces.next();
  for (; !next.done; next = pieces.next()) {
    found += next.value.length;
    yield next.value;
  }
  const { size } = file;
  if (size === null) return;
  if (next.value) {
    const padding = paddingOf(source, file, size);
    if (padding > 0) {
      onPadding(padding);
      return;
    }
    throw new HotfixkitError(
      codeOf(file),
      `the header states ${size} bytes, but more data follows; the header is wrong, or something was appended to the file. Download it again`,
      { expected: `${size} bytes`, found: 'more' },
    );
  }
  if (found === size) return;
  throw new HotfixkitError(
    codeOf(file),
    'the compressed data ends before the file does; the download is probably incomplete',
    { expected: `${size} bytes`, found: `${found} bytes` },
  );
}

/**
 * Number of bytes at the end that are padding: equal ones that programs pad with, without which the data has exactly the
 * stated size; 0 if there are none. The first of them may belong to the data.
 */
function paddingOf(source: ByteSource, file: CompressedFile, size: number): number {
  // Stored content may itself end so.
  if (file.method < 2) return 0;
  const tail = source.read(
    Math.max(file.dataOffset, source.size - STEP),
    Math.min(STEP, source.size - file.dataOffset),
  );
  const last = tail[tail.length - 1]!;
  if (!PADDING.includes(last)) return 0;
  let run = 1;
  while (run < tail.length && tail[tail.length - 1 - run] === last) run++;
  for (let padding = run; padding >= LEAST_PADDING && padding > run - MOST_OF_DATA; padding--) {
    const data = new SliceSource(source, file.dataOffset, source.size - file.dataOffset - padding);
    if (expandsTo(data, file, size)) return padding;
  }
  return 0;
}

function expandsTo(data: ByteSource, file: CompressedFile, size: number): boolean {
  let found = 0;
  try {
    const pieces = decoded(data, file, size);
    let next = pieces.next();
    for (; !next.done; next = pieces.next()) found += next.value.length;
    return found === size && !next.value;
  } catch (error) {
    if (error instanceof HotfixkitError && error.kind === 'input') return false;
    throw error;
  }
}

/** Gives at most `size` bytes and returns whether more data follows. */
function decoded(
  data: ByteSource,
  { format, method }: CompressedFile,
  size: number,
): Generator<Uint8Array, boolean, void> {
  if (format === 'SZDD') return lzssStream(piecesOf(data), SZDD_START, size);
  switch (method) {
    case 0:
    case 1:
      return plainPieces(data, method === 1, size);
    case 2:
      return lzssStream(piecesOf(data), SZ_START, size);
    case 3:
      return kwajLzhStream(piecesOf(data), size);
    default:
      return mszipPieces(data, size);
  }
}

function* plainPieces(
  data: ByteSource,
  isInverted: boolean,
  size: number,
): Generator<Uint8Array, boolean, void> {
  const part = size < data.size ? new SliceSource(data, 0, size) : data;
  for (const piece of piecesOf(part)) yield isInverted ? piece.map((byte) => byte ^ 0xff) : piece;
  return size < data.size;
}

/** Blocks, each with its length before it. A length of 0 ends them; bytes after it are no data. */
function* mszipPieces(data: ByteSource, size: number): Generator<Uint8Array, boolean, void> {
  const decoder = new MszipDecoder();
  let left = size;
  for (let at = 0; at + 2 <= data.size; ) {
    const [low, high] = data.read(at, 2);
    const length = low! | (high! << 8);
    at += 2;
    if (length === 0) return false;
    if (length < SHORTEST_BLOCK || at + length > data.size) {
      if (left === 0) return true;
      throw new HotfixkitError(
        'KWAJ_CORRUPT',
        length < SHORTEST_BLOCK
          ? 'a block is too short'
          : 'the file ends inside a block; the download is probably incomplete',
        {
          offset: at,
          expected: `${Math.max(length, SHORTEST_BLOCK)} bytes`,
          found: `${Math.min(length, data.size - at)} bytes`,
        },
      );
    }
    const block = data.read(at, length);
    at += length;
    if (left === 0 && (block[0] !== 0x43 || block[1] !== 0x4b)) return true;
    const output = decoder.decodeAny(block);
    if (output.length > left) {
      if (left > 0) yield output.subarray(0, left);
      return true;
    }
    yield output;
    left -= output.length;
  }
  return false;
}

function* piecesOf(source: ByteSource): Generator<Uint8Array, void, void> {
  for (let at = 0; at < source.size; at += STEP) yield source.read(at, Math.min(STEP, source.size - at));
}

function describeKwaj({ method, dataOffset, size, name, extension }: KwajHeader): CompressedFile {
  if (method > 4) throw unknownMethod('method', method, 8);
  return { format: 'KWAJ', method, size, missingLetter: null, name, extension, dataOffset };
}

function unknownMethod(what: string, found: number, offset: number): HotfixkitError {
  return new HotfixkitError(
    'COMPRESS_UNSUPPORTED',
    `the file is compressed with a ${what} that is not known`,
    { offset, found },
  );
}

function codeOf({ format }: CompressedFile): ErrorCode {
  return format === 'KWAJ' ? 'KWAJ_CORRUPT' : 'SZDD_CORRUPT';
}

function begins(head: Uint8Array, signature: readonly number[]): boolean {
  return head.length >= signature.length && signature.every((byte, i) => head[i] === byte);
}
