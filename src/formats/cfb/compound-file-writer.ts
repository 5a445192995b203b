import { HotfixkitError } from '../../core/errors.js';
import { parseGuid } from '../../core/guid.js';
import { Sector } from './compound-file-header.js';
import { DIRECTORY_ENTRY_SIZE, NO_CLSID, NO_ENTRY, ObjectType } from './directory-entry.js';
import { compareEntryNames } from './entry-name.js';

/*
 * Replaces the npm package `cfb`, which adds an extra stream (`\u0001Sh33tJ5`), links the members of a storage as a
 * list in insertion order, where MS-CFB 2.6.4 requires a red-black tree by name, and holds several copies of the
 * content. msitools and Wine read what it writes; 7-Zip refuses it ("Headers Error").
 */

/** The content of a storage. Names are stored unchanged. */
export interface StorageContent {
  /** `{GUID}`; absent = zeros. */
  clsid?: string;
  streams: { name: string; bytes: Uint8Array }[];
  storages?: { name: string; content: StorageContent }[];
}

const SECTOR = 512;
const MINI_SECTOR = 64;
const MINI_CUTOFF = 4096;
/** FAT entries in a sector. */
const PER_SECTOR = SECTOR / 4;
/** FAT sectors listed in the header. */
const IN_HEADER = 109;

interface Node {
  name: string;
  objectType: number;
  clsid: string;
  bytes: Uint8Array | null;
  left: number;
  right: number;
  child: number;
  red: boolean;
  startSector: number;
  size: number;
}

/**
 * A compound file of version 3 (512-byte sectors) with the content of `root`: directory trees ordered and balanced as
 * MS-CFB 2.6.4 requires, small streams in the mini stream, no time stamps. The same content gives the same bytes.
 * Throws `CFB_WRITE` for names that a directory entry cannot hold (more than 31 UTF-16 units, or twice in one storage).
 */
export function writeCompoundFile(root: StorageContent): Uint8Array {
  const nodes: Node[] = [node('Root Entry', ObjectType.root, root.clsid ?? NO_CLSID, null)];
  nodes[0]!.child = addMembers(nodes, root);

  const streams = nodes.filter((n) => n.bytes !== null && n.bytes.length > 0);
  const small = streams.filter((n) => n.bytes!.length < MINI_CUTOFF);
  const large = streams.filter((n) => n.bytes!.length >= MINI_CUTOFF);

  let miniSectors = 0;
  for (const stream of small) {
    stream.startSector = miniSectors;
    miniSectors += Math.ceil(stream.size / MINI_SECTOR);
  }
  // Contents first, then the tables: the chains allow any order.
  const chains: { start: number; count: number }[] = [];
  let sectors = 0;
  const allot = (length: number): number => {
    const count = Math.ceil(length / SECTOR);
    if (count === 0) return Sector.endOfChain;
    const start = sectors;
    chains.push({ start, count });
    sectors += count;
    return start;
  };
  for (const stream of large) stream.startSector = allot(stream.size);
  nodes[0]!.size = miniSectors * MINI_SECTOR;
  nodes[0]!.startSector = allot(nodes[0]!.size);
  const miniFatStart = allot(miniSectors * 4);
  const directoryStart = allot(nodes.length * DIRECTORY_ENTRY_SIZE);

  const { fatSectors, difatSectors } = tableSizes(sectors);
  const fatStart = sectors;
  const difatStart = fatStart + fatSectors;
  const total = difatStart + difatSectors;

  const bytes = new Uint8Array((total + 1) * SECTOR);
  const view = new DataView(bytes.buffer);
  const at = (sector: number): number => (sector + 1) * SECTOR;

  writeHeader(view, {
    fatSectors,
    directoryStart,
    miniFatStart,
    miniFatSectors: Math.ceil((miniSectors * 4) / SECTOR),
    difatStart: difatSectors === 0 ? Sector.endOfChain : difatStart,
    difatSectors,
  });
  for (const stream of large) bytes.set(stream.bytes!, at(stream.startSector));
  if (miniSectors > 0) {
    const miniFat = at(miniFatStart);
    bytes.fill(0xff, miniFat, miniFat + Math.ceil((miniSectors * 4) / SECTOR) * SECTOR);
    for (const stream of small) {
      bytes.set(stream.bytes!, at(nodes[0]!.startSector) + stream.startSector * MINI_SECTOR);
      writeChain(view, miniFat, stream.startSector, Math.ceil(stream.size / MINI_SECTOR));
    }
  }
  writeDirectory(view, at(directoryStart), nodes);
  bytes.fill(0xff, at(fatStart), at(difatStart));
  for (const { start, count } of chains) writeChain(view, at(fatStart), start, count);
  for (let i = 0; i < fatSectors; i++) view.setUint32(at(fatStart) + 4 * (fatStart + i), Sector.fat, true);
  for (let i = 0; i < difatSectors; i++)
    view.setUint32(at(fatStart) + 4 * (difatStart + i), Sector.difat, true);
  writeDifat(view, at, { fatStart, fatSectors, difatStart, difatSectors });
  return bytes;
}

function node(name: string, objectType: number, clsid: string, bytes: Uint8Array | null): Node {
  if (name.length === 0 || name.length > 31) {
    throw new HotfixkitError('CFB_WRITE', 'a directory entry holds a name of 1 to 31 UTF-16 units', {
      entry: name,
      found: name.length,
    });
  }
  const size = bytes?.length ?? 0;
  const links = { left: NO_ENTRY, right: NO_ENTRY, child: NO_ENTRY };
  const startSector = objectType === ObjectType.storage ? 0 : Sector.endOfChain;
  return { name, objectType, clsid, bytes, ...links, red: false, startSector, size };
}

/** Adds the members of a storage and returns the root entry of their tree. */
function addMembers(nodes: Node[], content: StorageContent): number {
  const members = [
    ...content.streams.map((s) => ({
      node: node(s.name, ObjectType.stream, NO_CLSID, s.bytes),
      content: null,
    })),
    ...(content.storages ?? []).map((s) => ({
      node: node(s.name, ObjectType.storage, s.content.clsid ?? NO_CLSID, null),
      content: s.content,
    })),
  ].sort((a, b) => compareEntryNames(a.node.name, b.node.name));
  const first = nodes.length;
  members.forEach((member, i) => {
    const before = members[i - 1];
    if (before && compareEntryNames(before.node.name, member.node.name) === 0) {
      throw new HotfixkitError('CFB_WRITE', 'a storage cannot hold two members of one name', {
        entry: member.node.name,
      });
    }
    nodes.push(member.node);
  });
  const deepest = Math.floor(Math.log2(Math.max(1, members.length)));
  const top = linkTree(nodes, first, first + members.length, 0, deepest);
  for (const member of members) {
    if (member.content) member.node.child = addMembers(nodes, member.content);
  }
  return top;
}

/**
 * Links entries `[from, to)`, which are sorted, into a tree that is full except for its deepest level. With that level
 * red and all others black it is a red-black tree.
 */
function linkTree(nodes: Node[], from: number, to: number, depth: number, deepest: number): number {
  if (from >= to) return NO_ENTRY;
  const middle = (from + to) >> 1;
  const top = nodes[middle]!;
  top.red = depth === deepest && depth > 0;
  top.left = linkTree(nodes, from, middle, depth + 1, deepest);
  top.right = linkTree(nodes, middle + 1, to, depth + 1, deepest);
  return middle;
}

/** Numbers of FAT and DIFAT sectors; the FAT covers these sectors too. */
function tableSizes(sectors: number): { fatSectors: number; difatSectors: number } {
  let fatSectors = 0;
  let difatSectors = 0;
  for (;;) {
    const fat = Math.ceil((sectors + fatSectors + difatSectors) / PER_SECTOR);
    const difat = fat > IN_HEADER ? Math.ceil((fat - IN_HEADER) / (PER_SECTOR - 1)) : 0;
    if (fat === fatSectors && difat === difatSectors) return { fatSectors, difatSectors };
    fatSectors = fat;
    difatSectors = difat;
  }
}

function writeChain(view: DataView, table: number, start: number, count: number): void {
  for (let i = 0; i < count; i++) {
    view.setUint32(table + 4 * (start + i), i === count - 1 ? Sector.endOfChain : start + i + 1, true);
  }
}

function writeHeader(
  view: DataView,
  header: {
    fatSectors: number;
    directoryStart: number;
    miniFatStart: number;
    miniFatSectors: number;
    difatStart: number;
    difatSectors: number;
  },
): void {
  view.setUint32(0x00, 0xd0cf11e0, false);
  view.setUint32(0x04, 0xa1b11ae1, false);
  view.setUint16(0x18, 0x3e, true); // Minor Version
  view.setUint16(0x1a, 3, true); // Major Version
  view.setUint16(0x1c, 0xfffe, true); // Byte Order
  view.setUint16(0x1e, 9, true); // Sector Shift
  view.setUint16(0x20, 6, true); // Mini Sector Shift
  view.setUint32(0x2c, header.fatSectors, true);
  view.setUint32(0x30, header.directoryStart, true);
  view.setUint32(0x38, MINI_CUTOFF, true);
  view.setUint32(0x3c, header.miniFatStart, true);
  view.setUint32(0x40, header.miniFatSectors, true);
  view.setUint32(0x44, header.difatStart, true);
  view.setUint32(0x48, header.difatSectors, true);
}

function writeDirectory(view: DataView, start: number, nodes: readonly Node[]): void {
  const entries = Math.ceil((nodes.length * DIRECTORY_ENTRY_SIZE) / SECTOR) * (SECTOR / DIRECTORY_ENTRY_SIZE);
  for (let i = 0; i < entries; i++) {
    const at = start + i * DIRECTORY_ENTRY_SIZE;
    const entry = nodes[i];
    view.setUint32(at + 0x44, entry?.left ?? NO_ENTRY, true);
    view.setUint32(at + 0x48, entry?.right ?? NO_ENTRY, true);
    view.setUint32(at + 0x4c, entry?.child ?? NO_ENTRY, true);
    if (!entry) continue;
    for (let c = 0; c < entry.name.length; c++) view.setUint16(at + 2 * c, entry.name.charCodeAt(c), true);
    view.setUint16(at + 0x40, 2 * (entry.name.length + 1), true);
    view.setUint8(at + 0x42, entry.objectType);
    view.setUint8(at + 0x43, entry.red ? 0 : 1); // Color Flag: 0 red, 1 black
    if (entry.clsid !== NO_CLSID) {
      parseGuid(entry.clsid).forEach((byte, b) => {
        view.setUint8(at + 0x50 + b, byte);
      });
    }
    view.setUint32(at + 0x74, entry.startSector, true);
    view.setUint32(at + 0x78, entry.size, true);
  }
}

function writeDifat(
  view: DataView,
  at: (sector: number) => number,
  table: { fatStart: number; fatSectors: number; difatStart: number; difatSectors: number },
): void {
  for (let i = 0; i < IN_HEADER; i++) {
    view.setUint32(0x4c + 4 * i, i < table.fatSectors ? table.fatStart + i : Sector.free, true);
  }
  for (let d = 0; d < table.difatSectors; d++) {
    const start = at(table.difatStart + d);
    for (let i = 0; i < PER_SECTOR - 1; i++) {
      const index = IN_HEADER + d * (PER_SECTOR - 1) + i;
      view.setUint32(start + 4 * i, index < table.fatSectors ? table.fatStart + index : Sector.free, true);
    }
    const last = d === table.difatSectors - 1;
    view.setUint32(start + SECTOR - 4, last ? Sector.endOfChain : table.difatStart + d + 1, true);
  }
}
