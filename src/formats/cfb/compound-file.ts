import { BufferSource, type ByteSource, SliceSource } from '../../core/byte-source.js';
import { Diagnostics } from '../../core/diagnostics.js';
import { type ErrorFacts, HotfixkitError, type Warning, withFacts } from '../../core/errors.js';
import { ChainSource } from './chain-source.js';
import {
  type CompoundFileHeader,
  HEADER_SIZE,
  isCompoundFile,
  parseCompoundFileHeader,
  Sector,
} from './compound-file-header.js';
import { readDifat } from './difat.js';
import { Directory } from './directory.js';
import { type DirectoryEntry, ObjectType } from './directory-entry.js';
import { FileAllocationTable } from './file-allocation-table.js';
import { MiniFat } from './mini-fat.js';
import { once } from './once.js';
import { type Chain, SectorChains } from './sector-chains.js';
import { Storage, StreamEntry, type StreamOptions } from './storage.js';

export { isCompoundFile };

/** Storages within storages. Packages have one level; without a limit a hostile file exhausts the stack of a caller. */
const DEEPEST = 64;

/**
 * A compound file (MS-CFB): storages and streams in one file, versions 3 and 4, over random access to the bytes.
 *
 * Opening reads the header, the list of FAT sectors and the directory's chain; everything else is read when it is asked
 * for. Chains are bounded by the number of sectors in the file, no sector belongs to two chains, no directory entry is
 * reached twice: what a damaged file claims of itself costs neither time nor memory.
 *
 * @example
 * import { readFileSync } from 'node:fs';
 * import { BufferSource, CompoundFile } from 'hotfixkit/cfb';
 *
 * const file = CompoundFile.open(new BufferSource(readFileSync('SCCM2007-SP2-KB977203-ENU.msi')));
 * for (const [name, stream] of file.root.streams) console.log(JSON.stringify(name), stream.size);
 */
export class CompoundFile {
  readonly version: 3 | 4;
  readonly root: Storage;
  readonly #source: ByteSource;
  readonly #header: CompoundFileHeader;
  readonly #diagnostics: Diagnostics;
  #table!: FileAllocationTable;
  readonly #chains: SectorChains;
  readonly #directory: Directory;
  readonly #mini: () => { stream: ByteSource; chains: SectorChains };

  /**
   * Throws `CFB_*`. With `strict`, what real files get wrong without harm is refused as well: counts in the header,
   * chains that are longer than their streams, members without a name or with the name of another.
   */
  static open(source: ByteSource, options: { strict?: boolean } = {}): CompoundFile {
    return new CompoundFile(source, options.strict ?? false);
  }

  private constructor(source: ByteSource, strict: boolean) {
    this.#source = source;
    this.#diagnostics = new Diagnostics(strict);
    this.#header = parseCompoundFileHeader(
      source.read(0, Math.min(HEADER_SIZE, source.size)),
      this.#diagnostics,
    );
    this.version = this.#header.version;
    this.#chains = this.#openFat();
    this.#directory = new Directory(this.#openDirectory(), this.version, this.#diagnostics);
    this.#mini = once(() => this.#openMini());
    this.root = this.#storage(this.#directory.root, 0);
  }

  /** What was met and let pass so far; more may come when streams are opened. */
  get warnings(): readonly Warning[] {
    return this.#diagnostics.warnings;
  }

  /** Bytes from its start to the end of the last sector that is in use, as far as the source goes. */
  get usedSize(): number {
    const { sectorSize } = this.#header;
    let sector = this.#table.length;
    while (sector > 0 && this.#table.next(sector - 1) === Sector.free) sector--;
    return Math.min((sector + 1) * sectorSize, this.#source.size);
  }

  #openFat(): SectorChains {
    const { sectorSize } = this.#header;
    // The last sector may be cut: writers leave out what no stream uses. The header takes the place of one sector.
    const sectorCount = Math.max(0, Math.ceil(this.#source.size / sectorSize) - 1);
    const { fat, difat } = readDifat(this.#source, this.#header, sectorCount, this.#diagnostics);
    const table = new FileAllocationTable(this.#source, sectorSize, fat, sectorCount);
    this.#table = table;
    const chains = new SectorChains(table, sectorSize, sectorSize, 'FAT');
    for (const sector of [...difat, ...fat]) {
      if (sector < table.length && !chains.claim(sector)) {
        throw new HotfixkitError('CFB_CHAIN_CROSSED', 'the FAT uses a sector twice', {
          offset: (sector + 1) * sectorSize,
          structure: 'DIFAT',
          found: `sector ${sector}`,
        });
      }
    }
    return chains;
  }

  #openDirectory(): ByteSource {
    const { firstDirectorySector } = this.#header;
    return withFacts({ stream: 'directory' }, () => {
      return this.#upToEnd(this.#chains.follow(firstDirectorySector, null));
    });
  }

  /** The mini stream, which the root entry describes, and the chains of mini sectors in it. */
  #openMini(): { stream: ByteSource; chains: SectorChains } {
    const { firstMiniFatSector, miniFatSectorCount, sectorSize, miniSectorSize } = this.#header;
    const { root } = this.#directory;
    const stream = withFacts({ stream: 'mini stream' }, () => this.#openLarge(root, 'mini stream', {}));
    const table = withFacts({ stream: 'mini FAT' }, () => {
      const none = miniFatSectorCount === 0 && firstMiniFatSector > Sector.max;
      const chain = this.#chains.follow(firstMiniFatSector, none ? 0 : null);
      if (chain.length !== miniFatSectorCount * sectorSize) {
        // Writers forget to count when the mini FAT grows; the chain is what is real.
        this.#diagnostics.report('CFB_BAD_HEADER', 'the header states a wrong number of mini FAT sectors', {
          offset: 0x40,
          structure: 'Compound File Header',
          expected: chain.length / sectorSize,
          found: miniFatSectorCount,
        });
      }
      return this.#upToEnd(chain);
    });
    const miniFat = new MiniFat(table, stream.size, miniSectorSize);
    return { stream, chains: new SectorChains(miniFat, miniSectorSize, 0, 'mini FAT') };
  }

  #storage(entry: DirectoryEntry, depth: number): Storage {
    return new Storage(entry, () => {
      if (depth > DEEPEST) {
        throw new HotfixkitError('CFB_BAD_DIRECTORY', 'storages are nested too deeply', {
          stream: 'directory',
          entry: entry.name,
          expected: `at most ${DEEPEST} levels`,
        });
      }
      const streams: StreamEntry[] = [];
      const storages: Storage[] = [];
      for (const { entry: member } of this.#directory.members(entry)) {
        if (member.objectType === ObjectType.storage) storages.push(this.#storage(member, depth + 1));
        else streams.push(new StreamEntry(member.name, member.size, (how) => this.#open(member, how)));
      }
      return { streams, storages };
    });
  }

  #open(entry: DirectoryEntry, options: StreamOptions): ByteSource {
    const name = options.label ?? entry.name;
    if (entry.size === 0) return new BufferSource(new Uint8Array(0));
    return withFacts({ stream: name }, () => {
      if (entry.size >= this.#header.miniStreamCutoff) return this.#openLarge(entry, name, options);
      const { stream, chains } = this.#mini();
      const sectors = Math.ceil(entry.size / this.#header.miniSectorSize);
      return this.#wholeStream(stream, chains.follow(entry.startSector, sectors), entry, name, options);
    });
  }

  /** A stream of whole sectors. */
  #openLarge(entry: DirectoryEntry, name: string, options: StreamOptions): ByteSource {
    // Checked before its chain is followed: the size may be anything.
    if (entry.size > this.#source.size) throw this.#truncated(entry, 0);
    const chain = this.#chains.follow(entry.startSector, Math.ceil(entry.size / this.#header.sectorSize));
    return this.#wholeStream(this.#source, chain, entry, name, options);
  }

  #wholeStream(
    source: ByteSource,
    { runs, ended }: Chain,
    entry: DirectoryEntry,
    name: string,
    options: StreamOptions,
  ): ByteSource {
    // The last sector of a file may be cut, but not before the end of the stream in it.
    for (const run of runs) {
      const end = run.offset + Math.min(run.length, entry.size - run.position);
      if (end > source.size) {
        throw this.#truncated(entry, run.position + Math.max(0, source.size - run.offset));
      }
    }
    if (!ended && entry !== this.#directory.root) {
      const found = { stream: name, structure: 'FAT', offset: entry.size };
      this.#chainTooLong('the chain of a stream is longer than the stream', found, options);
    }
    const [run] = runs;
    if (runs.length === 1) return new SliceSource(source, run!.offset, entry.size);
    return new ChainSource(source, runs, entry.size);
  }

  /** Writers allot more than they need and cut the size afterwards. */
  #chainTooLong(message: string, facts: ErrorFacts, { onWarning }: StreamOptions): void {
    if (!onWarning || this.#diagnostics.strict) this.#diagnostics.report('CFB_CHAIN_LONG', message, facts);
    else onWarning({ code: 'CFB_CHAIN_LONG', message, ...facts });
  }

  /** All that a chain holds, as far as the file goes. */
  #upToEnd({ runs, length }: Chain): ByteSource {
    const last = runs[runs.length - 1];
    const missing = last ? Math.max(0, last.offset + last.length - this.#source.size) : 0;
    return new ChainSource(this.#source, runs, length - missing);
  }

  #truncated(entry: DirectoryEntry, offset: number): HotfixkitError {
    return new HotfixkitError(
      'CFB_TRUNCATED',
      'the file ends before the end of one of its streams; the download is probably incomplete',
      {
        offset,
        structure: 'Directory Entry',
        expected: `${entry.size} bytes`,
        found: `a file of ${this.#source.size} bytes`,
      },
    );
  }
}
