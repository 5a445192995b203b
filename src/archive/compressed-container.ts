import type { ByteSource } from '../core/byte-source.js';
import type { Warning } from '../core/errors.js';
import { plural } from '../core/plural.js';
import { type CompressedFile, expandedPieces } from '../formats/compress/compressed-file.js';
import { archivesBehind } from './archives-behind.js';
import type { Container, ContainerMember } from './container.js';
import { memberPaths } from './member-paths.js';
import { SelfOpeningFile } from './self-opening-file.js';
import { SeparateMembers } from './separate-members.js';
import type { UnpackBudget } from './unpack-budget.js';

/**
 * Last letters of extensions common in setup packages, used if the file does not state the missing one. Other
 * extensions are not guessed.
 */
const commonEndings: readonly string[] = [
  ...['exe', 'dll', 'sys', 'ocx', 'drv', 'cpl', 'com', 'vxd'],
  ...['inf', 'ini', 'hlp', 'chm', 'txt', 'cat', 'cab', 'zip'],
];

/** The methods of KWAJ up to this one have a byte for each byte. */
const INVERTED = 1;
const MSZIP = 4;
/** Method of KWAJ whose last byte may have bits that look like data. */
const LZ_WITH_HUFFMAN = 3;

/** A single file written by COMPRESS.EXE, as an archive of that file. */
export class CompressedContainer extends SeparateMembers implements Container {
  readonly kind = 'compressed';
  readonly title: string;
  readonly facts: Readonly<Record<string, string>>;
  readonly cabinet = null;
  readonly files: readonly ContainerMember[];
  readonly warnings: Warning[];

  /** Throws `CONTAINER_*`, and for a file that does not state its size what {@link expandedPieces} throws. */
  constructor(source: ByteSource, file: CompressedFile, name: string, budget: UnpackBudget) {
    super();
    budget.countEntries(1);
    const size = file.size ?? countedSize(source, file, name, budget);
    budget.checkSize(name, size);
    budget.checkRatio(name, source.size, size);
    this.title = `file compressed with COMPRESS.EXE (${file.format})`;
    this.facts = file.format === 'KWAJ' ? { Method: methods[file.method]! } : {};
    const { paths, warnings } = memberPaths([expandedName(name, file)], budget.renameUnsafe);
    this.warnings = [
      ...(file.size === null ? [sizeUnknown(file)] : []),
      ...archivesBehind(source, searchedFrom(source, file), 'compressed file'),
      ...warnings,
    ];
    let told = false;
    const onPadding = (bytes: number): void => {
      if (!told) this.warnings.push(padded(bytes));
      told = true;
    };
    this.files = [new CompressedMember(source, file, paths[0]!, { size, budget, onPadding })];
  }
}

const methods: readonly string[] = ['stored', 'inverted', 'LZSS', 'LZ with Huffman codes', 'MSZIP'];

class CompressedMember extends SelfOpeningFile implements ContainerMember {
  readonly path: string;
  readonly size: number;
  readonly readOnly = false;
  readonly encrypted = false;
  readonly #packed: ByteSource;
  readonly #file: CompressedFile;
  readonly #budget: UnpackBudget;
  readonly #onPadding: (bytes: number) => void;
  #source: ByteSource | null = null;

  constructor(
    packed: ByteSource,
    file: CompressedFile,
    path: string,
    { size, budget, onPadding }: { size: number; budget: UnpackBudget; onPadding: (bytes: number) => void },
  ) {
    super();
    this.#onPadding = onPadding;
    this.#packed = packed;
    this.#file = file;
    this.#budget = budget;
    this.path = path;
    this.size = size;
  }

  modified(): Date | null {
    return null;
  }

  source(): ByteSource {
    this.#source ??= this.#budget.store(this.path, this.pieces(), this.size);
    return this.#source;
  }

  pieces(): Generator<Uint8Array, void, void> {
    return expandedPieces(this.#packed, this.#file, this.#onPadding);
  }
}

/**
 * From where other archives are searched. The end of LZSS and of Huffman codes shows only when they are decoded; an archive
 * that is compressed that way is not recognised in them.
 */
function searchedFrom(source: ByteSource, { method, size, dataOffset }: CompressedFile): number {
  if (method <= INVERTED) return size === null ? source.size : dataOffset + size;
  return method === MSZIP ? endOfBlocks(source, dataOffset) : dataOffset;
}

/** Each block has its length before it; a length of 0 ends them. */
function endOfBlocks(source: ByteSource, start: number): number {
  for (let at = start; at + 2 <= source.size; ) {
    const [low, high] = source.read(at, 2);
    const length = low! | (high! << 8);
    at += 2 + length;
    if (length === 0) return at;
  }
  return source.size;
}

function padded(bytes: number): Warning {
  return {
    code: 'COMPRESS_PADDING',
    message: `${plural(bytes, 'byte')} of padding after the compressed data ${bytes === 1 ? 'is' : 'are'} ignored`,
  };
}

/** Of the methods, only MSZIP marks the end of its data. */
function sizeUnknown({ method }: CompressedFile): Warning {
  return {
    code: 'COMPRESS_SIZE_UNKNOWN',
    message:
      method === LZ_WITH_HUFFMAN
        ? 'the header states no size: nothing tells whether the end of the file is missing or has a few bytes too many'
        : 'the header states no size: nothing tells whether the end of the file is missing',
    offset: 0x0c,
  };
}

/** The size if the header lacks it: expands the file once to measure it. */
function countedSize(source: ByteSource, file: CompressedFile, name: string, budget: UnpackBudget): number {
  let size = 0;
  for (const piece of expandedPieces(source, file)) {
    size += piece.length;
    budget.checkSize(name, size);
    budget.checkRatio(name, source.size, size);
  }
  return size;
}

/**
 * The original file name: from the header, else its own with the missing letter in place of the final underscore or
 * dollar sign, in the case of the letter before. Unchanged if the letter is unknown.
 */
export function expandedName(
  name: string,
  file: Pick<CompressedFile, 'missingLetter' | 'name' | 'extension'>,
): string {
  const dot = name.lastIndexOf('.');
  const stem = dot < 0 ? name : name.slice(0, dot);
  if (file.name !== null || file.extension !== null) {
    const extension = file.extension ?? '';
    return `${file.name ?? stem}${extension === '' ? '' : `.${extension}`}`;
  }
  if (!/[_$]$/.test(name)) return name;
  const rest = name.slice(0, -1);
  const before = rest.slice(-1);
  // Some writers append an underscore to complete names.
  if (file.missingLetter === null && dot >= 0 && rest.length - dot === 4) return rest;
  const letter = file.missingLetter ?? guessedLetter(dot < 0 ? '' : rest.slice(dot + 1));
  if (letter === null) return name;
  const isLower = before === '' || before === before.toLowerCase();
  return rest + (isLower ? letter.toLowerCase() : letter.toUpperCase());
}

function guessedLetter(start: string): string | null {
  const fitting = commonEndings.filter((one) => start.length === 2 && one.startsWith(start.toLowerCase()));
  return fitting.length === 1 ? fitting[0]!.slice(2) : null;
}
