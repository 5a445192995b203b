import { ByteReader } from '../../core/byte-reader.js';
import { type ByteSource, SliceSource } from '../../core/byte-source.js';
import { decodeText } from '../../core/code-page.js';
import { crc32 } from '../../core/crc32.js';
import { dosDateTimeToDate, parseDosDateTime } from '../../core/dos-date-time.js';
import { HotfixkitError, shortened, type Warning } from '../../core/errors.js';
import { listed, plural } from '../../core/plural.js';
import { meansOwnFolder } from '../../core/safe-path.js';
import { directoryEntries } from './directory-entries.js';
import type { DirectoryEntry } from './directory-entry.js';
import { type EndOfCentralDirectory, findEndOfCentralDirectory } from './end-of-central-directory.js';
import { entryPieces, entrySource } from './entry-data.js';
import { compareLocalHeaders, type LocalHeaders } from './local-headers.js';
import { AES_METHOD, type AesFacts, Flags, type ZipEntry } from './zip-entry.js';

/** The code page of names that are not marked as UTF-8 (APPNOTE.TXT, appendix D). */
const IBM_PC = 437;
/** Bytes of an entry's header in the central directory, without its names. */
const DIRECTORY_HEADER = 46;
const Fields = { ntfs: 0x000a, unicodePath: 0x7075, time: 0x5455, aes: 0x9901 } as const;
/** The directory attribute of MS-DOS, and the file type of Unix. */
const DIRECTORY = 0x10;
const UNIX_DIRECTORY = 0x4000;
const LOCAL_LENGTH = 30;

export interface ZipArchiveOptions {
  /** For names that are not marked as UTF-8; 437 where absent. */
  codePage?: number;
  /** More entries than this are refused before they are read: `CONTAINER_TOO_MANY`. */
  maxEntries?: number;
}

/**
 * A zip archive, with or without other bytes before and after it. `directory-entries.ts` reads its directory; this code unpacks and
 * decrypts the entries and checks their CRC-32.
 */
export class ZipArchive {
  /** Offset in the source of its first file, wherever its offsets count from; of its directory where it has no files. */
  readonly start: number;
  /** Offset in the source after the archive and its comment. */
  readonly end: number;
  readonly entries: readonly ZipEntry[];
  readonly warnings: readonly Warning[];
  readonly #archive: ByteSource;

  /**
   * Null where `source` holds no archive. Throws `ZIP_CORRUPT`, `ZIP_UNSUPPORTED`, `CONTAINER_TOO_MANY`, and
   * `CONTAINER_OVERLAP` where entries share bytes.
   */
  static open(source: ByteSource, options: ZipArchiveOptions = {}): ZipArchive | null {
    const end = findEndOfCentralDirectory(source);
    if (!end) return null;
    const { maxEntries = 1_000_000 } = options;
    if (end.entryCount > maxEntries) {
      throw new HotfixkitError('CONTAINER_TOO_MANY', 'the archive has more files than are allowed', {
        expected: `${maxEntries} at most`,
        found: end.entryCount,
      });
    }
    const archive = new SliceSource(source, end.start, end.end - end.start);
    const entries = readEntries(
      new SliceSource(archive, 0, end.commentOffset - end.start),
      end.entryCount,
      end.directoryOffset - end.start,
      // One by one: the entries of the directory take many times the memory of these.
      (entry) => describe(entry, options),
    );
    const directoryOffset = end.directoryOffset - end.start;
    const sorted = inOrder(entries, directoryOffset);
    const local = compareLocalHeaders(archive, sorted, directoryOffset, options.codePage ?? IBM_PC);
    return new ZipArchive(archive, end, entries, local);
  }

  private constructor(
    archive: ByteSource,
    record: EndOfCentralDirectory,
    entries: readonly ZipEntry[],
    local: LocalHeaders,
  ) {
    const counted = record.entryCount === record.statedCount ? [] : [miscounted(record)];
    const inner = record.hasArchiveInComment ? [archiveInComment(record)] : [];
    this.warnings = [...inner, ...counted, ...foldersWithContent(entries), ...local.warnings];
    this.#archive = archive;
    this.start = record.start + local.start;
    this.end = record.end;
    this.entries = entries;
  }

  /** See {@link entryPieces}. */
  pieces(entry: ZipEntry, password: string | null = null, first?: number): Generator<Uint8Array, void, void> {
    return entryPieces(this.#archive, entry, password, first);
  }

  /** See {@link entrySource}. */
  inPlace(entry: ZipEntry): ByteSource | null {
    return entrySource(this.#archive, entry);
  }
}

/** A folder has no content: other programs write a file or refuse the archive. */
function foldersWithContent(entries: readonly ZipEntry[]): Warning[] {
  const found = entries.filter(({ isFolder, size }) => isFolder && size > 0);
  if (found.length === 0) return [];
  const what = found.length === 1 ? '1 entry has' : `${found.length} entries have`;
  return [
    {
      code: 'ZIP_CORRUPT',
      message: `${what} the name of a folder and content, which is left out: ${listed(found.map(({ name }) => shortened(name)))}`,
      entry: shortened(found[0]!.name),
    },
  ];
}

function archiveInComment({ commentOffset }: EndOfCentralDirectory): Warning {
  return {
    code: 'ZIP_SEVERAL',
    message:
      'the comment of the zip archive holds another zip archive, which was not looked at and which other programs read instead of this one',
    offset: commentOffset,
  };
}

function miscounted({ statedCount, entryCount }: EndOfCentralDirectory): Warning {
  return {
    code: 'ZIP_CORRUPT',
    message: `the end record of the zip archive counts ${plural(statedCount, 'entry')}, and its directory has ${entryCount}: all of them are read`,
    structure: 'end of central directory',
    expected: statedCount,
    found: entryCount,
  };
}

/**
 * Whether an entry without bytes is a folder although its name does not end in a slash, as some writers list folders:
 * the directory attribute of MS-DOS, the file type of Unix, or a name that means the folder of the archive itself.
 */
function isFolderEntry({ externalFileAttributes }: DirectoryEntry, name: string, isUnix: boolean): boolean {
  const isDirectory = (externalFileAttributes & DIRECTORY) !== 0;
  const type = (externalFileAttributes >>> 16) & 0xf000;
  return isDirectory || (isUnix && type === UNIX_DIRECTORY) || meansOwnFolder(name);
}

/**
 * The entries of the directory. What is refused is told apart: strong encryption, which the directory marks, and damage.
 */
function readEntries(
  archive: ByteSource,
  count: number,
  directoryOffset: number,
  use: (entry: DirectoryEntry) => ZipEntry,
): ZipEntry[] {
  const entries: ZipEntry[] = [];
  try {
    for (const entry of directoryEntries(archive, count, directoryOffset)) entries.push(use(entry));
  } catch (error) {
    if (isStronglyEncrypted(archive, directoryOffset, entries.length)) throw stronglyEncrypted();
    throw asCoded(error);
  }
  return entries;
}

/**
 * Whether the central directory marks entry `index` as strongly encrypted (APPNOTE.TXT 4.4.4, bit 6): reading
 * ends before such an entry. False where the headers before it are damaged.
 */
function isStronglyEncrypted(archive: ByteSource, directoryOffset: number, index: number): boolean {
  let at = directoryOffset;
  for (let i = 0; ; i++) {
    if (at + DIRECTORY_HEADER > archive.size) return false;
    const header = new ByteReader(archive.read(at, DIRECTORY_HEADER), 'central directory');
    header.skip(8);
    if (i === index) return (header.u16() & Flags.yauzlRefuses) !== 0;
    header.skip(20);
    at += DIRECTORY_HEADER + header.u16() + header.u16() + header.u16();
  }
}

function stronglyEncrypted(): HotfixkitError {
  return new HotfixkitError(
    'ZIP_UNSUPPORTED',
    'encrypted with certificates or keys of PKWARE, which is not supported',
  );
}

/** Errors of the archive's content. Rethrows program errors unchanged. */
function asCoded(error: unknown): HotfixkitError {
  if (error instanceof TypeError || error instanceof ReferenceError) throw error;
  if (error instanceof HotfixkitError && error.code !== 'READ_PAST_END') return error;
  const text = error instanceof Error ? error.message : 'it cannot be read';
  return new HotfixkitError(
    'ZIP_CORRUPT',
    `the directory of the zip archive is damaged: ${text}`,
    {},
    { cause: error },
  );
}

function describe(entry: DirectoryEntry, { codePage = IBM_PC }: ZipArchiveOptions): ZipEntry {
  const flags = entry.generalPurposeBitFlag;
  const name = nameOf(entry, codePage).replace(/\\/g, '/');
  if ((flags & Flags.strong) !== 0) {
    throw new HotfixkitError('ZIP_UNSUPPORTED', 'encrypted with keys of PKWARE, which is not supported', {
      entry: name,
    });
  }
  const aes = entry.compressionMethod === AES_METHOD ? aesFacts(entry, name) : null;
  const isUnix = entry.versionMadeBy >>> 8 === 3;
  const mode = entry.externalFileAttributes >>> 16;
  return {
    name,
    isFolder: name.endsWith('/') || (entry.uncompressedSize === 0 && isFolderEntry(entry, name, isUnix)),
    isLink: isUnix && (mode & 0xf000) === 0xa000,
    size: entry.uncompressedSize,
    compressedSize: entry.compressedSize,
    crc32: entry.crc32,
    method: aes?.method ?? entry.compressionMethod,
    encryption: aes?.facts ?? ((flags & Flags.encrypted) !== 0 ? 'ZipCrypto' : 'none'),
    checkByte: (flags & Flags.descriptor) !== 0 ? entry.lastModFileTime >>> 8 : (entry.crc32 >>> 24) & 0xff,
    headerOffset: entry.relativeOffsetOfLocalHeader,
    modified: modifiedOf(entry),
  };
}

/** UTF-8 where marked as such or repeated in the Unicode path field (APPNOTE.TXT 4.6.9), else in the code page. */
function nameOf(entry: DirectoryEntry, codePage: number): string {
  const raw = entry.fileName;
  const unicode = field(entry, Fields.unicodePath);
  if (unicode && unicode.length > 5 && unicode[0] === 1) {
    const reader = new ByteReader(unicode, 'Unicode path');
    reader.skip(1);
    if (reader.u32() === crc32(raw)) return decodeText(unicode.subarray(5), 65001);
  }
  return decodeText(raw, (entry.generalPurposeBitFlag & Flags.utf8) !== 0 ? 65001 : codePage);
}

function aesFacts(entry: DirectoryEntry, name: string): { facts: AesFacts; method: number } {
  const data = field(entry, Fields.aes);
  if (data && data.length >= 7) {
    const reader = new ByteReader(data, 'AES');
    const version = reader.u16();
    reader.skip(2); // "AE"
    const strength = reader.u8();
    const method = reader.u16();
    if ((version === 1 || version === 2) && strength >= 1 && strength <= 3) {
      return { facts: { version, keyLength: 8 + 8 * strength }, method };
    }
  }
  throw new HotfixkitError('ZIP_UNSUPPORTED', 'encrypted in a way that is not known here', { entry: name });
}

/** UTC from the extra fields of Unix or NTFS, else the calendar fields read as UTC, as in cabinets. */
function modifiedOf(entry: DirectoryEntry): Date | null {
  if (field(entry, Fields.time) || field(entry, Fields.ntfs)) {
    const modified = entry.modified();
    if (!Number.isNaN(modified.getTime())) return modified;
  }
  const dos = parseDosDateTime(entry.lastModFileDate, entry.lastModFileTime);
  return dos && dosDateTimeToDate(dos);
}

function field(entry: DirectoryEntry, id: number): Uint8Array | null {
  return entry.extraFields.find((one) => one.id === id)?.data ?? null;
}

/**
 * The entries in the order of their headers. Refuses those that share bytes (zip bombs): each has at least a separate header,
 * name and data.
 */
function inOrder(entries: readonly ZipEntry[], directoryOffset: number): ZipEntry[] {
  const sorted = [...entries].sort((a, b) => a.headerOffset - b.headerOffset);
  let end = 0;
  let before: ZipEntry | null = null;
  for (const entry of sorted) {
    if (before && entry.headerOffset < end) {
      throw new HotfixkitError('CONTAINER_OVERLAP', 'two files of the archive share the same bytes', {
        entry: entry.name,
        found: before.name,
        offset: entry.headerOffset,
      });
    }
    end = entry.headerOffset + LOCAL_LENGTH + entry.compressedSize;
    before = entry;
  }
  if (end > directoryOffset) {
    throw new HotfixkitError('ZIP_CORRUPT', 'a file reaches into the directory of the archive', {
      entry: before?.name ?? '',
      offset: before?.headerOffset ?? 0,
    });
  }
  return sorted;
}
