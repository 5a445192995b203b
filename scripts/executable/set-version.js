/** Offsets into the headers of a portable executable (PE format). */
const PE_OFFSET = 0x3c;
const OPTIONAL_HEADER = 24;
const CHECKSUM = 64;
const PE32_PLUS = 0x20b;
const DIRECTORIES = { pe32: 96, pe32Plus: 112 };
const RESOURCES = 2;
const SECTION = 40;
/** The type of the resource in which the version is. */
const RT_VERSION = 16;
const SUBDIRECTORY = 0x80000000;
/** VS_FIXEDFILEINFO: its size, and where the versions of the file and of the product are in it. */
const FIXED = { size: 52, signature: 0xfeef04bd, file: 8, product: 16 };

/**
 * Puts a version and names into the version resource of a program, in place of those that are there. Returns other bytes.
 *
 * @param strings Such as `ProductName`; `FileVersion` and `ProductVersion` are added.
 * @throws Error where there is no such resource, or no room in it.
 */
export function setVersion(program, version, strings) {
  const bytes = Buffer.from(program);
  const resource = versionResource(bytes);
  const old = bytes.subarray(resource.offset, resource.offset + resource.size);
  const at = old.indexOf(Buffer.from([0xbd, 0x04, 0xef, 0xfe]));
  if (at < 0) throw new Error('the version resource has no version');
  const fixed = Buffer.from(old.subarray(at, at + FIXED.size));
  const [major = 0, minor = 0, patch = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  for (const place of [FIXED.file, FIXED.product]) {
    fixed.writeUInt32LE(major * 0x10000 + minor, place);
    fixed.writeUInt32LE(patch * 0x10000, place + 4);
  }
  const all = { ...strings, FileVersion: version, ProductVersion: version };
  const made = versionInfo(fixed, all);
  if (made.length > resource.size)
    throw new Error(`the version resource has room for ${resource.size} bytes, not for ${made.length}`);
  old.fill(0);
  made.copy(old);
  bytes.writeUInt32LE(made.length, resource.entry + 4);
  // The checksum is of the file as it was; 0 says that there is none.
  bytes.writeUInt32LE(0, bytes.readUInt32LE(PE_OFFSET) + OPTIONAL_HEADER + CHECKSUM);
  return bytes;
}

/** Where the resource is in the file, and its entry: address, size. */
function versionResource(bytes) {
  const optional = bytes.readUInt32LE(PE_OFFSET) + OPTIONAL_HEADER;
  const is64 = bytes.readUInt16LE(optional) === PE32_PLUS;
  const directory = optional + (is64 ? DIRECTORIES.pe32Plus : DIRECTORIES.pe32) + RESOURCES * 8;
  const sections = optional + bytes.readUInt16LE(optional - 4);
  const offsetOf = (address) => {
    for (let i = 0; i < bytes.readUInt16LE(optional - 18); i++) {
      const section = sections + i * SECTION;
      const below = address - bytes.readUInt32LE(section + 12);
      if (below >= 0 && below < bytes.readUInt32LE(section + 16))
        return below + bytes.readUInt32LE(section + 20);
    }
    throw new Error('an address is in no section');
  };
  const start = offsetOf(bytes.readUInt32LE(directory));
  // The type, then the first name and the first language of it.
  let place = start + entryOf(bytes, start, (id) => id === RT_VERSION);
  for (let level = 0; level < 2; level++) place = start + entryOf(bytes, place, () => true);
  return { entry: place, offset: offsetOf(bytes.readUInt32LE(place)), size: bytes.readUInt32LE(place + 4) };
}

function entryOf(bytes, directory, isWanted) {
  const count = bytes.readUInt16LE(directory + 12) + bytes.readUInt16LE(directory + 14);
  for (let i = 0; i < count; i++) {
    const entry = directory + 16 + i * 8;
    if (isWanted(bytes.readUInt32LE(entry))) return (bytes.readUInt32LE(entry + 4) & ~SUBDIRECTORY) >>> 0;
  }
  throw new Error('the program has no version resource');
}

/** VS_VERSIONINFO in English, with Unicode strings. */
function versionInfo(fixed, strings) {
  const texts = Object.entries(strings).map(([key, text]) => {
    const value = Buffer.from(`${text}\0`, 'utf16le');
    return block(key, { isText: true, value, length: value.length / 2 });
  });
  const table = block('040904b0', { isText: true, children: texts });
  const translation = block('Translation', { value: Buffer.from([0x09, 0x04, 0xb0, 0x04]) });
  return block('VS_VERSION_INFO', {
    value: fixed,
    children: [
      block('StringFileInfo', { isText: true, children: [table] }),
      block('VarFileInfo', { isText: true, children: [translation] }),
    ],
  });
}

/** A length, that of the value, the type and the key; then the value and the children, each at a multiple of four. */
function block(key, { value = Buffer.alloc(0), length = value.length, isText = false, children = [] }) {
  const head = Buffer.alloc(6);
  const parts = [head, Buffer.from(`${key}\0`, 'utf16le')];
  const add = (part) => {
    const size = Buffer.concat(parts).length;
    parts.push(Buffer.alloc(-size & 3), part);
  };
  if (value.length > 0) add(value);
  for (const child of children) add(child);
  const bytes = Buffer.concat(parts);
  bytes.writeUInt16LE(bytes.length, 0);
  bytes.writeUInt16LE(length, 2);
  bytes.writeUInt16LE(isText ? 1 : 0, 4);
  return bytes;
}
