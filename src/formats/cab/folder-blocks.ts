import { BLOCK_INPUT_LENGTH, type BlockDecoder } from '../../codecs/block-decoder.js';
import type { ByteSource } from '../../core/byte-source.js';
import { addFacts, HotfixkitError } from '../../core/errors.js';
import { nameKey } from '../../core/name-key.js';
import { endsEarly } from './cabinet.js';
import { describeLink, SAME_NAME } from './cabinet-chain.js';
import { type CabinetFile, type CabinetFolder, type FolderPart, isComplete } from './cabinet-folder.js';
import { CF_DATA_LENGTH, type CfData, parseCfData, verifyCfData } from './cf-data.js';
import { inCabinet } from './in-cabinet.js';
import type { ReadAhead } from './read-ahead.js';

/** A block with its parts joined; valid until the next one is requested. */
export interface FolderBlock {
  data: Uint8Array;
  outputLength: number;
  /** Where its CFDATA lies (the last, if it was split), and in which cabinet. */
  offset: number;
  cabinetName: string;
}

const NO_RESERVE = new Uint8Array();

/**
 * The blocks of a folder in order, checksums verified. A block whose cbUncomp is 0 continues in the folder's next part,
 * even over several cabinets.
 *
 * cCFData has 16 bits and some writers put more blocks than that into a folder: while the counted blocks cannot give
 * `needed` bytes of output, reading continues up to the next folder's data.
 */
export class FolderBlocks {
  readonly #folder: CabinetFolder;
  readonly #readAheadOf: (source: ByteSource) => ReadAhead;
  readonly #mayExceedCount: boolean;
  #partIndex = -1;
  #part: FolderPart | undefined;
  #readAhead: ReadAhead | undefined;
  #offset = 0;
  #blocksLeft = 0;
  #blocksRead = 0;
  /** Where blocks beyond the counted ones must end. */
  #dataEnd = 0;
  #joined: Uint8Array | undefined;

  constructor(folder: CabinetFolder, needed: number, readAheadOf: (source: ByteSource) => ReadAhead) {
    this.#folder = folder;
    this.#readAheadOf = readAheadOf;
    this.#mayExceedCount = needed > folder.countedOutput && folder.missingAfter === null;
    this.#nextPart();
  }

  /** Null after the last block. Throws `CAB_TRUNCATED`, `CAB_BAD_DATA`, `CAB_CHECKSUM`, `CAB_MISSING_PART`. */
  next(): FolderBlock | null {
    let splitLength = 0;
    for (;;) {
      const part = this.#part;
      if (part === undefined) {
        if (splitLength > 0) throw this.#endsWithinBlock();
        return null;
      }
      if (this.#blocksLeft === 0 && !this.#goesOn(part)) {
        this.#nextPart();
        continue;
      }
      const offset = this.#offset;
      try {
        const { block, data } = this.#read(part);
        if (block.outputLength > 0 && splitLength === 0) {
          return { data, outputLength: block.outputLength, offset, cabinetName: part.cabinetName };
        }
        splitLength = this.#join(data, splitLength);
        if (block.outputLength > 0) {
          const joined = this.#joined!.subarray(0, splitLength);
          return { data: joined, outputLength: block.outputLength, offset, cabinetName: part.cabinetName };
        }
      } catch (error) {
        throw addFacts(error, { ...inCabinet(part.cabinetName), offset });
      }
      this.#nextPart();
    }
  }

  /**
   * The output of the next blocks, decoded at once until there are `wanted` bytes; valid until the next call. Null where the next one has to be
   * taken by itself ({@link next}).
   */
  decodeSome(decoder: BlockDecoder, wanted: number): Uint8Array | null {
    const part = this.#part;
    // Whoever wants the first bytes of a file alone waits for no more than them.
    const most = Math.min(this.#blocksLeft, this.#blocksRead);
    if (most < 2 || !decoder.decodeBlocks || part!.cabinet.header.dataReserve > 0) return null;
    let rest: Uint8Array;
    try {
      rest = this.#readAhead!.rest(this.#offset);
    } catch (error) {
      throw addFacts(error, { ...inCabinet(part!.cabinetName), offset: this.#offset });
    }
    const decoded = decoder.decodeBlocks(rest, most, wanted);
    if (decoded === null) return null;
    this.#offset += decoded.inputLength;
    this.#blocksLeft -= decoded.blocks;
    this.#blocksRead += decoded.blocks;
    return decoded.output;
  }

  #nextPart(): void {
    this.#partIndex++;
    this.#part = this.#folder.parts[this.#partIndex];
    if (this.#part === undefined) return;
    this.#readAhead = this.#readAheadOf(this.#part.cabinet.source);
    this.#offset = this.#part.folder.dataOffset;
    this.#blocksLeft = this.#part.folder.dataBlockCount;
  }

  #goesOn(part: FolderPart): boolean {
    if (!this.#mayExceedCount || this.#partIndex < this.#folder.parts.length - 1) return false;
    if (this.#dataEnd === 0) {
      const { cabinet, folder } = part;
      const later = cabinet.folders.filter((other) => other.dataOffset > folder.dataOffset);
      this.#dataEnd = later.reduce((end, other) => Math.min(end, other.dataOffset), cabinet.source.size);
    }
    return this.#offset < this.#dataEnd;
  }

  #read(part: FolderPart): { block: CfData; data: Uint8Array } {
    const readAhead = this.#readAhead!;
    const fixedLength = CF_DATA_LENGTH + part.cabinet.header.dataReserve;
    this.#checkEnd(part, fixedLength);
    const fixed = readAhead.view(this.#offset, fixedLength);
    const block = parseCfData(fixed);
    // A copy: reading the data invalidates the view.
    const reserve = fixedLength === CF_DATA_LENGTH ? NO_RESERVE : fixed.slice(CF_DATA_LENGTH);
    this.#checkEnd(part, fixedLength + block.dataLength);
    const data = readAhead.view(this.#offset + fixedLength, block.dataLength);
    verifyCfData(block, data, reserve);
    this.#offset += fixedLength + block.dataLength;
    this.#blocksLeft = Math.max(0, this.#blocksLeft - 1);
    this.#blocksRead++;
    return { block, data };
  }

  /** The error of a truncated cabinet states how many bytes are missing. */
  #checkEnd({ cabinet }: FolderPart, length: number): void {
    if (this.#offset + length <= cabinet.source.size || cabinet.missingBytes === 0) return;
    throw endsEarly(cabinet, { offset: this.#offset, structure: 'CFDATA' });
  }

  #join(data: Uint8Array, at: number): number {
    const end = at + data.length;
    if (end > BLOCK_INPUT_LENGTH) {
      throw new HotfixkitError('CAB_BAD_DATA', 'the parts of a split block are too long together', {
        structure: 'CFDATA',
        expected: `${BLOCK_INPUT_LENGTH} bytes at most`,
        found: end,
      });
    }
    this.#joined ??= new Uint8Array(BLOCK_INPUT_LENGTH);
    this.#joined.set(data, at);
    return end;
  }

  #endsWithinBlock(): HotfixkitError {
    const { missingAfter } = this.#folder;
    return missingAfter === null
      ? new HotfixkitError(
          'CAB_BAD_DATA',
          'a block continues in the next cabinet, but its folder ends here',
          {
            structure: 'CFDATA',
          },
        )
      : missingPart(missingAfter, this.#folder);
  }
}

/** The error for output that is in a missing cabinet, or in one that belongs to another set. */
export function missingPart(
  cabinetName: string,
  folder: Pick<CabinetFolder, 'missingLink' | 'refusal' | 'parts'>,
): HotfixkitError {
  const { missingLink, refusal } = folder;
  const which = missingLink ? describeLink(missingLink) : cabinetName;
  const message = `another cabinet of the set is needed: ${which}${refusal === null ? sameNameAdvice(folder) : `; ${refusal}`}`;
  return new HotfixkitError('CAB_MISSING_PART', message, { expected: cabinetName });
}

/** What to do if the missing cabinet has the name of one that is there; else nothing. */
function sameNameAdvice({ missingLink, parts }: Pick<CabinetFolder, 'missingLink' | 'parts'>): string {
  const key = missingLink && nameKey(missingLink.name);
  return parts.some(({ cabinetName }) => nameKey(cabinetName) === key) ? `: ${SAME_NAME}` : '';
}

/** The same for a file with a part in a missing cabinet; null for any other. */
export function whyMissing(file: CabinetFile): HotfixkitError | null {
  const { missingBefore, missingAfter, parts } = file.folder;
  const name = missingBefore ?? missingAfter;
  if (name === null || isComplete(file)) return null;
  const error = missingPart(name, file.folder);
  addFacts(error, { entry: file.name, ...inCabinet(parts[0]!.cabinetName) });
  return error;
}
