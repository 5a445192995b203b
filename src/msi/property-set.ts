import { ByteReader } from '../core/byte-reader.js';
import { decodeText, encodeText, isKnownCodePage } from '../core/code-page.js';
import { HotfixkitError } from '../core/errors.js';
import { dateToFiletime, filetimeToDate } from '../core/filetime.js';
import { formatGuid, parseGuid } from '../core/guid.js';

/** FMTID of the summary information (MS-OLEPS 2.25). */
const FMTID = '{F29F85E0-4FF9-1068-AB91-08002B27B3D9}';

/** Identifier of the code page of the strings (MS-OLEPS 2.18.2). */
const CODE_PAGE = 1;

/** Identifier of the names of properties (MS-OLEPS 2.18.1), which have no type in front. */
const DICTIONARY = 0;

/** The one code page in which a terminator takes two bytes. */
const UTF_16 = 1200;

/** Property types that occur (MS-OLEPS 2.15). */
export const PropertyType = { i2: 2, i4: 3, string: 30, filetime: 64 } as const;

/** A property of the summary information: its type (MS-OLEPS 2.2) and its value. Dates are UTC. */
export interface SummaryValue {
  type: number;
  value: string | number | Date | null;
  /** 100 ns since 1601: what a Date would round. */
  filetime?: bigint;
}

/**
 * The properties of the summary information in a property set stream (MS-OLEPS 2.21), by identifier. Throws `MSI_BAD_SUMMARY`
 * for a stream that holds none; a property that cannot be read is given to `onError`.
 */
export function readPropertySet(
  bytes: Uint8Array,
  onError: (id: number, error: HotfixkitError) => void,
  tolerant: boolean,
): Map<number, SummaryValue> {
  const header = new ByteReader(bytes, 'PropertySetStream', 0, 'MSI_BAD_SUMMARY');
  const byteOrder = header.u16();
  if (byteOrder !== 0xfffe) {
    throw new HotfixkitError('MSI_BAD_SUMMARY', 'the summary information has no byte order mark', {
      offset: 0,
      structure: 'PropertySetStream',
      expected: 0xfffe,
      found: byteOrder,
    });
  }
  header.skip(2 + 4 + 16); // Version, SystemIdentifier, CLSID
  const sets = header.u32();
  let start = -1;
  for (let i = 0; i < Math.min(sets, 2); i++) {
    const fmtid = formatGuid(header.take(16));
    const offset = header.u32();
    if (fmtid === FMTID) start = offset;
  }
  if (start < 0 || start > bytes.length) {
    throw new HotfixkitError('MSI_BAD_SUMMARY', 'the stream does not hold the summary information', {
      offset: 28,
      structure: 'PropertySetStream',
      expected: FMTID,
    });
  }
  const section = bytes.subarray(start);
  const reader = new ByteReader(section, 'PropertySet', start, 'MSI_BAD_SUMMARY');
  reader.skip(4); // Size
  const stated = reader.u32();
  // A tolerant reader takes the properties that there is room for: those that are none show when they are read.
  const count = tolerant ? Math.min(stated, Math.floor(reader.remaining / 8)) : stated;
  if (count > section.length / 8) {
    throw new HotfixkitError(
      'MSI_BAD_SUMMARY',
      'the summary information states more properties than it can hold',
      {
        offset: start + 4,
        structure: 'PropertySet',
        expected: `at most ${Math.floor(section.length / 8)}`,
        found: count,
      },
    );
  }
  const places = Array.from({ length: count }, () => ({ id: reader.u32(), offset: reader.u32() }));
  const properties = new Map<number, SummaryValue>();
  // The code page comes first: it says how to read the strings.
  places.sort((a, b) => Number(b.id === CODE_PAGE) - Number(a.id === CODE_PAGE));
  let codePage = 0;
  let characters = 0;
  const valueAt = (id: number, offset: number): SummaryValue | null => {
    try {
      const value = parseValue(section, offset, start, codePage);
      if (typeof value?.value === 'string') characters += value.value.length;
      if (characters <= section.length) return value;
      throw new HotfixkitError('MSI_BAD_SUMMARY', 'the properties of the summary information overlap', {
        offset: start + offset,
        structure: 'PropertySet',
      });
    } catch (error) {
      if (!(error instanceof HotfixkitError) || error.code !== 'MSI_BAD_SUMMARY') throw error;
      onError(id, error);
      return null;
    }
  };
  for (const { id, offset } of places) {
    if (id === DICTIONARY) continue;
    const value = valueAt(id, offset);
    if (!value) continue;
    if (id === CODE_PAGE && typeof value.value === 'number') {
      codePage = isKnownCodePage(value.value) ? value.value : 0;
    }
    properties.set(id, value);
  }
  return new Map([...properties].sort(([a], [b]) => a - b));
}

function parseValue(
  section: Uint8Array,
  offset: number,
  base: number,
  codePage: number,
): SummaryValue | null {
  if (offset > section.length) {
    throw new HotfixkitError('MSI_BAD_SUMMARY', 'a property is past the end of the summary information', {
      offset: base + section.length,
      structure: 'PropertySet',
      found: offset,
    });
  }
  const reader = new ByteReader(
    section.subarray(offset),
    'TypedPropertyValue',
    base + offset,
    'MSI_BAD_SUMMARY',
  );
  const type = reader.u32();
  switch (type) {
    case PropertyType.i2:
      return { type, value: (reader.u16() << 16) >> 16 };
    case PropertyType.i4:
      return { type, value: reader.i32() };
    case PropertyType.filetime: {
      const filetime = reader.u64();
      return { type, value: filetimeToDate(filetime), filetime };
    }
    case PropertyType.string: {
      const length = reader.u32();
      // The length counts a terminator that is not always there; writers also let it run past the end.
      const text = decodeText(reader.take(Math.min(length, reader.remaining)), codePage);
      const end = text.indexOf('\0');
      return { type, value: end < 0 ? text : text.slice(0, end) };
    }
    default:
      return null;
  }
}

/** The stream for a set of properties; strings in the code page that property 1 states. */
export function writePropertySet(properties: ReadonlyMap<number, SummaryValue>): Uint8Array {
  const page = properties.get(CODE_PAGE)?.value;
  const codePage = typeof page === 'number' && isKnownCodePage(page) ? page : 0;
  const entries = [...properties]
    .sort(([a], [b]) => a - b)
    .map(([id, value]) => ({ id, bytes: encodeValue(value, codePage) }));
  const start = 48;
  const valuesStart = 8 + 8 * entries.length;
  const sectionSize = entries.reduce((sum, entry) => sum + entry.bytes.length, valuesStart);
  const bytes = new Uint8Array(start + sectionSize);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0xfffe, true);
  view.setUint32(4, 0x00020005, true); // SystemIdentifier: Win32, as Windows Installer writes it
  view.setUint32(24, 1, true);
  bytes.set(parseGuid(FMTID), 28);
  view.setUint32(44, start, true);
  view.setUint32(start, sectionSize, true);
  view.setUint32(start + 4, entries.length, true);
  let offset = valuesStart;
  entries.forEach(({ id, bytes: value }, i) => {
    view.setUint32(start + 8 + 8 * i, id, true);
    view.setUint32(start + 12 + 8 * i, offset, true);
    bytes.set(value, start + offset);
    offset += value.length;
  });
  return bytes;
}

/** Type and value, padded to four bytes. */
function encodeValue({ type, value, filetime }: SummaryValue, codePage: number): Uint8Array {
  if (type === PropertyType.string) {
    const text = encodeText(String(value ?? ''), codePage);
    const length = text.length + (codePage === UTF_16 ? 2 : 1);
    const bytes = new Uint8Array(8 + 4 * Math.ceil(length / 4));
    const view = new DataView(bytes.buffer);
    view.setUint32(0, type, true);
    view.setUint32(4, length, true);
    bytes.set(text, 8);
    return bytes;
  }
  const bytes = new Uint8Array(type === PropertyType.filetime ? 12 : 8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, type, true);
  if (type === PropertyType.filetime) {
    view.setBigUint64(4, filetime ?? (value instanceof Date ? dateToFiletime(value) : 0n), true);
  } else if (type === PropertyType.i2) {
    view.setInt16(4, Number(value), true);
  } else {
    view.setInt32(4, Number(value), true);
  }
  return bytes;
}
