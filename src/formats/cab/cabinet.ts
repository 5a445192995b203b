import { ByteReader } from '../../core/byte-reader.js';
import { type ByteSource, SliceSource } from '../../core/byte-source.js';
import { Diagnostics } from '../../core/diagnostics.js';
import { type ErrorFacts, HotfixkitError, type Warning } from '../../core/errors.js';
import { plural } from '../../core/plural.js';
import type { CabinetBudget } from './cabinet-budget.js';
import { cabinetSignature } from './cabinet-signature.js';
import { CF_FILE_LENGTH, type CfFile, readCfFile } from './cf-file.js';
import { type CfFolder, readCfFolder } from './cf-folder.js';
import { type CfHeader, readCfHeader } from './cf-header.js';

/** No cabinet can count more. */
const MOST_FILES = 0xffff;

/** Options of {@link Cabinet.open}. */
export interface CabinetOptions {
  /** Throw instead of warning. Default false. */
  strict?: boolean;
  /** Of names that are not marked as UTF-8. Default 0: Windows-1252. */
  codePage?: number;
  /** Where in the source the cabinet starts; offsets in errors and headers count from there. Default 0. */
  baseOffset?: number;
  /** Checked before files and folders are read; absent = no limit. */
  budget?: CabinetBudget;
}

/**
 * The directory of one cabinet (MS-CAB 2): header, folders, files. No data is read; see `CabinetSet` for that.
 *
 * Real cabinets differ from the specification: cbCabinet is wrong in truncated ones and excludes appended data
 * (signatures), so offsets are checked against the source; other structures may lie between the last CFFOLDER and the
 * first CFFILE, and coffFiles decides (tools disagree about it, hence the warning).
 */
export class Cabinet {
  readonly header: CfHeader;
  readonly folders: readonly CfFolder[];
  readonly files: readonly CfFile[];
  readonly warnings: readonly Warning[];
  /** The cabinet's bytes, from its header on. */
  readonly source: ByteSource;

  private constructor(
    source: ByteSource,
    codePage: number,
    diagnostics: Diagnostics,
    budget?: CabinetBudget,
  ) {
    this.source = source;
    this.warnings = diagnostics.warnings;
    this.header = readCfHeader(source, codePage);
    if (this.missingBytes > 0) {
      const { code, message, facts } = endsEarly(this, {});
      diagnostics.report(code, message, facts);
    } else checkSignature(this.header, source, diagnostics);
    checkHeader(this.header, diagnostics);
    budget?.countEntries(Math.max(1, this.header.fileCount, this.header.folderCount));
    try {
      this.folders = readFolders(this.header, source);
      const first = Math.min(...this.folders.map(({ dataOffset }) => dataOffset));
      this.files = readFiles(this.header, source, codePage, first);
      this.#tellMore(diagnostics, budget);
    } catch (error) {
      const isCut = error instanceof HotfixkitError && error.code === 'CAB_TRUNCATED';
      throw isCut && this.missingBytes > 0 ? endsEarly(this, error.facts) : error;
    }
  }

  /** The header counts fewer files than are listed. */
  #tellMore(diagnostics: Diagnostics, budget?: CabinetBudget): void {
    const { fileCount } = this.header;
    const more = this.files.length - fileCount;
    if (more === 0) return;
    budget?.countEntries(more);
    diagnostics.report(
      'CAB_BAD_HEADER',
      `the header of the cabinet counts ${plural(fileCount, 'file')}, and ${this.files.length} are listed: all of them are read`,
      { offset: 0x1c, structure: 'CFHEADER', expected: fileCount, found: this.files.length },
    );
  }

  /** Bytes that the header states and the source does not have. */
  get missingBytes(): number {
    return Math.max(0, this.header.size - this.source.size);
  }

  /**
   * Throws `CAB_BAD_SIGNATURE`, `CAB_TRUNCATED`, `CAB_BAD_HEADER`, `CAB_BAD_FOLDER`, `CAB_BAD_FILE`;
   * `UNKNOWN_CODE_PAGE`; the budget's errors.
   */
  static open(source: ByteSource, options: CabinetOptions = {}): Cabinet {
    const { strict = false, codePage = 0, baseOffset = 0, budget } = options;
    const own = baseOffset === 0 ? source : new SliceSource(source, baseOffset);
    return new Cabinet(own, codePage, new Diagnostics(strict), budget);
  }
}

/** The error of a cabinet that has been cut. */
export function endsEarly(
  { header, source }: Pick<Cabinet, 'header' | 'source'>,
  facts: ErrorFacts,
): HotfixkitError {
  const early = `the cabinet ends ${plural(header.size - source.size, 'byte')} too early`;
  return new HotfixkitError('CAB_TRUNCATED', `${early}: the download is incomplete`, {
    offset: 8,
    structure: 'CFHEADER',
    ...facts,
    expected: `${header.size} bytes`,
    found: `${source.size} bytes`,
  });
}

/** The signature lies behind the cabinet, so that all files are there. */
function checkSignature(header: CfHeader, source: ByteSource, diagnostics: Diagnostics): void {
  const signature = cabinetSignature(header);
  const end = signature ? signature.offset + signature.size : 0;
  if (end <= source.size) return;
  const where = signature!.offset < source.size ? 'inside' : 'before';
  diagnostics.report(
    'CAB_TRUNCATED',
    `the cabinet ends ${plural(end - source.size, 'byte')} too early, ${where} its signature: the download is incomplete`,
    { structure: 'CFHEADER', expected: `${end} bytes`, found: `${source.size} bytes` },
  );
}

function checkHeader(header: CfHeader, diagnostics: Diagnostics): void {
  const structure = 'CFHEADER';
  if (header.majorVersion !== 1 || header.minorVersion !== 3) {
    diagnostics.report('CAB_BAD_HEADER', 'the cabinet is of another version than 1.3', {
      offset: 0x18,
      structure,
      found: `${header.majorVersion}.${header.minorVersion}`,
    });
  }
  // WiX writes cabinets without folders and files for empty media.
  if (header.fileCount === 0 && header.folderCount === 0) {
    diagnostics.report('CAB_BAD_HEADER', 'the cabinet is empty', { offset: 0x1a, structure });
  } else if (header.fileCount === 0 || header.folderCount === 0) {
    throw new HotfixkitError(
      'CAB_BAD_HEADER',
      'the cabinet has folders without files, or files without folders',
      {
        offset: 0x1a,
        structure,
        found: `${header.folderCount} folders, ${header.fileCount} files`,
      },
    );
  }
  const foldersEnd = header.length + header.folderCount * (8 + header.folderReserve);
  if (header.fileCount > 0 && header.filesOffset !== foldersEnd) {
    diagnostics.report('CAB_BAD_HEADER', 'the files are not listed right after the folders', {
      offset: 0x10,
      structure,
      expected: foldersEnd,
      found: header.filesOffset,
    });
  }
}

function readFolders(header: CfHeader, source: ByteSource): CfFolder[] {
  const each = 8 + header.folderReserve;
  const most = Math.min(header.folderCount * each, source.size - header.length);
  const reader = new ByteReader(source.read(header.length, most), 'CFFOLDER', header.length, 'CAB_TRUNCATED');
  return Array.from({ length: header.folderCount }, (_, index) =>
    readCfFolder(reader, index, header.folderReserve),
  );
}

function readFiles(header: CfHeader, source: ByteSource, codePage: number, dataOffset: number): CfFile[] {
  if (header.fileCount === 0) return [];
  const from = header.filesOffset;
  if (from > source.size) {
    throw new HotfixkitError('CAB_TRUNCATED', 'the list of files is past the end of the cabinet', {
      offset: 0x10,
      structure: 'CFHEADER',
      expected: `at most ${source.size}`,
      found: from,
    });
  }
  const longest = header.fileCount * (CF_FILE_LENGTH + 256);
  const bytes = source.read(
    from,
    Math.min(
      Math.max(longest, Math.min(dataOffset - from, MOST_FILES * (CF_FILE_LENGTH + 256))),
      source.size - from,
    ),
  );
  const reader = new ByteReader(bytes, 'CFFILE', from, 'CAB_TRUNCATED');
  const files = Array.from({ length: header.fileCount }, () =>
    readCfFile(reader, header.folderCount, codePage),
  );
  while (reader.offset + CF_FILE_LENGTH < dataOffset && files.length < MOST_FILES) {
    const next = readFurther(reader, header, codePage, files.at(-1)!);
    if (next === null) break;
    files.push(next);
  }
  return files;
}

/** Whether what follows the list of files continues it: a file that begins where the one before it ends. */
function readFurther(reader: ByteReader, header: CfHeader, codePage: number, before: CfFile): CfFile | null {
  try {
    const next = readCfFile(reader, header.folderCount, codePage);
    const isBehind =
      next.folderIndex === before.folderIndex && next.folderOffset === before.folderOffset + before.size;
    const isFirst = next.folderIndex === before.folderIndex + 1 && next.folderOffset === 0;
    // Zeros are no entry: a time of nothing.
    return (isBehind || isFirst) && next.modified !== null ? next : null;
  } catch (error) {
    if (error instanceof HotfixkitError && error.kind === 'input') return null;
    throw error;
  }
}
