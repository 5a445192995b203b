/*
 * Writes version resources for tests, 32-bit (UTF-16) and 16-bit (ANSI). Nothing here is shared with the reader.
 */

export interface VersionPlan {
  /** `a.b.c.d`; becomes dwFileVersionMS/LS and, where `strings` has none, the text FileVersion. */
  fileVersion: string;
  /** Where absent, `fileVersion`. */
  productVersion?: string;
  /** Pairs of language and code page in VarFileInfo; [[0x409, 1200]] where absent. */
  translations?: [language: number, codePage: number][];
  /** Texts of the one StringTable that each translation gets. */
  strings?: Record<string, string>;
  flags?: number;
  /** VFT_*; 1 program, 2 library. */
  type?: number;
}

/** The resource's data. `narrow` writes the 16-bit shape. */
export function buildVersionResource(plan: VersionPlan, narrow = false): Uint8Array {
  const block = narrow ? narrowBlock : wideBlock;
  const [fileMs, fileLs] = dwords(plan.fileVersion);
  const [productMs, productLs] = dwords(plan.productVersion ?? plan.fileVersion);
  const fixed = u32s(
    0xfeef04bd,
    0x10000,
    fileMs,
    fileLs,
    productMs,
    productLs,
    0x3f,
    plan.flags ?? 0,
    narrow ? 0x1 : 0x40004,
    plan.type ?? 1,
    0,
    0,
    0,
  );
  const translations = plan.translations ?? [[0x409, narrow ? 1252 : 1200]];
  const strings = {
    FileVersion: plan.fileVersion,
    ProductVersion: plan.productVersion ?? plan.fileVersion,
    ...plan.strings,
  };
  const tables = translations.map(([language, codePage]) =>
    block(
      hex4(language) + hex4(codePage),
      1,
      null,
      Object.entries(strings).map(([key, text]) => block(key, 1, text, [])),
    ),
  );
  const pairs = Uint8Array.from(
    translations.flatMap(([language, codePage]) => [...u16(language), ...u16(codePage)]),
  );
  return block('VS_VERSION_INFO', 0, fixed, [
    block('StringFileInfo', 1, null, tables),
    block('VarFileInfo', 1, null, [block('Translation', 0, pairs, [])]),
  ]);
}

type Value = string | Uint8Array | null;

function wideBlock(key: string, type: 0 | 1, value: Value, children: Uint8Array[]): Uint8Array {
  const bytes = typeof value === 'string' ? utf16(`${value}\0`) : (value ?? new Uint8Array());
  const valueLength = typeof value === 'string' ? value.length + 1 : bytes.length;
  return withLength([u16(0), u16(valueLength), u16(type), utf16(`${key}\0`)], bytes, children);
}

function narrowBlock(key: string, _type: 0 | 1, value: Value, children: Uint8Array[]): Uint8Array {
  const bytes = typeof value === 'string' ? latin1(`${value}\0`) : (value ?? new Uint8Array());
  return withLength([u16(0), u16(bytes.length), latin1(`${key}\0`)], bytes, children);
}

/** Header, value and children, each from a multiple of 4 on; wLength counts the last one without padding. */
function withLength(header: Uint8Array[], value: Uint8Array, children: Uint8Array[]): Uint8Array {
  const bytes: number[] = [];
  for (const part of header) bytes.push(...part);
  for (const part of [value, ...children]) {
    if (part.length === 0) continue;
    while (bytes.length % 4 !== 0) bytes.push(0);
    bytes.push(...part);
  }
  bytes.splice(0, 2, ...u16(bytes.length));
  return Uint8Array.from(bytes);
}

function dwords(version: string): [ms: number, ls: number] {
  const [a = 0, b = 0, c = 0, d = 0] = version.split('.').map(Number);
  return [a * 0x10000 + b, c * 0x10000 + d];
}

function hex4(value: number): string {
  return value.toString(16).toUpperCase().padStart(4, '0');
}

function u16(value: number): Uint8Array {
  return Uint8Array.of(value & 255, value >> 8);
}

function u32s(...values: number[]): Uint8Array {
  return Uint8Array.from(values.flatMap((v) => [v & 255, (v >>> 8) & 255, (v >>> 16) & 255, v >>> 24]));
}

function utf16(text: string): Uint8Array {
  return Uint8Array.from(Array.from(text).flatMap((character) => [...u16(character.charCodeAt(0))]));
}

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
