import type { ByteSource } from '../core/byte-source.js';
import { type ErrorCode, HotfixkitError } from '../core/errors.js';
import type { CabinetBudget } from '../formats/cab/cabinet-budget.js';
import { Hasher, type HashName } from '../node/hash.js';
import { Scratch } from '../node/scratch.js';
import {
  CONTAINERS_FLOOR,
  type ContainerLimits,
  defaultLimits,
  ENTRIES_FLOOR,
  LEAST_CONTAINER,
  LEAST_ENTRY,
  PASSING_RATIO_FLOOR,
  RATIO_FLOOR,
  TOTAL_RATIO_FLOOR,
} from './limits.js';

/** How containers are unpacked, and how much they may hold. */
export interface UnpackOptions {
  limits?: Partial<ContainerLimits>;
  password?: string | null;
  /** Renames unsafe and duplicate names instead of refusing them. */
  renameUnsafe?: boolean;
  /** The code page of names in archives that do not state their encoding. */
  codePage?: number;
  strict?: boolean;
  /** Opens a WiX bundle whose attached containers are cut, to describe it, instead of throwing. */
  orDamaged?: boolean;
  /** Size of the outermost file in bytes; determines the total limit. */
  packed?: number;
}

/** Bytes that may be decoded repeatedly before they count. */
const DECODED_FLOOR = 256 * 2 ** 20;

/** Codes that end the search for packages, because they concern the whole file. */
const limitCodes: readonly ErrorCode[] = [
  'CONTAINER_TOO_DEEP',
  'CONTAINER_TOO_MANY',
  'CONTAINER_TOO_LARGE',
  'CONTAINER_RATIO',
  'CONTAINER_OVERLAP',
  'CONTAINER_UNSAFE_NAME',
  'CONTAINER_DUPLICATE_NAME',
  'ZIP_PASSWORD_NEEDED',
  'ZIP_PASSWORD_WRONG',
];

/** Whether an error is about a limit or a password, and so has to reach the caller. */
export function isLimit(error: HotfixkitError): boolean {
  return limitCodes.includes(error.code);
}

/** The budget for opening one download: depth, files, bytes. It also stores unpacked data until {@link close}. */
export class UnpackBudget implements CabinetBudget {
  readonly limits: ContainerLimits;
  readonly password: string | null;
  readonly renameUnsafe: boolean;
  readonly codePage: number | null;
  readonly strict: boolean;
  readonly orDamaged: boolean;
  readonly #scratch: Scratch;
  readonly #packed: number | null;
  readonly #maxEntries: number;
  readonly #maxContainers: number;
  #entries = 0;
  #containers = 0;
  #bytes = 0;
  #decoded = 0;
  readonly #open: { close(): void }[] = [];

  constructor(options: UnpackOptions = {}) {
    this.limits = { ...defaultLimits, ...options.limits };
    this.password = options.password ?? null;
    this.renameUnsafe = options.renameUnsafe ?? false;
    this.codePage = options.codePage ?? null;
    this.strict = options.strict ?? false;
    this.orDamaged = !this.strict && (options.orDamaged ?? false);
    this.#packed = options.packed ?? null;
    this.#maxEntries = options.limits?.maxEntries ?? mostEntries(this.limits.maxEntries, this.#packed);
    this.#maxContainers = Math.min(
      this.#maxEntries,
      options.limits?.maxEntries ?? mostOf(this.#packed, CONTAINERS_FLOOR, LEAST_CONTAINER),
    );
    this.#scratch = new Scratch(this.limits.maxMemory);
  }

  /** Whether anything has been unpacked. */
  get isUsed(): boolean {
    return this.#bytes > 0;
  }

  /** Remaining number of files. */
  get entriesLeft(): number {
    return this.#maxEntries - this.#entries;
  }

  /** Throws `CONTAINER_TOO_DEEP`. The outermost container has depth 1. */
  enter(depth: number): void {
    const { maxDepth } = this.limits;
    if (depth <= maxDepth) return;
    throw new HotfixkitError(
      'CONTAINER_TOO_DEEP',
      `more than ${maxDepth} containers within each other; --max-depth allows more`,
      { expected: `${maxDepth} at most` },
    );
  }

  /** Throws `CONTAINER_TOO_MANY`. */
  countEntries(count: number): void {
    this.#entries += count;
    if (this.#entries <= this.#maxEntries) return;
    throw new HotfixkitError(
      'CONTAINER_TOO_MANY',
      `more than ${this.#maxEntries} files; --max-entries allows more`,
      { expected: `${this.#maxEntries} at most`, found: this.#entries },
    );
  }

  /** Counts containers before they are opened during the search. Throws `CONTAINER_TOO_MANY`. */
  countContainers(count: number): void {
    this.#containers += count;
    if (this.#containers <= this.#maxContainers) return;
    throw new HotfixkitError(
      'CONTAINER_TOO_MANY',
      `more than ${this.#maxContainers} archives in a download of this size; --max-entries allows more`,
      { expected: `${this.#maxContainers} at most`, found: this.#containers },
    );
  }

  /** Throws `CONTAINER_RATIO` if the unpacked size is too large a multiple. An empty name means the whole container. */
  checkRatio(name: string, packed: number, unpacked: number, floor = RATIO_FLOOR): void {
    const { maxRatio } = this.limits;
    if (unpacked <= floor || unpacked <= packed * maxRatio) return;
    throw new HotfixkitError(
      'CONTAINER_RATIO',
      `unpacks to more than ${maxRatio} times its size; --max-ratio allows more`,
      {
        ...(name === '' ? {} : { entry: name }),
        expected: `${Math.max(floor, packed * maxRatio)} bytes at most`,
        found: unpacked,
      },
    );
  }

  /** {@link checkRatio} for all files of a container. */
  checkTotalRatio(packed: number, unpacked: number): void {
    this.checkRatio('', packed, unpacked, TOTAL_RATIO_FLOOR);
  }

  /** {@link checkRatio} for the files of a package that are about to be decoded, written or hashed, and not kept. */
  checkOutput(packed: number, unpacked: number): void {
    this.checkRatio('', packed, unpacked, PASSING_RATIO_FLOOR);
  }

  /**
   * Counts bytes that have to be decoded on the way to a member that is compressed together with others. Throws
   * `CONTAINER_RATIO` if the sum over all requests exceeds the limit.
   */
  countDecoded(name: string, bytes: number): void {
    this.#decoded += bytes;
    if (this.#packed !== null) this.checkRatio(name, this.#packed, this.#decoded, DECODED_FLOOR);
  }

  /** Throws `CONTAINER_TOO_LARGE`. */
  checkSize(name: string, size: number): void {
    const { maxSize } = this.limits;
    if (size <= maxSize) return;
    throw new HotfixkitError(
      'CONTAINER_TOO_LARGE',
      `unpacks to more than ${maxSize} bytes; --max-size allows more`,
      { entry: name, expected: `${maxSize} bytes at most`, found: size },
    );
  }

  /**
   * Unpacks data for random access. Throws `CONTAINER_TOO_LARGE` and `CONTAINER_RATIO` if the unpacked data exceeds the
   * limits, and what `pieces` throws.
   */
  store(name: string, pieces: Iterable<Uint8Array>, size: number): ByteSource {
    this.#checkTotal(name, this.#bytes + size);
    return this.#scratch.store(this.#counted(name, pieces), size);
  }

  /** Keeps a file open until {@link close}. */
  keepOpen<Source extends { close(): void }>(source: Source): Source {
    this.#open.push(source);
    return source;
  }

  /** A running digest, for containers that state hashes of their files. */
  hasher(name: HashName): Hasher {
    return new Hasher(name);
  }

  close(): void {
    for (const source of this.#open.splice(0)) source.close();
    this.#scratch.close();
  }

  #checkTotal(name: string, bytes: number): void {
    this.checkSize(name, bytes);
    if (this.#packed !== null) this.checkRatio(name, this.#packed, bytes, TOTAL_RATIO_FLOOR);
  }

  *#counted(name: string, pieces: Iterable<Uint8Array>): Generator<Uint8Array, void, void> {
    for (const piece of pieces) {
      this.#bytes += piece.length;
      this.#checkTotal(name, this.#bytes);
      yield piece;
    }
  }
}

/** An explicit limit applies unchanged; the default is lower for small downloads. */
function mostEntries(most: number, packed: number | null): number {
  return Math.min(most, mostOf(packed, ENTRIES_FLOOR, LEAST_ENTRY));
}

/** The limit of a download: `floor`, or its size divided by the least bytes per item if more. */
function mostOf(packed: number | null, floor: number, bytesEach: number): number {
  return packed === null ? Number.POSITIVE_INFINITY : Math.max(floor, Math.floor(packed / bytesEach));
}
