import { buildCabinet, buildCabinetSet, type FolderPlan } from './cabinet-builder.js';
import { deflateBlocks } from './deflate.js';

/*
 * Puts the files of a test package into cabinets and gives each its Sequence, as the Media table wants them.
 */

/** How one cabinet is made. */
export interface CabinetOptions {
  method?: 'none' | 'mszip';
  /** A folder of its own for every so many files; where absent one for all, or one for each in a spanning set. */
  filesPerFolder?: number;
  /** Spans several cabinets of so many bytes of compressed data: `name.cab` becomes `name1.cab`, `name2.cab`, ... */
  partBytes?: number;
}

export interface MediaFile {
  key: string;
  bytes: Uint8Array;
  modified?: Date;
  /** Media.Cabinet as authored (`#name` is a stream, `name` lies beside the package); null for a loose file. */
  cabinet: string | null;
}

export interface MediaRow {
  diskId: number;
  lastSequence: number;
  cabinet: string | null;
}

export interface MediaLayout<File extends MediaFile> {
  /** In the order of their Sequence, which counts from 1. */
  files: File[];
  sequences: Map<string, number>;
  media: MediaRow[];
  /** By the name in Media.Cabinet. */
  cabinets: Map<string, Uint8Array>;
}

const BLOCK = 32768;

/**
 * Cabinets in the order in which files name them, loose files behind them on a Media row without a cabinet. Names of
 * cabinet members are File keys.
 */
export function layOutMedia<File extends MediaFile>(
  files: readonly File[],
  options: Readonly<Record<string, CabinetOptions>> = {},
): MediaLayout<File> {
  const groups = new Map<string | null, File[]>();
  for (const file of files) groups.set(file.cabinet, [...(groups.get(file.cabinet) ?? []), file]);
  const names = [...groups.keys()].sort((a, b) => Number(a === null) - Number(b === null));

  const layout: MediaLayout<File> = { files: [], sequences: new Map(), media: [], cabinets: new Map() };
  const addRow = (cabinet: string | null, members: readonly File[]): void => {
    for (const file of members) {
      layout.files.push(file);
      layout.sequences.set(file.key, layout.files.length);
    }
    const row = { diskId: layout.media.length + 1, lastSequence: layout.files.length, cabinet };
    layout.media.push(row);
  };
  for (const name of names) {
    const members = groups.get(name)!;
    if (name === null) {
      addRow(null, members);
      continue;
    }
    const { method = 'mszip', partBytes } = options[name] ?? {};
    // makecab starts no file in a folder that continues from the cabinet before, and Wine and libmspack count on it.
    const filesPerFolder = options[name]?.filesPerFolder ?? (partBytes === undefined ? members.length : 1);
    const folders = chunk(members, filesPerFolder).map((part) => makeFolder(part, method));
    if (partBytes === undefined) {
      addRow(name, members);
      layout.cabinets.set(name, buildCabinet({ folders }));
      continue;
    }
    const partName = (index: number): string => name.replace(/(\.[^.]*)?$/, `${index + 1}$1`);
    const storedName = (index: number): string => partName(index).replace(/^#/, '');
    for (const [index, part] of buildCabinetSet({ folders, partBytes, partName: storedName }).entries()) {
      const starting = namesStartingIn(part.bytes);
      addRow(
        partName(index),
        members.filter((file) => starting.has(file.key)),
      );
      layout.cabinets.set(partName(index), part.bytes);
    }
  }
  return layout;
}

/** Compressed here, since the output of zlib is not the same everywhere. */
function makeFolder(files: readonly MediaFile[], method: 'none' | 'mszip'): FolderPlan {
  const folder: FolderPlan = {
    method,
    files: files.map(({ key, bytes, modified }) => ({ name: key, bytes, ...(modified ? { modified } : {}) })),
  };
  if (method === 'none') return folder;
  const content = concat(files.map((file) => file.bytes));
  const blocks = deflateBlocks(content, BLOCK).map((deflated, i) => ({
    data: concat([Uint8Array.of(0x43, 0x4b), deflated]), // "CK"
    uncompressedLength: Math.min(BLOCK, content.length - i * BLOCK),
  }));
  return { ...folder, blocks };
}

/** Names of the CFFILE entries that do not continue from the cabinet before. */
function namesStartingIn(cabinet: Uint8Array): Set<string> {
  const view = new DataView(cabinet.buffer, cabinet.byteOffset, cabinet.byteLength);
  const names = new Set<string>();
  let at = view.getUint32(16, true); // coffFiles
  for (let left = view.getUint16(28, true); left > 0; left--) {
    const folder = view.getUint16(at + 8, true); // iFolder
    const end = cabinet.indexOf(0, at + 16);
    const continued = folder === 0xfffd || folder === 0xffff;
    if (!continued) names.add(new TextDecoder().decode(cabinet.subarray(at + 16, end)));
    at = end + 1;
  }
  return names;
}

function chunk<Item>(items: readonly Item[], size: number): Item[][] {
  const chunks: Item[][] = [];
  for (let at = 0; at < items.length; at += size) chunks.push(items.slice(at, at + size));
  return chunks;
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
