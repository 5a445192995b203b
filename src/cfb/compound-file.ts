import type { ByteSource } from '../bytes/byte-source.js';
import { HotfixkitError, type Warning, withFacts } from '../errors.js';
import { ChainSource } from './chain-source.js';
import {
  type CompoundFileHeader,
  HEADER_SIZE,
  isCompoundFile,
  parseCompoundFileHeader,
} from './compound-file-header.js';
import {
  DIRECTORY_ENTRY_SIZE,
  type DirectoryEntry,
  NO_ENTRY,
  ObjectType,
  parseDirectoryEntry,
} from './directory-entry.js';
import { FileAllocationTable, MiniFat, SectorChains } from './sector-allocation.js';
import { Storage, StreamEntry } from './storage.js';

export { isCompoundFile };

/**
 * A compound file (MS-CFB): storages and streams in one file, versions 3 and 4, over random access to the bytes.
 *
 * Opening reads the header and the directory's chain; everything else is read when it is asked for. Every chain is
 * bounded by the number of sectors in the file, no sector belongs to two chains, no directory entry is reached twice.
 */
export class CompoundFile {
  readonly version: 3 | 4;
  readonly root: Storage;
  readonly warnings: Warning[] = [];
  readonly #source: ByteSource;
  readonly #header: CompoundFileHeader;
  readonly #chains: SectorChains;
  readonly #directory: ByteSource;
  readonly #rootEntry: DirectoryEntry;
  readonly #reached: Uint8Array;
  readonly #strict: boolean;
  #miniStream: { source: ByteSource; chains: SectorChains } | null = null;

  /** Throws `CFB_*`. With `strict`, chains that are longer than their streams are refused as well. */
  static open(source: ByteSource, options: { strict?: boolean } = {}): CompoundFile {
    return new CompoundFile(source, options.strict ?? false);
  }

  private constructor(source: ByteSource, strict: boolean) {
    this.#source = source;
    this.#strict = strict;
    this.#header = parseCompoundFileHeader(source.read(0, Math.min(HEADER_SIZE, source.size)));
    const { sectorSize, firstDirectorySector, version } = this.#header;
    this.version = version;
    const fat = new FileAllocationTable(source, this.#header);
    this.#chains = new SectorChains(fat, sectorSize, sectorSize, 'FAT');
    for (const sector of fat.sectors) this.#chains.claim(sector);
    const { runs } = withFacts({ stream: 'directory' }, () =>
      this.#chains.follow(firstDirectorySector, null),
    );
    const last = runs[runs.length - 1];
    const size = last ? Math.min(last.position + last.length, last.position + source.size - last.offset) : 0;
    this.#directory = new ChainSource(source, runs, size);
    this.#reached = new Uint8Array(Math.floor(size / DIRECTORY_ENTRY_SIZE));
    this.#rootEntry = this.#entry(0);
    if (this.#rootEntry.objectType !== ObjectType.root) {
      throw new HotfixkitError('CFB_BAD_DIRECTORY', 'the first directory entry is not the root', {
        stream: 'directory',
        offset: 0x42,
        structure: 'Directory Entry',
        expected: ObjectType.root,
        found: this.#rootEntry.objectType,
      });
    }
    this.root = new Storage(this.#rootEntry, { load: (index) => this.#members(index) }, 0);
  }

  #entry(index: number): DirectoryEntry {
    const offset = index * DIRECTORY_ENTRY_SIZE;
    return withFacts({ stream: 'directory' }, () => {
      if (index >= this.#reached.length) {
        throw new HotfixkitError('CFB_BAD_DIRECTORY', 'a directory entry is not in the directory', {
          structure: 'Directory Entry',
          expected: `an entry below ${this.#reached.length}`,
          found: index,
        });
      }
      return parseDirectoryEntry(this.#directory.read(offset, DIRECTORY_ENTRY_SIZE), offset, this.version);
    });
  }

  /** Walks the tree of siblings below a storage, in order, without recursion. */
  #members(storageIndex: number): { streams: StreamEntry[]; storages: Storage[] } {
    const streams: StreamEntry[] = [];
    const storages: Storage[] = [];
    const above: { index: number; entry: DirectoryEntry }[] = [];
    let next = this.#entry(storageIndex).child;
    while (next !== NO_ENTRY || above.length > 0) {
      while (next !== NO_ENTRY) {
        const entry = this.#entry(next);
        if (this.#reached[next] === 1 || next === 0) {
          throw new HotfixkitError('CFB_DIRECTORY_LOOP', 'the directory leads to one entry twice', {
            stream: 'directory',
            offset: next * DIRECTORY_ENTRY_SIZE,
            structure: 'Directory Entry',
            entry: entry.name,
          });
        }
        this.#reached[next] = 1;
        above.push({ index: next, entry });
        next = entry.left;
      }
      const { index, entry } = above.pop()!;
      if (entry.objectType === ObjectType.stream) {
        streams.push(new StreamEntry(entry.name, entry.size, () => this.#openStream(entry)));
      } else if (entry.objectType === ObjectType.storage) {
        storages.push(new Storage(entry, { load: (child) => this.#members(child) }, index));
      } else {
        this.warnings.push({
          code: 'CFB_BAD_DIRECTORY',
          message: 'a directory entry is neither stream nor storage and is passed over',
          stream: 'directory',
          offset: index * DIRECTORY_ENTRY_SIZE,
          found: entry.objectType,
        });
      }
      next = entry.right;
    }
    return { streams, storages };
  }

  #openStream(entry: DirectoryEntry): ByteSource {
    return withFacts({ stream: entry.name }, () => {
      if (entry.size >= this.#header.miniStreamCutoff) return this.#chain(entry);
      const { source, chains } = this.#mini();
      const size = this.#header.miniSectorSize;
      const { runs, ended } = chains.follow(entry.startSector, Math.ceil(entry.size / size));
      this.#checkEnd(entry, ended);
      return this.#bounded(source, new ChainSource(source, runs, entry.size), runs, entry);
    });
  }

  /** A stream of whole sectors. */
  #chain(entry: DirectoryEntry): ByteSource {
    if (entry.size > this.#source.size) throw this.#truncated(entry);
    const { runs, ended } = this.#chains.follow(
      entry.startSector,
      Math.ceil(entry.size / this.#header.sectorSize),
    );
    this.#checkEnd(entry, ended);
    return this.#bounded(this.#source, new ChainSource(this.#source, runs, entry.size), runs, entry);
  }

  /** The last sector of a file may be cut, but not before the end of the stream in it. */
  #bounded(
    source: ByteSource,
    stream: ChainSource,
    runs: readonly { position: number; offset: number; length: number }[],
    entry: DirectoryEntry,
  ): ByteSource {
    for (const run of runs) {
      const used = Math.min(run.length, entry.size - run.position);
      if (run.offset + used > source.size) throw this.#truncated(entry);
    }
    return stream;
  }

  #checkEnd(entry: DirectoryEntry, ended: boolean): void {
    if (ended || entry.size === 0) return;
    const facts = {
      stream: entry.name,
      structure: 'FAT',
      expected: `${entry.size} bytes`,
      found: 'a longer chain',
    };
    const message = 'the chain of a stream is longer than the stream';
    if (this.#strict) throw new HotfixkitError('CFB_CHAIN_LONG', message, facts);
    this.warnings.push({ code: 'CFB_CHAIN_LONG', message, ...facts });
  }

  #truncated(entry: DirectoryEntry): HotfixkitError {
    return new HotfixkitError('CFB_TRUNCATED', 'the file ends before one of its streams', {
      structure: 'Directory Entry',
      expected: `${entry.size} bytes`,
      found: `a file of ${this.#source.size} bytes`,
    });
  }

  #mini(): { source: ByteSource; chains: SectorChains } {
    if (!this.#miniStream) {
      const { firstMiniFatSector, miniFatSectorCount, sectorSize, miniSectorSize } = this.#header;
      const source = withFacts({ stream: 'mini stream' }, () => this.#chain(this.#rootEntry));
      const { runs } = withFacts({ stream: 'mini FAT' }, () =>
        this.#chains.follow(firstMiniFatSector, miniFatSectorCount === 0 ? 0 : null),
      );
      const last = runs[runs.length - 1];
      const length = last ? Math.min(last.position + last.length, miniFatSectorCount * sectorSize) : 0;
      const end = last ? last.offset + last.length : 0;
      const table = new ChainSource(
        this.#source,
        runs,
        Math.max(0, length - Math.max(0, end - this.#source.size)),
      );
      const chains = new SectorChains(
        new MiniFat(table, source.size, miniSectorSize),
        miniSectorSize,
        0,
        'mini FAT',
      );
      this.#miniStream = { source, chains };
    }
    return this.#miniStream;
  }
}
