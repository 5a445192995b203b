import { crc32 } from '../../src/core/crc32.js';

/*
 * Writes a zip archive (APPNOTE.TXT) as a blob: content goes through the browser's deflate as it comes and is kept by the
 * browser, on disk where it is much. Zip64 where a size or the number of files asks for it.
 */

const Signatures = { file: 0x04034b50, header: 0x02014b50, end: 0x06054b50 } as const;
const Zip64 = { end: 0x06064b50, locator: 0x07064b50, field: 1 } as const;
const UTF8 = 0x0800;
const DEFLATE = 8;
const STORED = 0;
/** 2.0, and 4.5 for Zip64; made on MS-DOS, so that attributes are those of Windows. */
const VERSION = 20;
const VERSION_ZIP64 = 45;
const READ_ONLY = 1;
const IN_ZIP64 = 0xffffffff;
const MANY = 0xffff;

export interface ZipFileFacts {
  /** `/` between the parts. */
  path: string;
  modified: Date | null;
  readOnly: boolean;
}

/** A file that is being written. */
export interface ZipFileWriter {
  /** Takes a copy of the bytes. */
  write(bytes: Uint8Array): Promise<void>;
  end(): Promise<void>;
}

type Part = Blob | Uint8Array<ArrayBuffer>;

interface Written extends ZipFileFacts {
  offset: number;
  crc: number;
  size: number;
  packed: number;
  method: number;
}

export class ZipWriter {
  readonly #parts: Part[] = [];
  readonly #files: Written[] = [];
  #offset = 0;

  /** Begins a file; several may be written at the same time. */
  begin(facts: ZipFileFacts): ZipFileWriter {
    // Made when there is something to compress: a stream takes memory.
    let stream: {
      writer: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
      packed: Promise<Blob>;
    } | null = null;
    let crc = 0;
    let size = 0;
    return {
      write: async (bytes) => {
        if (bytes.length === 0) return;
        stream ??= deflate();
        crc = crc32(bytes, crc);
        size += bytes.length;
        await stream.writer.write(new Uint8Array(bytes));
      },
      end: async () => {
        await stream?.writer.close();
        const packed = stream ? await stream.packed : null;
        this.#add({
          ...facts,
          offset: this.#offset,
          crc,
          size,
          packed: packed?.size ?? 0,
          method: packed ? DEFLATE : STORED,
        });
        if (packed) this.#push(packed, packed.size);
      },
    };
  }

  finish(): Blob {
    const start = this.#offset;
    for (const file of this.#files) this.#pushBytes(directoryHeader(file));
    this.#pushBytes(endRecords(this.#files.length, start, this.#offset - start));
    return new Blob(this.#parts, { type: 'application/zip' });
  }

  #add(file: Written): void {
    this.#files.push(file);
    this.#pushBytes(localHeader(file));
  }

  #push(part: Part, size: number): void {
    this.#parts.push(part);
    this.#offset += size;
  }

  #pushBytes(bytes: Uint8Array<ArrayBuffer>): void {
    this.#push(bytes, bytes.length);
  }
}

function deflate(): { writer: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>; packed: Promise<Blob> } {
  const { readable, writable } = new CompressionStream('deflate-raw');
  return { writer: writable.getWriter(), packed: new Response(readable).blob() };
}

/** Fields of two, four and eight bytes, little-endian. */
function record(...fields: readonly (readonly [bytes: 2 | 4 | 8, value: number])[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(fields.reduce((sum, [length]) => sum + length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [length, value] of fields) {
    if (length === 2) view.setUint16(at, value, true);
    else if (length === 4) view.setUint32(at, value, true);
    else view.setBigUint64(at, BigInt(value), true);
    at += length;
  }
  return bytes;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

const isLarge = (value: number): boolean => value >= IN_ZIP64;
const inFour = (value: number): number => (isLarge(value) ? IN_ZIP64 : value);

/** The values that do not fit into the header, in the order of the standard. */
function zip64Field(values: readonly number[]): Uint8Array {
  const large = values.filter(isLarge);
  if (large.length === 0) return new Uint8Array();
  return record([2, Zip64.field], [2, 8 * large.length], ...large.map((value) => [8, value] as const));
}

/** The version that is needed, flags, method, time, CRC and sizes: what both headers have. */
function commonFields({ method, modified, crc, packed, size }: Written, isZip64: boolean) {
  const { date, time } = dosTime(modified);
  return [
    [2, isZip64 ? VERSION_ZIP64 : VERSION],
    [2, UTF8],
    [2, method],
    [2, time],
    [2, date],
    [4, crc],
    [4, inFour(packed)],
    [4, inFour(size)],
  ] as const;
}

function localHeader(file: Written): Uint8Array<ArrayBuffer> {
  const name = new TextEncoder().encode(file.path);
  // In a local header both sizes are there or none.
  const hasLarge = isLarge(file.size) || isLarge(file.packed);
  const extra = hasLarge
    ? record([2, Zip64.field], [2, 16], [8, file.size], [8, file.packed])
    : new Uint8Array();
  const sizes = hasLarge ? { ...file, size: IN_ZIP64, packed: IN_ZIP64 } : file;
  return joined(
    record([4, Signatures.file], ...commonFields(sizes, hasLarge), [2, name.length], [2, extra.length]),
    name,
    extra,
  );
}

function directoryHeader(file: Written): Uint8Array<ArrayBuffer> {
  const name = new TextEncoder().encode(file.path);
  const extra = zip64Field([file.size, file.packed, file.offset]);
  const isZip64 = extra.length > 0;
  return joined(
    record(
      [4, Signatures.header],
      [2, isZip64 ? VERSION_ZIP64 : VERSION],
      ...commonFields(file, isZip64),
      [2, name.length],
      [2, extra.length],
      [2, 0],
      [2, 0],
      [2, 0],
      [4, file.readOnly ? READ_ONLY : 0],
      [4, inFour(file.offset)],
    ),
    name,
    extra,
  );
}

function endRecords(count: number, start: number, size: number): Uint8Array<ArrayBuffer> {
  const isZip64 = count >= MANY || isLarge(start) || isLarge(size);
  const few = Math.min(count, MANY);
  const end = record(
    [4, Signatures.end],
    [2, 0],
    [2, 0],
    [2, few],
    [2, few],
    [4, inFour(size)],
    [4, inFour(start)],
    [2, 0],
  );
  if (!isZip64) return end;
  return joined(
    record(
      [4, Zip64.end],
      [8, 44],
      [2, VERSION_ZIP64],
      [2, VERSION_ZIP64],
      [4, 0],
      [4, 0],
      [8, count],
      [8, count],
      [8, size],
      [8, start],
    ),
    record([4, Zip64.locator], [4, 0], [8, start + size], [4, 1]),
    end,
  );
}

/** The time as MS-DOS has it, in UTC, as the times of packages are shown; 1980 for a file without one. */
function dosTime(modified: Date | null): { date: number; time: number } {
  const at = modified && modified.getUTCFullYear() >= 1980 ? modified : new Date(Date.UTC(1980, 0, 1));
  return {
    date: ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(),
    time: (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1),
  };
}
