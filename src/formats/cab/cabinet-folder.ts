import { BLOCK_LENGTH } from '../../codecs/block-decoder.js';
import type { DosDateTime } from '../../core/dos-date-time.js';
import { meansOwnFolder } from '../../core/safe-path.js';
import type { Cabinet } from './cabinet.js';
import { CF_DATA_LENGTH } from './cf-data.js';
import type { CfFolder, CompressionMethod } from './cf-folder.js';

/** A file of a cabinet set; one that continues in further cabinets is still one. */
export interface CabinetFile {
  /** Decoded; `\` between folders, as stored. May be anything at all: not fit to be a path. */
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

/** Attribute of MS-DOS that some writers give to a folder which they list by itself. */
const FOLDER = 0x10;

/** Whether it is a file, and not a folder that is listed by itself. */
export function isFile({ name, size, attributes }: CabinetFile): boolean {
  return size > 0 || !(/[\\/]$/.test(name) || (attributes & FOLDER) !== 0 || meansOwnFolder(name));
}

/** What one cabinet holds of a folder. */
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

  /** Most output that the bytes from the folder's start to the end of its cabinets can give, whatever the counts say. */
  get possibleOutput(): number {
    const blocks = this.parts.reduce((sum, { cabinet, folder }) => {
      const least = CF_DATA_LENGTH + cabinet.header.dataReserve + 1;
      return sum + Math.max(0, Math.floor((cabinet.source.size - folder.dataOffset) / least));
    }, 0);
    return blocks * BLOCK_LENGTH;
  }
}
