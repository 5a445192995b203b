import { BufferSource, type ByteSource, SliceSource } from '../../core/byte-source.js';
import { availablePart, CutSource } from '../../core/cut-source.js';
import { Diagnostics } from '../../core/diagnostics.js';
import { type ErrorFacts, HotfixkitError, type Warning, withFacts } from '../../core/errors.js';
import { plural } from '../../core/plural.js';
import { ChainSource, type Run } from './chain-source.js';
import {
  type CompoundFileHeader,
  HEADER_SIZE,
  isCompoundFile,
  parseCompoundFileHeader,
  Sector,
} from './compound-file-header.js';
import { fatCapacity, readDifat } from './difat.js';
import { Directory } from './directory.js';
import { type DirectoryEntry, ObjectType } from './directory-entry.js';
import { FileAllocationTable } from './file-allocation-table.js';
import { MiniFat } from './mini-fat.js';
import { once } from './once.js';
import { type Chain, SectorChains } from './sector-chains.js';
import { Storage, StreamEntry, type StreamOptions } from './storage.js';

export { isCompoundFile };

/** The missing part of a truncated file. */
interface MissingEnd {
  bytes: number;
  /** Whether more may be missing: part of the FAT is missing too. */
  atLeast: boolean;
}

/** Limit of nested storages. Packages have one level; without a limit a hostile file exhausts a caller's stack. */
const DEEPEST = 64;

/**
 * A compound file (MS-CFB): storages and streams in one file, versions 3 and 4, over random access to the bytes.
 *
 * Opening reads the header, the list of FAT sectors and the directory's chain; everything else is read on demand. The
 * number of sectors in the file bounds chains, no sector belongs to two chains, no directory entry is reached twice:
 * false claims in a damaged file cost neither time nor memory.
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
  /** Null where the file is as long as its FAT states. */
  #missing: MissingEnd | null = null;
  /** The warning that the file ends too early although all of its content is there. */
  #shortEnd: Warning | null = null;
  #table!: FileAllocationTable;
  readonly #chains: SectorChains;
  readonly #directory: Directory;
  readonly #mini: () => { stream: ByteSource; chains: SectorChains };

  /**
   * Throws `CFB_*`. With `strict`, harmless errors of real files throw as well: counts in the header, chains that are
   * longer than their streams, members with an empty or duplicate name, and a file that ends before some of its
   * streams. Without it, such files open, and reading a missing part throws `CFB_TRUNCATED`.
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
    try {
      this.root = this.#storage(this.#directory.root, 0);
    } catch (error) {
      // What the missing part of the FAT says of the directory is not known.
      const isCut = error instanceof HotfixkitError && error.code === 'CFB_BAD_DIRECTORY' && this.#missing;
      throw isCut ? this.#endsEarly('a part of its directory is missing; download it again') : error;
    }
    this.#noteCutStreams();
  }

  /** Deviations that were tolerated so far; opening streams may add more. */
  get warnings(): readonly Warning[] {
    return this.#shortEnd === null
      ? this.#diagnostics.warnings
      : [...this.#diagnostics.warnings, this.#shortEnd];
  }

  /** Bytes from its start to the end of the last used sector, limited to the source. */
  get usedSize(): number {
    return Math.min(this.#endOfSectors(), this.#source.size);
  }

  /** Where the last used sector ends, of those that the file has at least in part. */
  #endOfSectors(): number {
    let sector = this.#table.length;
    while (sector > 0 && this.#table.next(sector - 1) === Sector.free) sector--;
    return (sector + 1) * this.#header.sectorSize;
  }

  #openFat(): SectorChains {
    const { sectorSize } = this.#header;
    // The last sector may be short: writers omit its unused bytes. The header takes the place of one sector.
    const sectorCount = Math.max(0, Math.ceil(this.#source.size / sectorSize) - 1);
    const { fat, difat, beyond, highest } = readDifat(
      this.#source,
      this.#header,
      sectorCount,
      this.#diagnostics,
    );
    const table = new FileAllocationTable(this.#source, sectorSize, fat, sectorCount);
    this.#table = table;
    const chains = new SectorChains(table, sectorSize, sectorSize, 'FAT');
    const last = Math.max(highest, table.highestBeyond(beyond) ?? 0);
    if (last >= sectorCount) {
      const isKnown = [...fat, ...beyond].every((sector) => sector < sectorCount);
      const isWhole = isKnown && fat.length + beyond.length >= this.#header.fatSectorCount;
      this.#missing = { bytes: (last + 2) * sectorSize - this.#source.size, atLeast: !isWhole };
      chains.allowCuts(fatCapacity(this.#header));
    } else if (table.isCut) {
      this.#missing = { bytes: (sectorCount + 1) * sectorSize - this.#source.size, atLeast: true };
      chains.allowCuts(fatCapacity(this.#header));
    }
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
      const chain = this.#chains.follow(firstDirectorySector, null);
      // Streams in the missing part have no known names; a partial tree looks like a whole one.
      if (chain.cut)
        throw this.#endsEarly('a part of its directory is missing, so nothing in it can be found');
      return this.#upToEnd(chain);
    });
  }

  /**
   * Reports truncation that affects a stream: writers also omit unused bytes. Chains are followed without claiming
   * their sectors, each sector once.
   */
  #noteCutStreams(): void {
    if (this.#missing === null && this.#source.size % this.#header.sectorSize === 0) return;
    let missing = 0;
    for (const { isRoot, startSector, size } of this.#directory.rawStreams()) {
      if (size < this.#header.miniStreamCutoff && !isRoot) continue;
      missing = Math.max(missing, this.#chains.missingOf(startSector, size, this.#source.size));
    }
    if (missing === 0) {
      this.#noteShortEnd();
      return;
    }
    this.#missing ??= { bytes: missing, atLeast: true };
    const { message, facts } = this.#endsEarly();
    this.#diagnostics.report('CFB_TRUNCATED', message, facts);
  }

  /** Says that bytes are missing which no stream needs. No error with `strict` either: writers leave them out too. */
  #noteShortEnd(): void {
    const bytes = this.#missing?.bytes ?? this.#endOfSectors() - this.#source.size;
    if (bytes <= 0) return;
    this.#shortEnd = {
      code: 'CFB_SHORT_END',
      message: `the file ends ${plural(bytes, 'byte')} too early, in a sector of which no stream needs the rest: all of its content is there`,
      expected: `${this.#source.size + bytes} bytes`,
      found: `${this.#source.size} bytes`,
    };
  }

  /** The mini stream, which the root entry describes, and the chains of mini sectors in it. */
  #openMini(): { stream: ByteSource; chains: SectorChains } {
    const { firstMiniFatSector, miniFatSectorCount, sectorSize, miniSectorSize } = this.#header;
    const { root } = this.#directory;
    // Streams that end before the cut are whole.
    const stream = withFacts({ stream: 'mini stream' }, () => this.#openLarge(root, 'mini stream', {}));
    const table = withFacts({ stream: 'mini FAT' }, () => {
      const none = miniFatSectorCount === 0 && firstMiniFatSector > Sector.max;
      const chain = this.#chains.follow(firstMiniFatSector, none ? 0 : null);
      if (chain.length !== miniFatSectorCount * sectorSize) {
        // Some writers do not update the count when the mini FAT grows, so the chain decides.
        this.#diagnostics.report('CFB_BAD_HEADER', 'the header states a wrong number of mini FAT sectors', {
          offset: 0x40,
          structure: 'Compound File Header',
          expected: chain.length / sectorSize,
          found: miniFatSectorCount,
        });
      }
      if (chain.cut)
        throw this.#endsEarly('a part of the mini FAT is missing, which says where small streams lie');
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
        else {
          const open = (how: StreamOptions): ByteSource => this.#open(member, how);
          streams.push(new StreamEntry(member.name, member.size, open, member.stored));
        }
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
    // Checked before its chain is followed: the size may be false.
    if (entry.size > this.#source.size && !this.#couldHold(entry.size)) throw this.#truncated(entry);
    const chain = this.#chains.follow(entry.startSector, Math.ceil(entry.size / this.#header.sectorSize));
    return this.#wholeStream(this.#source, chain, entry, name, options);
  }

  #wholeStream(
    source: ByteSource,
    { runs, length, ended, cut }: Chain,
    entry: DirectoryEntry,
    name: string,
    options: StreamOptions,
  ): ByteSource {
    const there = availablePart(source);
    let available = Math.min(length, entry.size);
    // The last sector of a file may be short, but it must hold the end of its stream.
    for (const run of runs) {
      const end = run.offset + Math.min(run.length, entry.size - run.position);
      if (end > there.size) {
        available = Math.min(available, run.position + Math.max(0, there.size - run.offset));
      }
    }
    if (available < entry.size) return this.#cutStream(there, runs, available, entry, name);
    if (!cut && !ended && entry !== this.#directory.root) {
      const found = { stream: name, structure: 'FAT', offset: entry.size };
      this.#chainTooLong('the chain of a stream is longer than the stream', found, options);
    }
    return streamOf(there, runs, entry.size);
  }

  /** A stream of which only the beginning is present. */
  #cutStream(
    source: ByteSource,
    runs: readonly Run[],
    available: number,
    entry: DirectoryEntry,
    name: string,
  ): ByteSource {
    const error = (): HotfixkitError => {
      const { message, facts } = this.#endsEarly();
      const found = `${available} bytes`;
      const own = { stream: name, offset: available, expected: `${entry.size} bytes`, found };
      return new HotfixkitError('CFB_TRUNCATED', message, { ...facts, ...own });
    };
    if (this.#diagnostics.strict) throw error();
    return new CutSource(streamOf(source, runs, available), entry.size, error);
  }

  /** Writers allocate more than they need and reduce the size afterwards. */
  #chainTooLong(message: string, facts: ErrorFacts, { onWarning }: StreamOptions): void {
    if (!onWarning || this.#diagnostics.strict) this.#diagnostics.report('CFB_CHAIN_LONG', message, facts);
    else onWarning({ code: 'CFB_CHAIN_LONG', message, ...facts });
  }

  /** All bytes of a chain, up to the end of the file. */
  #upToEnd({ runs, length }: Chain): ByteSource {
    const last = runs[runs.length - 1];
    const missing = last ? Math.max(0, last.offset + last.length - this.#source.size) : 0;
    return new ChainSource(this.#source, runs, length - missing);
  }

  /** Whether the whole file could have a stream of that size. */
  #couldHold(size: number): boolean {
    return this.#missing !== null && size <= fatCapacity(this.#header) * this.#header.sectorSize;
  }

  /** The error of a truncated file, with the consequence. */
  #endsEarly(consequence = ''): HotfixkitError {
    const { bytes, atLeast } = this.#missing ?? { bytes: 1, atLeast: true };
    const early = `the file ends ${atLeast ? 'at least ' : ''}${plural(bytes, 'byte')} too early`;
    const message = `${early}: the download is incomplete${consequence === '' ? '' : `; ${consequence}`}`;
    return new HotfixkitError('CFB_TRUNCATED', message, {
      expected: `${atLeast ? 'at least ' : ''}${this.#source.size + bytes} bytes`,
      found: `${this.#source.size} bytes`,
    });
  }

  #truncated(entry: DirectoryEntry): HotfixkitError {
    return new HotfixkitError(
      'CFB_TRUNCATED',
      'the file ends before the end of one of its streams; the download is probably incomplete',
      {
        offset: 0,
        structure: 'Directory Entry',
        expected: `${entry.size} bytes`,
        found: `a file of ${this.#source.size} bytes`,
      },
    );
  }
}

function streamOf(source: ByteSource, runs: readonly Run[], size: number): ByteSource {
  if (size === 0) return new BufferSource(new Uint8Array(0));
  const [run] = runs;
  if (runs.length === 1) return new SliceSource(source, run!.offset, size);
  return new ChainSource(source, runs, size);
}
