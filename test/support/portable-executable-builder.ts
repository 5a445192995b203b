import { buildVersionResource, type VersionPlan } from './version-resource-builder.js';

/*
 * Writes executables for tests: PE32 and PE32+ for every machine that file tables name, and 16-bit NE. They are valid
 * images: the x86, x64 and ARM64 ones can be loaded and started and do nothing, successfully.
 */

export type BuiltPlatform = 'x86' | 'x64' | 'IA-64' | 'ARM64' | 'ARM';

export interface ExecutablePlan {
  platform: BuiltPlatform;
  /** A library rather than a program. */
  dll?: boolean;
  /** No version resource where absent. */
  version?: VersionPlan;
  /** More resources: type, name, language and data. */
  resources?: PlannedResource[];
  /** TimeDateStamp; read as UTC, 2008-04-14 12:00:00 where absent. */
  timestamp?: Date;
  /** Total length in bytes: the code section grows, and what is no multiple of 512 lies behind the image. */
  size?: number;
  /** Attached as the certificate table, behind everything else. */
  certificate?: Uint8Array;
}

export interface PlannedResource {
  type: number | string;
  name: number | string;
  language?: number;
  data: Uint8Array;
}

const FILE_ALIGNMENT = 0x200;
const SECTION_ALIGNMENT: Readonly<Record<BuiltPlatform, number>> = {
  x86: 0x1000,
  x64: 0x1000,
  ARM64: 0x1000,
  ARM: 0x1000,
  'IA-64': 0x2000,
};
const HEADERS_SIZE = 0x400;

const machines: Readonly<Record<BuiltPlatform, number>> = {
  x86: 0x14c,
  x64: 0x8664,
  'IA-64': 0x200,
  ARM64: 0xaa64,
  ARM: 0x1c4,
};

/** What the entry point does: a program returns 0, a library TRUE. */
const code: Readonly<Record<BuiltPlatform, { program: number[]; library: number[] }>> = {
  x86: { program: [0x33, 0xc0, 0xc3], library: [0xb8, 1, 0, 0, 0, 0xc2, 0x0c, 0] },
  x64: { program: [0x33, 0xc0, 0xc3], library: [0xb8, 1, 0, 0, 0, 0xc3] },
  ARM64: {
    program: [0, 0, 0x80, 0x52, 0xc0, 3, 0x5f, 0xd6],
    library: [0x20, 0, 0x80, 0x52, 0xc0, 3, 0x5f, 0xd6],
  },
  ARM: { program: [0, 0x20, 0x70, 0x47], library: [1, 0x20, 0x70, 0x47] },
  'IA-64': { program: [], library: [] },
};

/** A PE32 or PE32+ image, as the platform wants. Equal plans give equal bytes. */
export function buildExecutable(plan: ExecutablePlan): Uint8Array {
  const wide = plan.platform === 'x64' || plan.platform === 'ARM64' || plan.platform === 'IA-64';
  const align = (value: number): number => roundUp(value, SECTION_ALIGNMENT[plan.platform]);
  const program = code[plan.platform][plan.dll ? 'library' : 'program'];

  const resources = [...(plan.resources ?? [])];
  if (plan.version) {
    const data = buildVersionResource({ type: plan.dll ? 2 : 1, ...plan.version });
    resources.unshift({ type: 16, name: 1, language: plan.version.translations?.[0]?.[0] ?? 0x409, data });
  }
  const certificateSize = plan.certificate ? roundUp(plan.certificate.length + 8, 8) : 0;
  const resourceSize =
    resources.length > 0 ? roundUp(resourceSection(resources, 0).length, FILE_ALIGNMENT) : 0;
  const smallest = HEADERS_SIZE + FILE_ALIGNMENT + resourceSize + certificateSize;
  const size = plan.size ?? smallest;
  if (size < smallest) throw new Error(`an executable of ${size} bytes is too small: ${smallest} are needed`);
  const spare = size - smallest;
  const codeSize = FILE_ALIGNMENT + spare - (spare % FILE_ALIGNMENT);
  const codeAddress = align(HEADERS_SIZE);
  const resourceAddress = align(codeAddress + codeSize);
  const imageSize = resourceSize > 0 ? align(resourceAddress + resourceSize) : resourceAddress;

  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  writeDosHeader(bytes, 0x80);
  let at = 0x80;
  const u16 = (value: number): void => {
    view.setUint16(at, value, true);
    at += 2;
  };
  const u32 = (value: number): void => {
    view.setUint32(at, value, true);
    at += 4;
  };
  const word = (value: number): void => {
    u32(value);
    if (wide) u32(0);
  };
  u32(0x00004550);
  u16(machines[plan.platform]);
  u16(resourceSize > 0 ? 2 : 1);
  u32((plan.timestamp ?? new Date(Date.UTC(2008, 3, 14, 12))).getTime() / 1000);
  u32(0);
  u32(0);
  u16(wide ? 240 : 224);
  u16((plan.dll ? 0x2000 : 0) | (wide ? 0x22 : 0x102));

  u16(wide ? 0x20b : 0x10b);
  u16(0x0008); // linker 8.0
  u32(codeSize);
  u32(resourceSize);
  u32(0);
  u32(codeAddress); // entry point
  u32(codeAddress);
  if (!wide) u32(resourceAddress);
  word(plan.dll ? 0x10000000 : 0x400000);
  u32(SECTION_ALIGNMENT[plan.platform]);
  u32(FILE_ALIGNMENT);
  for (const version of [5, 0, 0, 0, 5, 2]) u16(version); // operating system, image, subsystem
  u32(0);
  u32(imageSize);
  u32(HEADERS_SIZE);
  const checksumAt = at;
  u32(0);
  u16(plan.dll ? 2 : 3); // GUI, console
  u16(0x100); // NX compatible
  for (const reserve of [0x100000, 0x1000, 0x100000, 0x1000]) word(reserve);
  u32(0);
  u32(16);
  const directoriesAt = at;
  at += 16 * 8;
  if (resourceSize > 0) {
    view.setUint32(directoriesAt + 16, resourceAddress, true);
    view.setUint32(directoriesAt + 20, resourceSection(resources, 0).length, true);
  }
  if (plan.certificate) {
    view.setUint32(directoriesAt + 32, size - certificateSize, true);
    view.setUint32(directoriesAt + 36, certificateSize, true);
  }
  const section = (name: string, address: number, length: number, offset: number, flags: number): void => {
    ascii(bytes, at, name);
    at += 8;
    for (const value of [length, address, length, offset, 0, 0, 0, flags]) u32(value);
  };
  section('.text', codeAddress, codeSize, HEADERS_SIZE, 0x60000020);
  bytes.set(program, HEADERS_SIZE);
  if (resourceSize > 0) {
    section('.rsrc', resourceAddress, resourceSize, HEADERS_SIZE + codeSize, 0x40000040);
    bytes.set(resourceSection(resources, resourceAddress), HEADERS_SIZE + codeSize);
  }
  if (plan.certificate) {
    const certificateAt = size - certificateSize;
    view.setUint32(certificateAt, plan.certificate.length + 8, true);
    view.setUint16(certificateAt + 4, 0x200, true); // WIN_CERT_REVISION_2_0
    view.setUint16(certificateAt + 6, 2, true); // PKCS#7
    bytes.set(plan.certificate, certificateAt + 8);
  }
  view.setUint32(checksumAt, imageChecksum(bytes, checksumAt), true);
  return bytes;
}

/** A 16-bit executable without a segment, with a resource table. */
export function buildNewExecutable(plan: {
  version?: VersionPlan;
  resources?: PlannedResource[];
}): Uint8Array {
  const resources = [...(plan.resources ?? [])];
  if (plan.version) resources.unshift({ type: 16, name: 1, data: buildVersionResource(plan.version, true) });
  const shift = 4;
  const unit = 1 << shift;
  const tableAt = 0x40;
  const tableSize = 2 + resources.length * 20 + 2;
  const names: number[] = [];
  const key = (value: number | string): number => {
    if (typeof value === 'number') return 0x8000 | value;
    const offset = tableSize + names.length;
    names.push(value.length, ...Array.from(value, (character) => character.charCodeAt(0)));
    return offset;
  };
  const keys = resources.map((resource) => [key(resource.type), key(resource.name)] as const);
  const headerAt = 0x80;
  const residentNames = tableAt + tableSize + names.length;
  const dataAt = roundUp(headerAt + residentNames + 16, unit);

  const bytes = new Uint8Array(
    dataAt + resources.reduce((sum, { data }) => sum + roundUp(data.length, unit), 0),
  );
  const view = new DataView(bytes.buffer);
  writeDosHeader(bytes, headerAt);
  ascii(bytes, headerAt, 'NE');
  view.setUint8(headerAt + 2, 5); // linker
  view.setUint16(headerAt + 0x24, tableAt, true);
  view.setUint16(headerAt + 0x26, residentNames, true);
  view.setUint16(headerAt + 0x28, residentNames, true);
  view.setUint8(headerAt + 0x36, 2); // Windows
  let at = headerAt + tableAt;
  let offset = dataAt;
  const u16 = (value: number): void => {
    view.setUint16(at, value, true);
    at += 2;
  };
  u16(shift);
  resources.forEach(({ data }, i) => {
    const [type, name] = keys[i]!;
    for (const value of [type, 1, 0, 0, offset / unit, roundUp(data.length, unit) / unit, 0x30, name, 0, 0]) {
      u16(value);
    }
    bytes.set(data, offset);
    offset += roundUp(data.length, unit);
  });
  u16(0);
  bytes.set(names, at);
  return bytes;
}

/** The checksum of the optional header (as CheckSumMappedFile computes it); the field itself counts as 0. */
export function imageChecksum(bytes: Uint8Array, fieldAt: number): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) {
    if (at === fieldAt || at === fieldAt + 2) continue;
    sum += bytes[at]! | ((bytes[at + 1] ?? 0) << 8);
    sum = (sum & 0xffff) + (sum >>> 16);
  }
  return ((sum & 0xffff) + (sum >>> 16) + bytes.length) >>> 0;
}

/** The content of .rsrc: directories, names, data entries, data. `address` is the section's. */
function resourceSection(resources: PlannedResource[], address: number): Uint8Array {
  type Node = { key: number | string; children: Node[]; leaf?: PlannedResource };
  const root: Node = { key: 0, children: [] };
  const under = (parent: Node, key: number | string): Node => {
    const known = parent.children.find((node) => node.key === key);
    if (known) return known;
    const child: Node = { key, children: [] };
    parent.children.push(child);
    return child;
  };
  for (const resource of resources) {
    under(under(under(root, resource.type), resource.name), resource.language ?? 0).leaf = resource;
  }
  const directories: Node[] = [];
  const collect = (level: Node[]): void => {
    for (const node of level) {
      // Names come first, then numbers in ascending order.
      node.children.sort((a, b) => rank(a.key) - rank(b.key) || (a.key < b.key ? -1 : 1));
      directories.push(node);
    }
    const next = level.flatMap((node) => node.children).filter((node) => !node.leaf);
    if (next.length > 0) collect(next);
  };
  collect([root]);
  const leaves = directories.flatMap((node) => node.children).filter((node) => node.leaf);

  const places = new Map<Node, number>();
  let end = 0;
  for (const node of directories) {
    places.set(node, end);
    end += 16 + 8 * node.children.length;
  }
  for (const node of leaves) {
    places.set(node, end);
    end += 16;
  }
  const names = new Map<string, number>();
  for (const node of [...directories.slice(1), ...leaves]) {
    if (typeof node.key !== 'string' || names.has(node.key)) continue;
    names.set(node.key, end);
    end += 2 + 2 * node.key.length;
  }
  const data = leaves.map((node) => {
    const at = roundUp(end, 8);
    end = at + node.leaf!.data.length;
    return at;
  });

  const bytes = new Uint8Array(end);
  const view = new DataView(bytes.buffer);
  for (const node of directories) {
    let at = places.get(node)!;
    const named = node.children.filter((child) => typeof child.key === 'string').length;
    view.setUint16(at + 12, named, true);
    view.setUint16(at + 14, node.children.length - named, true);
    at += 16;
    for (const child of node.children) {
      const key = typeof child.key === 'string' ? 0x80000000 + names.get(child.key)! : child.key;
      view.setUint32(at, key, true);
      view.setUint32(at + 4, (child.leaf ? 0 : 0x80000000) + places.get(child)!, true);
      at += 8;
    }
  }
  for (const [name, at] of names) {
    view.setUint16(at, name.length, true);
    for (let i = 0; i < name.length; i++) view.setUint16(at + 2 + 2 * i, name.charCodeAt(i), true);
  }
  leaves.forEach((node, i) => {
    const at = places.get(node)!;
    view.setUint32(at, address + data[i]!, true);
    view.setUint32(at + 4, node.leaf!.data.length, true);
    bytes.set(node.leaf!.data, data[i]!);
  });
  return bytes;
}

function rank(key: number | string): number {
  return typeof key === 'string' ? -1 : key;
}

function writeDosHeader(bytes: Uint8Array, headerOffset: number): void {
  const view = new DataView(bytes.buffer);
  ascii(bytes, 0, 'MZ');
  view.setUint16(0x02, 0x90, true);
  view.setUint16(0x04, 3, true);
  view.setUint16(0x08, 4, true);
  view.setUint16(0x0c, 0xffff, true);
  view.setUint16(0x10, 0xb8, true);
  view.setUint16(0x18, 0x40, true);
  view.setUint32(0x3c, headerOffset, true);
  // int 21h, function 4Ch: an MS-DOS that gets here just leaves.
  bytes.set([0xb8, 0x01, 0x4c, 0xcd, 0x21], 0x40);
}

function ascii(bytes: Uint8Array, at: number, text: string): void {
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
}

function roundUp(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit;
}
