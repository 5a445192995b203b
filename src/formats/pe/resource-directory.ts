import { ByteReader } from '../../core/byte-reader.js';
import type { ByteSource } from '../../core/byte-source.js';
import { HotfixkitError } from '../../core/errors.js';
import { DataDirectories } from './optional-header.js';
import type { PortableExecutable } from './portable-executable.js';
import type { Resource } from './resource.js';
import { findSection, type SectionHeader, sectionDataSize } from './section-header.js';

/*
 * The .rsrc section (PE format, "The .rsrc Section"): a tree of type, name and language.
 *
 * Real files differ from the specification:
 * - the data of a resource may lie in another section than its directory (packers), or claim missing bytes;
 * - a leaf may come a level early, without a language.
 *
 * Reading stops at three levels, so the tree cannot loop. A hostile tree could still share branches to form 2^48
 * leaves, which the entry budget prevents.
 */

const DIRECTORY_SIZE = 16;
const ENTRY_SIZE = 8;
const DATA_ENTRY_SIZE = 16;
const HIGH_BIT = 0x80000000;
/** Limit of structures read one by one; a file with more has thousands. */
const SINGLE_READS = 100;
/** Bytes of the section that are read above that limit: directories and names precede the data. */
const MOST_KEPT = 4 * 2 ** 20;
/** Three levels: type, name, language. */
const MAX_DEPTH = 3;
/** Far above the largest real files, which have some thousands. */
const MAX_ENTRIES = 65_536;
/** In characters; resource compilers stop at 255. */
const MAX_NAME = 1024;

type Key = number | string;

interface Tree {
  readonly source: ByteSource;
  readonly executable: PortableExecutable;
  /** Offset in the file of the root directory. */
  readonly base: number;
  /** Bytes from the root directory to the end of the section's data. */
  readonly size: number;
  readonly wantedType: Key | undefined;
  entries: number;
  /** The section from its directory on, once many of its structures have been read; see {@link bytesAt}. */
  start: Uint8Array | null;
  reads: number;
}

export function* readResourceDirectory(
  source: ByteSource,
  executable: PortableExecutable,
  type?: Key,
): IterableIterator<Resource> {
  const directory = executable.dataDirectories[DataDirectories.resource];
  if (!directory || directory.address === 0 || directory.size === 0) return;
  const section = findSection(executable.sections, directory.address, source.size);
  if (!section) {
    throw new HotfixkitError('PE_BAD_RESOURCE', 'the resource directory is not in any section of the file', {
      structure: 'IMAGE_RESOURCE_DIRECTORY',
      found: `RVA 0x${directory.address.toString(16)}`,
    });
  }
  const distance = directory.address - section.virtualAddress;
  const tree: Tree = {
    source,
    executable,
    base: section.rawOffset + distance,
    size: sectionDataSize(section, source.size) - distance,
    wantedType: type,
    entries: 0,
    start: null,
    reads: 0,
  };
  yield* walk(tree, 0, []);
}

/** One directory; `path` has its keys from the root. */
function* walk(tree: Tree, at: number, path: readonly Key[]): IterableIterator<Resource> {
  if (path.length === MAX_DEPTH) {
    throw bad(tree, at, 'the resource directory has more than three levels');
  }
  const header = readAt(tree, at, DIRECTORY_SIZE);
  header.skip(12); // Characteristics, TimeDateStamp, MajorVersion, MinorVersion
  const count = header.u16() + header.u16(); // NumberOfNamedEntries, u2 at 12; NumberOfIdEntries, u2 at 14
  const entries = readAt(tree, at + DIRECTORY_SIZE, count * ENTRY_SIZE);
  tree.entries += count;
  if (tree.entries > MAX_ENTRIES) throw bad(tree, at, `more than ${MAX_ENTRIES} resources`);

  for (let i = 0; i < count; i++) {
    const name = entries.u32(); // Name or Id, u4 at 0
    const offset = entries.u32(); // OffsetToData, u4 at 4
    const isName = name >= HIGH_BIT;
    if (path.length === 0 && tree.wantedType !== undefined) {
      if (isName !== (typeof tree.wantedType === 'string')) continue;
      if (!isName && name !== tree.wantedType) continue;
    }
    const key = isName ? readName(tree, name - HIGH_BIT) : name;
    if (path.length === 0 && tree.wantedType !== undefined && key !== tree.wantedType) continue;
    const here = [...path, key];
    if (offset >= HIGH_BIT) yield* walk(tree, offset - HIGH_BIT, here);
    else yield readLeaf(tree, offset, here);
  }
}

function readLeaf(tree: Tree, at: number, path: readonly Key[]): Resource {
  const entry = readAt(tree, at, DATA_ENTRY_SIZE);
  const address = entry.u32(); // OffsetToData, a relative virtual address, u4 at 0
  const claimed = entry.u32(); // Size, u4 at 4
  const section = findSection(tree.executable.sections, address, tree.source.size);
  const [type = 0, name = 0, language] = path;
  const offset = section ? section.rawOffset + address - section.virtualAddress : 0;
  const size = section ? Math.min(claimed, bytesFrom(section, address, tree.source.size)) : 0;
  return {
    type,
    name,
    language: typeof language === 'number' ? language : 0,
    offset,
    size,
    clamped: size < claimed,
  };
}

function bytesFrom(section: SectionHeader, address: number, fileSize: number): number {
  return sectionDataSize(section, fileSize) - (address - section.virtualAddress);
}

/** IMAGE_RESOURCE_DIR_STRING_U: a length in characters, then UTF-16. */
function readName(tree: Tree, at: number): string {
  const length = readAt(tree, at, 2).u16();
  if (length > MAX_NAME) throw bad(tree, at, 'the name of a resource is too long');
  const bytes = readAt(tree, at + 2, length * 2);
  let name = '';
  for (let i = 0; i < length; i++) name += String.fromCharCode(bytes.u16());
  return name;
}

function readAt(tree: Tree, at: number, length: number): ByteReader {
  if (at + length > tree.size) throw bad(tree, at, 'the resource directory leads out of its section');
  const offset = tree.base + at;
  return new ByteReader(bytesAt(tree, at, length), 'IMAGE_RESOURCE_DIRECTORY', offset, 'PE_BAD_RESOURCE');
}

function bad(tree: Tree, at: number, message: string): HotfixkitError {
  return new HotfixkitError('PE_BAD_RESOURCE', message, {
    offset: tree.base + at,
    structure: 'IMAGE_RESOURCE_DIRECTORY',
  });
}

/** Small reads are expensive, so after a number of them the start of the section is read at once. */
function bytesAt(tree: Tree, at: number, length: number): Uint8Array {
  if (++tree.reads > SINGLE_READS) {
    tree.start ??= tree.source.read(tree.base, Math.min(tree.size, MOST_KEPT)).slice();
    if (at + length <= tree.start.length) return tree.start.subarray(at, at + length);
  }
  return tree.source.read(tree.base + at, length);
}
