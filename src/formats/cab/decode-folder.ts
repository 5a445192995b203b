import { addFacts, HotfixkitError } from '../../core/errors.js';
import type { CabinetFile, CabinetFolder } from './cabinet-folder.js';
import type { DecodingTools } from './decoding-tools.js';
import { type FolderBlock, FolderBlocks, missingPart } from './folder-blocks.js';
import { inCabinet } from './in-cabinet.js';

/** A piece of a file, valid until the next is requested, or the signal that a file is complete. */
export type DecodedPart = { file: CabinetFile; chunk: Uint8Array } | { file: CabinetFile; end: true };

/**
 * Decodes a folder from its start to the end of the last of the `wanted` files, all of this folder, and yields their
 * bytes. Files without bytes come first and need no decoding.
 */
export function* decodeFolder(
  folder: CabinetFolder,
  wanted: readonly CabinetFile[],
  tools: DecodingTools,
): Generator<DecodedPart, void, undefined> {
  for (const file of wanted) {
    if (file.size === 0) yield { file, end: true };
  }
  const waiting = wanted.filter((file) => file.size > 0).sort((a, b) => a.folderOffset - b.folderOffset);
  if (waiting.length === 0) return;

  let open: CabinetFile[] = [];
  let next = 0;
  let position = 0;
  let block: FolderBlock | null = null;
  try {
    checkBounds(folder, waiting);
    const needed = waiting.reduce((end, file) => Math.max(end, endOf(file)), 0);
    const blocks = new FolderBlocks(folder, needed, tools.readAheadOf);
    const decoder = tools.decoderFor(folder);
    while (position < needed) {
      block = null;
      let output = blocks.decodeSome(decoder, needed - position);
      if (output === null) {
        block = blocks.next();
        if (block === null) throw endsEarly(folder, position);
        output = decoder.decode(block.data, block.outputLength);
      }
      const blockEnd = position + output.length;
      while (next < waiting.length && waiting[next]!.folderOffset < blockEnd) open.push(waiting[next++]!);
      let isOneDone = false;
      for (const file of open) {
        const from = Math.max(file.folderOffset, position) - position;
        const to = Math.min(endOf(file), blockEnd) - position;
        yield { file, chunk: from === 0 && to === output.length ? output : output.subarray(from, to) };
        if (endOf(file) <= blockEnd) {
          isOneDone = true;
          yield { file, end: true };
        }
      }
      position = blockEnd;
      if (isOneDone) open = open.filter((file) => endOf(file) > position);
    }
  } catch (error) {
    const entry = (open.find((file) => endOf(file) > position) ?? waiting[next] ?? waiting.at(-1)!).name;
    throw addFacts(error, {
      entry,
      ...inCabinet(block?.cabinetName ?? folder.parts[0]!.cabinetName),
      ...(block === null ? {} : { offset: block.offset }),
    });
  }
}

function endOf(file: CabinetFile): number {
  return file.folderOffset + file.size;
}

/** Refuses missing parts and impossible file sizes before decoding. */
function checkBounds(folder: CabinetFolder, files: readonly CabinetFile[]): void {
  if (folder.missingBefore !== null) throw missingPart(folder.missingBefore, folder);
  if (folder.missingAfter !== null) return;
  const counted = folder.countedOutput;
  const possible = folder.possibleOutput;
  for (const file of files) {
    if (endOf(file) <= Math.max(counted, possible)) continue;
    throw new HotfixkitError('CAB_BAD_FILE', 'a file runs past the end of its folder', {
      entry: file.name,
      structure: 'CFFILE',
      expected: `${possible} bytes at most`,
      found: endOf(file),
    });
  }
}

function endsEarly(folder: CabinetFolder, position: number): HotfixkitError {
  if (folder.missingAfter !== null) return missingPart(folder.missingAfter, folder);
  return new HotfixkitError('CAB_BAD_FILE', 'a file runs past the end of its folder', {
    structure: 'CFFILE',
    expected: `${position} bytes in the folder`,
  });
}
