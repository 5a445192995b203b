import { ByteReader } from '../../core/byte-reader.js';
import { type ByteSource, SliceSource } from '../../core/byte-source.js';
import { decodeText } from '../../core/code-page.js';
import type { Warning } from '../../core/errors.js';
import { listed, plural } from '../../core/plural.js';
import { readCutArchive } from './cut-archive.js';
import { findLocalHeader } from './find-local-header.js';
import { AES_METHOD, Flags, type ZipEntry, zipMethodName } from './zip-entry.js';

/*
 * Every file of an archive has a header of its own before its data (APPNOTE.TXT 4.3.7) that repeats what the directory
 * says. Programs follow the directory, except those that read an archive as a stream. Where the two differ, or where the
 * directory leaves a file out, programs disagree about what the archive holds.
 */

const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_LENGTH = 30;
/** The least bytes of a file: its header, a name of one character. */
const SHORTEST = LOCAL_LENGTH + 1;
/** A size that stands in the zip64 field. */
const ELSEWHERE = 0xffff_ffff;
/** At most so many places before the first file are tried; each is followed to its end, through so many files together. */
const MOST_TRIES = 16;
const MOST_FOLLOWED = 50_000;

/** At most so many files that the directory leaves out are counted. */
const MOST_HIDDEN = 10_000;

/** What the local headers of an archive say that its directory does not. */
export interface LocalHeaders {
  /** Offset of the first file, one that the directory leaves out included; that of the directory where there is none. */
  readonly start: number;
  readonly warnings: readonly Warning[];
}

/** @param entries in the order of their headers, without overlaps */
export function compareLocalHeaders(
  archive: ByteSource,
  entries: readonly ZipEntry[],
  directoryOffset: number,
  codePage: number,
): LocalHeaders {
  const differing: { entry: ZipEntry; difference: Difference }[] = [];
  const hidden: HiddenFile[] = [];
  const hide = (from: number, to: number): void => {
    for (const file of filesIn(archive, from, to)) {
      if (hidden.length === MOST_HIDDEN) return;
      hidden.push(file);
    }
  };
  const first = entries[0]?.headerOffset ?? directoryOffset;
  const start = startOf(archive, first);
  if (start < first) hide(start, first);
  for (const [i, entry] of entries.entries()) {
    const next = entries[i + 1]?.headerOffset ?? directoryOffset;
    const at = entry.headerOffset;
    // Reading its data reports a header that is not there.
    if (at + LOCAL_LENGTH > archive.size) continue;
    const reader = new ByteReader(archive.read(at, LOCAL_LENGTH), 'local file header');
    if (reader.u32() !== LOCAL_SIGNATURE) continue;
    reader.skip(2); // version needed
    const flags = reader.u16();
    const method = reader.u16();
    reader.skip(4); // time, date
    const crc32 = reader.u32();
    const compressedSize = reader.u32();
    const size = reader.u32();
    const nameLength = reader.u16();
    const nameAt = at + LOCAL_LENGTH;
    const end = nameAt + nameLength + reader.u16() + entry.compressedSize;
    if (end > archive.size) continue;
    const name = archive.read(nameAt, nameLength);
    const difference = differenceOf(entry, { flags, method, crc32, compressedSize, size, name }, codePage);
    if (difference) differing.push({ entry, difference });
    if (next - end >= SHORTEST && hidden.length < MOST_HIDDEN) hide(end, next);
  }
  return { start, warnings: [...hiddenWarning(hidden), ...differingWarning(differing)] };
}

interface LocalHeader {
  flags: number;
  method: number;
  crc32: number;
  compressedSize: number;
  size: number;
  name: Uint8Array;
}

interface Difference {
  what: string;
  expected: string;
  found: string;
}

/** The first difference; null without one. */
function differenceOf(entry: ZipEntry, local: LocalHeader, codePage: number): Difference | null {
  const name = nameOf(local, codePage);
  if (!isSameName(entry.name, name)) {
    return { what: 'name', expected: JSON.stringify(entry.name), found: JSON.stringify(name) };
  }
  const isEncrypted = (local.flags & Flags.encrypted) !== 0;
  if (isEncrypted !== (entry.encryption !== 'none')) {
    const words = (encrypted: boolean): string => (encrypted ? 'encrypted' : 'not encrypted');
    return { what: 'encryption', expected: words(!isEncrypted), found: words(isEncrypted) };
  }
  const method = typeof entry.encryption === 'string' ? entry.method : AES_METHOD;
  if (method !== local.method) {
    return { what: 'method', expected: zipMethodName(method), found: zipMethodName(local.method) };
  }
  // The header of a file that was written to a pipe has zeros.
  const later = (local.flags & Flags.descriptor) !== 0;
  const differs = (stated: number, own: number): boolean => stated !== own && !(later && own === 0);
  for (const what of ['size', 'compressedSize'] as const) {
    if (local[what] !== ELSEWHERE && differs(entry[what], local[what])) {
      const words = what === 'size' ? what : 'compressed size';
      return { what: words, expected: String(entry[what]), found: String(local[what]) };
    }
  }
  if (!differs(entry.crc32, local.crc32)) return null;
  return { what: 'CRC-32', expected: hex(entry.crc32), found: hex(local.crc32) };
}

function nameOf({ name, flags }: LocalHeader, codePage: number): string {
  return decodeText(name, (flags & Flags.utf8) !== 0 ? 65001 : codePage).replace(/\\/g, '/');
}

/** Names beyond ASCII may be written in several ways: the two headers need not use the same. */
function isSameName(one: string, other: string): boolean {
  return one === other || (!isAscii(one) && !isAscii(other));
}

function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text);
}

/** Where the files that the directory leaves out begin that directly precede the one at `first`; `first` without any. */
function startOf(archive: ByteSource, first: number): number {
  const before = new SliceSource(archive, 0, first);
  let from = 0;
  let followed = 0;
  for (let tries = 0; tries < MOST_TRIES && from + SHORTEST <= first && followed < MOST_FOLLOWED; tries++) {
    const at = findLocalHeader(before, from);
    if (at === null) return first;
    const { cutAt, count, end } = readCutArchive(new SliceSource(before, at));
    if (cutAt === null && at + end === first) return at;
    followed += count;
    from = at + 1;
  }
  return first;
}

/** A file that the directory leaves out. */
interface HiddenFile {
  name: string;
  offset: number;
}

/** Files whose headers lie in a part of the archive in which the directory has none. */
function* filesIn(archive: ByteSource, from: number, to: number): Generator<HiddenFile, void, void> {
  const part = new SliceSource(archive, from, to - from);
  for (let position = 0; ; ) {
    const at = findLocalHeader(part, position);
    if (at === null) return;
    const reader = new ByteReader(part.read(at, LOCAL_LENGTH), 'local file header');
    reader.skip(18);
    const packed = reader.u32();
    reader.skip(4);
    const nameLength = reader.u16();
    const dataAt = at + LOCAL_LENGTH + nameLength + reader.u16();
    const name = part.read(at + LOCAL_LENGTH, Math.min(nameLength, part.size - at - LOCAL_LENGTH));
    yield { name: decodeText(name, 65001), offset: from + at };
    position = dataAt + (packed === ELSEWHERE ? 0 : packed);
  }
}

function hiddenWarning(hidden: readonly HiddenFile[]): Warning[] {
  const [first] = hidden;
  if (!first) return [];
  const names = listed(hidden.map(({ name }) => name));
  const count = `${hidden.length === MOST_HIDDEN ? 'at least ' : ''}${plural(hidden.length, 'file')}`;
  return [
    {
      code: 'ZIP_CORRUPT',
      message: `the archive has ${count} that its directory does not list and that ${hidden.length === 1 ? 'was' : 'were'} not looked at: ${names}`,
      offset: first.offset,
      structure: 'local file header',
    },
  ];
}

function differingWarning(differing: readonly { entry: ZipEntry; difference: Difference }[]): Warning[] {
  const [first] = differing;
  if (!first) return [];
  const { entry, difference } = first;
  const names = differing.map(({ entry: { name }, difference: { what } }) => `${name} (${what})`);
  const count = differing.length === 1 ? 'a file' : `${differing.length} files`;
  return [
    {
      code: 'ZIP_CORRUPT',
      message: `the directory of the archive and the header before ${count} differ: ${listed(names)}; the directory is followed, and other programs may follow the header`,
      entry: entry.name,
      offset: entry.headerOffset,
      structure: 'local file header',
      expected: difference.expected,
      found: difference.found,
    },
  ];
}

function hex(crc: number): string {
  return crc.toString(16).padStart(8, '0');
}
