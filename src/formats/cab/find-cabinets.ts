import { ByteReader } from '../../core/byte-reader.js';
import { type ByteSource, readInto, SliceSource } from '../../core/byte-source.js';
import { HotfixkitError } from '../../core/errors.js';
import { SEARCH_REACH } from '../../core/search-reach.js';
import { CF_FILE_LENGTH, readCfFile } from './cf-file.js';
import { readCfHeader } from './cf-header.js';

const PIECE_LENGTH = 1 << 20;
const HEADER_LENGTH = 36;
/** Offset of versionMajor in CFHEADER. */
const VERSION_MAJOR = 0x19;
/** Limit of false headers: the search ends after this many. */
const MOST_FALSE_HEADERS = 1000;

/**
 * Offsets in `source` at which cabinets start (self-extractors, several cabinets in one file), found by their signature
 * and taken if header and first file make sense. The content of a cabinet is skipped. Each byte is read once or twice,
 * whatever the number of signatures.
 *
 * @param last the last offset at which a cabinet may start; the search ends there
 * @param reach bytes without a cabinet after which the search ends
 */
export function* findCabinets(
  source: ByteSource,
  last = Number.POSITIVE_INFINITY,
  reach = SEARCH_REACH,
): Generator<number, void, undefined> {
  const window = new Window(source, last);
  let falseHeaders = 0;
  let furthest = Math.min(last, reach);
  for (let position = 0; position + HEADER_LENGTH <= source.size; ) {
    const at = window.nextSignature(position, furthest);
    if (at < 0 || at > furthest || at + HEADER_LENGTH > source.size) return;
    position = at + 4;
    if (!looksRight(window.view(at))) continue;
    const length = cabinetLength(source, at);
    if (length > 0) {
      yield at;
      position = at + Math.max(4, length);
      furthest = Math.min(last, position + reach);
    } else if (++falseHeaders === MOST_FALSE_HEADERS) {
      return;
    }
  }
}

/** The searched part of the source. */
class Window {
  readonly #source: ByteSource;
  readonly #buffer: Uint8Array;
  /** Where the search ends: no wanted header extends beyond it. */
  readonly #end: number;
  #start = 0;
  #length = 0;

  constructor(source: ByteSource, last: number) {
    this.#source = source;
    this.#end = Math.min(source.size, last + HEADER_LENGTH);
    this.#buffer = new Uint8Array(Math.min(PIECE_LENGTH, this.#end));
  }

  /**
   * The next "MSCF" from `from` up to `last`, or -1. Signatures without a header of a known version are skipped, as far as the
   * window shows it: a file may consist of them.
   */
  nextSignature(from: number, last: number): number {
    for (let position = from; position + 4 <= this.#end && position <= last; ) {
      this.#hold(position, 4);
      const piece = this.#buffer.subarray(0, this.#length);
      let at = indexOfSignature(piece, position - this.#start);
      while (at >= 0 && (piece[at + VERSION_MAJOR] ?? 1) !== 1) at = indexOfSignature(piece, at + 4);
      if (at >= 0) return this.#start + at;
      position = Math.max(position + 1, this.#start + this.#length - 3);
    }
    return -1;
  }

  /** The header at `at`, which must be in the source. */
  view(at: number): DataView {
    this.#hold(at, HEADER_LENGTH);
    return new DataView(this.#buffer.buffer, this.#buffer.byteOffset + at - this.#start, HEADER_LENGTH);
  }

  /** Moves on where the bytes are not in the window. */
  #hold(at: number, length: number): void {
    if (at >= this.#start && at + length <= this.#start + this.#length) return;
    this.#start = at;
    this.#length = Math.min(PIECE_LENGTH, this.#end - at);
    readInto(this.#source, at, this.#buffer.subarray(0, this.#length));
  }
}

/** "MSCF" from `from` on, or -1. Checks the last of four bytes first, and advances by as many as it allows. */
function indexOfSignature(bytes: Uint8Array, from: number): number {
  for (let at = from + 3; at < bytes.length; ) {
    switch (bytes[at]) {
      case 0x46: // F
        if (bytes[at - 1] === 0x43 && bytes[at - 2] === 0x53 && bytes[at - 3] === 0x4d) return at - 3;
        at += 4;
        break;
      case 0x43: // C
        at += 1;
        break;
      case 0x53: // S
        at += 2;
        break;
      case 0x4d: // M
        at += 3;
        break;
      default:
        at += 4;
    }
  }
  return -1;
}

/** A cheap check before the header is read: version, counts and the place of the files. */
function looksRight(header: DataView): boolean {
  const filesOffset = header.getUint32(0x10, true); // coffFiles
  const hasCounts = header.getUint16(0x1a, true) > 0 && header.getUint16(0x1c, true) > 0; // cFolders, cFiles
  return (
    header.getUint8(VERSION_MAJOR) === 1 &&
    hasCounts &&
    filesOffset >= HEADER_LENGTH &&
    filesOffset < header.getUint32(8, true) // cbCabinet
  );
}

/**
 * Stated size of the cabinet at `at` in bytes, limited to the source; 0 where there is no cabinet. Only the header and
 * the first file are read, which bounds the time for a file full of signatures.
 */
function cabinetLength(source: ByteSource, at: number): number {
  const own = new SliceSource(source, at);
  try {
    const header = readCfHeader(own, 0);
    const { size, filesOffset, folderCount, fileCount, majorVersion, length } = header;
    const directory = length + folderCount * (8 + header.folderReserve);
    if (majorVersion !== 1 || folderCount === 0 || fileCount === 0) return 0;
    if (filesOffset < length || filesOffset >= size || directory > size) return 0;
    const first = own.read(filesOffset, Math.min(CF_FILE_LENGTH + 256, own.size - filesOffset));
    readCfFile(new ByteReader(first, 'CFFILE'), folderCount, 0);
    return Math.min(size, own.size);
  } catch (error) {
    if (error instanceof HotfixkitError && error.kind === 'input') return 0;
    throw error;
  }
}
