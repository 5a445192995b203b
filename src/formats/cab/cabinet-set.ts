import type { ByteSource } from '../../core/byte-source.js';
import { Diagnostics } from '../../core/diagnostics.js';
import { addFacts, HotfixkitError, type Warning } from '../../core/errors.js';
import { Cabinet, type CabinetOptions } from './cabinet.js';
import { type CabinetResolver, type ChainLink, followChain } from './cabinet-chain.js';
import type { CabinetFile, CabinetFolder } from './cabinet-folder.js';
import { refuseOverlaps } from './cabinet-sizes.js';
import { type DecodedPart, decodeFolder } from './decode-folder.js';
import { DecodingTools } from './decoding-tools.js';
import { inCabinet } from './in-cabinet.js';
import { mergeFolders } from './merge-folders.js';

/** Options of {@link CabinetSet.open}. */
export interface CabinetSetOptions extends CabinetOptions {
  /** Name of the first source, for messages and for `cabinetName`. */
  name?: string;
  /** Finds the set's other cabinets; without it they count as missing. */
  resolve?: CabinetResolver;
}

/** Receives a file's bytes. Chunks are valid until `write` returns. */
export interface FileSink {
  /** Takes the next bytes of the file. The array may be reused when this returns. */
  write(chunk: Uint8Array): void;
  /** Is called once all bytes of the file are written. */
  end(): void;
}

/**
 * A cabinet, or several that continue each other (MS-CAB 1 and 2.1), as one list of folders and files.
 *
 * Decoding streams: whatever the cabinet's size, it takes one window, one block and some read-ahead. A cabinet that is
 * missing is a warning here, and `CAB_MISSING_PART` once a file that needs it is decoded.
 *
 * @example
 * import { readFileSync } from 'node:fs';
 * import { BufferSource, CabinetSet } from 'hotfixkit/cab';
 *
 * const cabinet = CabinetSet.open(new BufferSource(readFileSync('hotfix.cab')));
 * for (const file of cabinet.files) console.log(file.name, file.size, cabinet.readFile(file).length);
 */
export class CabinetSet {
  readonly folders: readonly CabinetFolder[];
  /** In the order of the cabinets; a file that continues in the next one is listed where it begins. */
  readonly files: readonly CabinetFile[];
  readonly warnings: readonly Warning[];
  /** The cabinets that were found, in order. */
  readonly cabinets: readonly ChainLink[];

  private constructor(first: ByteSource, options: CabinetSetOptions) {
    const { name = '', resolve = () => null, strict = false, codePage = 0, baseOffset = 0, budget } = options;
    const shared = { strict, codePage, ...(budget ? { budget } : {}) };
    const diagnostics = new Diagnostics(strict);
    let opened: Cabinet;
    try {
      opened = Cabinet.open(first, { ...shared, baseOffset });
    } catch (error) {
      throw addFacts(error, inCabinet(name));
    }
    for (const { code, message, ...facts } of opened.warnings) {
      diagnostics.report(code, message, { ...facts, ...inCabinet(name) });
    }
    const chain = followChain({ cabinet: opened, name }, resolve, shared, diagnostics);
    this.cabinets = chain;
    const merged = mergeFolders(chain, diagnostics);
    if (budget) refuseOverlaps(merged.folders);
    this.folders = merged.folders;
    this.files = merged.files;
    this.warnings = diagnostics.warnings;
  }

  /**
   * Reads the directories of all cabinets that are found. Throws what `Cabinet.open` throws for the first; with a
   * budget `CONTAINER_OVERLAP` where files share some of their bytes, and the budget's errors for any.
   */
  static open(first: ByteSource, options: CabinetSetOptions = {}): CabinetSet {
    return new CabinetSet(first, options);
  }

  /**
   * Decodes `wanted` as pieces that the caller pulls. Each folder with wanted files is decoded, in folder order, up to
   * the end of the last of them. Files that share bytes come interleaved.
   *
   * Throws `CAB_TRUNCATED`, `CAB_BAD_DATA`, `CAB_BAD_FILE`, `CAB_CHECKSUM`, `CAB_MISSING_PART`,
   * `CAB_UNSUPPORTED_METHOD`, `MSZIP_CORRUPT`, `LZX_CORRUPT`, `LZX_BAD_WINDOW`, `QUANTUM_CORRUPT`,
   * `QUANTUM_BAD_WINDOW`; the files completed before the error are whole.
   */
  *decode(wanted: Iterable<CabinetFile>): Generator<DecodedPart, void, undefined> {
    const byFolder = new Map<CabinetFolder, Set<CabinetFile>>();
    for (const file of wanted) {
      const files = byFolder.get(file.folder);
      if (files) files.add(file);
      else byFolder.set(file.folder, new Set([file]));
    }
    const tools = DecodingTools.borrow();
    try {
      // Not a walk over all folders: there may be as many runs as folders.
      for (const [folder, files] of [...byFolder].sort(([a], [b]) => a.index - b.index)) {
        yield* decodeFolder(folder, [...files], tools);
      }
    } finally {
      tools.release();
    }
  }

  /** {@link decode}, pushed: `sink` is called once for each file, before its first piece. */
  extract(wanted: Iterable<CabinetFile>, sink: (file: CabinetFile) => FileSink): void {
    const sinks = new Map<CabinetFile, FileSink>();
    for (const part of this.decode(wanted)) {
      let target = sinks.get(part.file);
      if (target === undefined) {
        target = sink(part.file);
        sinks.set(part.file, target);
      }
      if ('chunk' in part) {
        target.write(part.chunk);
      } else {
        target.end();
        sinks.delete(part.file);
      }
    }
  }

  /**
   * One file in memory, if it has at most `limit` bytes (default 1 GiB), else `CAB_BAD_FILE`. Throws as {@link decode}.
   */
  readFile(file: CabinetFile, limit = 2 ** 30): Uint8Array {
    if (file.size > limit) {
      throw new HotfixkitError('CAB_BAD_FILE', 'a file is too large to be read into memory', {
        entry: file.name,
        expected: `${limit} bytes at most`,
        found: file.size,
      });
    }
    // The stated size may be false, so memory grows with the decoded bytes.
    let bytes = new Uint8Array(Math.min(file.size, 1 << 20));
    let length = 0;
    for (const part of this.decode([file])) {
      if (!('chunk' in part)) continue;
      const end = length + part.chunk.length;
      if (end > bytes.length) {
        const grown = new Uint8Array(Math.min(file.size, Math.max(end, bytes.length * 2)));
        grown.set(bytes.subarray(0, length));
        bytes = grown;
      }
      bytes.set(part.chunk, length);
      length = end;
    }
    return bytes;
  }
}
