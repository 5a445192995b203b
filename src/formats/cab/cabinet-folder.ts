import { BLOCK_LENGTH } from '../../codecs/block-decoder.js';
import type { DosDateTime } from '../../core/dos-date-time.js';
import type { HotfixkitError } from '../../core/errors.js';
import { meansOwnFolder } from '../../core/safe-path.js';
import { type Cabinet, endsEarly } from './cabinet.js';
import { CF_DATA_LENGTH } from './cf-data.js';
import type { CfFolder, CompressionMethod } from './cf-folder.js';
import type { CabinetLink } from './cf-header.js';
import { inCabinet } from './in-cabinet.js';

/** A file of a cabinet set; a file that continues in further cabinets counts once. */
export interface CabinetFile {
  /** Decoded; `\` between folders, as stored. Not validated: unsafe as a path. */
  readonly name: string;
  /** Bytes when decoded. */
  readonly size: number;
  readonly folder: CabinetFolder;
  /** Where the file starts in the folder's output; files may share bytes. */
  readonly folderOffset: number;
  readonly modified: DosDateTime | null;
  /** See `FileAttributes`. */
  readonly attributes: number;
  /** Name of the cabinet in which the file begins, as far as that was found. */
  readonly cabinetName: string;
}

/** MS-DOS attribute that some writers set on a directory entry. */
const FOLDER = 0x10;

/** Whether it is a file and not a directory entry. */
export function isFile({ name, size, attributes }: CabinetFile): boolean {
  return size > 0 || !(/[\\/]$/.test(name) || (attributes & FOLDER) !== 0 || meansOwnFolder(name));
}

/** Whether all bytes of a file are in cabinets that were found and not cut; they may still be damaged. */
export function isComplete({ folder, folderOffset, size }: CabinetFile): boolean {
  return size === 0 || folderOffset + size <= folder.availableOutput;
}

/** The error of the cabinet that is truncated before the end of a file; null without such a cabinet. */
export function whyCut(file: CabinetFile): HotfixkitError | null {
  if (isComplete(file)) return null;
  const part = file.folder.parts.find(({ cabinet }) => cabinet.missingBytes > 0);
  return part ? endsEarly(part.cabinet, inCabinet(part.cabinetName)) : null;
}

/** The part of a folder in one cabinet. */
export interface FolderPart {
  readonly cabinet: Cabinet;
  readonly cabinetName: string;
  readonly folder: CfFolder;
}

/** A folder of a cabinet set: blocks that share a history, from one cabinet or from several that follow each other. */
export class CabinetFolder {
  readonly index: number;
  readonly method: CompressionMethod;
  readonly parts: FolderPart[];
  readonly files: CabinetFile[] = [];
  /** Name of the missing cabinet that holds the beginning or the end of the folder; null if both are there. */
  missingBefore: string | null = null;
  missingAfter: string | null = null;
  /** The neighbour's reference to that cabinet; to the previous one where both are missing. */
  missingLink: CabinetLink | null = null;
  /** Why the cabinet in that place does not count; null if there is none. */
  refusal: string | null = null;
  #availableOutput: number | null = null;

  constructor(index: number, part: FolderPart) {
    this.index = index;
    this.method = part.folder.method;
    this.parts = [part];
  }

  /** Bytes of output that the files need. */
  get size(): number {
    return this.files.reduce((end, file) => Math.max(end, file.folderOffset + file.size), 0);
  }

  /** Most output that the blocks counted in the headers can give. */
  get countedOutput(): number {
    return this.parts.reduce((sum, part) => sum + part.folder.dataBlockCount, 0) * BLOCK_LENGTH;
  }

  /**
   * Output of the blocks that lie before the end of cabinets that were cut, or before a cabinet that is missing;
   * infinite for a folder whose cabinets are all there. The stated block lengths are not checked.
   */
  get availableOutput(): number {
    this.#availableOutput ??= this.#countAvailable();
    return this.#availableOutput;
  }

  #countAvailable(): number {
    if (this.missingBefore !== null) return 0;
    const isCut = this.parts.some(({ cabinet }) => cabinet.missingBytes > 0);
    if (!isCut && this.missingAfter === null) return Number.POSITIVE_INFINITY;
    const needed = this.size;
    let output = 0;
    for (const [index, { cabinet, folder }] of this.parts.entries()) {
      const { source, header } = cabinet;
      const isLast = index === this.parts.length - 1 && this.missingAfter === null;
      let offset = folder.dataOffset;
      for (let block = 0; block < folder.dataBlockCount || (isLast && output < needed); block++) {
        if (offset + CF_DATA_LENGTH > source.size) return output;
        const lengths = source.read(offset, CF_DATA_LENGTH);
        const dataLength = lengths[4]! | (lengths[5]! << 8);
        offset += CF_DATA_LENGTH + header.dataReserve + dataLength;
        if (offset > source.size) return output;
        output += lengths[6]! | (lengths[7]! << 8);
      }
    }
    return this.missingAfter === null ? Number.POSITIVE_INFINITY : output;
  }

  /** Most output that the bytes from the folder's start to the end of its cabinets can give; ignores the counts. */
  get possibleOutput(): number {
    const blocks = this.parts.reduce((sum, { cabinet, folder }) => {
      const least = CF_DATA_LENGTH + cabinet.header.dataReserve + 1;
      return sum + Math.max(0, Math.floor((cabinet.source.size - folder.dataOffset) / least));
    }, 0);
    return blocks * BLOCK_LENGTH;
  }
}
