import { ByteReader } from '../core/byte-reader.js';
import type { ByteSource } from '../core/byte-source.js';
import { HotfixkitError } from '../core/errors.js';
import type { PortableExecutable } from '../formats/pe/portable-executable.js';

const MAGIC = 0x00f14300;
/** Some builds of WiX 4 count one further and changed nothing else. */
const VERSIONS = [2, 3];
/** Up to the sizes of the containers. */
const FIXED_LENGTH = 48;
/** What the section of WiX 4 has room for; WiX 3 has two. */
const MAX_CONTAINERS = 116;
const CABINET_FORMAT = 1;

/** Where a container of a WiX bundle lies in its executable. */
export interface BurnPart {
  offset: number;
  size: number;
}

/** What a bundle is recognised by. */
export const BURN_SECTION = '.wixburn';

/** The section `.wixburn` of a bundle: where its containers are. */
export interface BurnSection {
  /** Has the manifest and what the user interface needs. */
  ux: BurnPart;
  /** Have the packages; none where all of them lie beside the bundle. */
  attached: BurnPart[];
}

/**
 * Null where there is no such section. Throws `CONTAINER_CORRUPT` and `CONTAINER_UNSUPPORTED`.
 *
 * The first container follows the stub, the others follow the signature that the bundle had when they were attached, or
 * the first container where it had none.
 */
export function readBurnSection(source: ByteSource, executable: PortableExecutable): BurnSection | null {
  const section = executable.sections.find(({ name }) => name === BURN_SECTION);
  if (!section) return null;
  const at = section.rawOffset;
  const length = Math.min(section.rawSize, source.size - at, FIXED_LENGTH + 4 * MAX_CONTAINERS);
  if (length < FIXED_LENGTH) throw corrupt('the section .wixburn is cut short', at);
  const reader = new ByteReader(source.read(at, length), '.wixburn', at, 'CONTAINER_CORRUPT');
  if (reader.u32() !== MAGIC) throw corrupt('the section .wixburn has a wrong signature', at);
  const version = reader.u32();
  reader.skip(16); // identifier of the bundle
  const stubSize = reader.u32();
  reader.skip(4); // checksum before anything was attached
  const signatureOffset = reader.u32();
  const signatureSize = reader.u32();
  const format = reader.u32();
  const count = reader.u32();
  if (!VERSIONS.includes(version) || format !== CABINET_FORMAT) {
    throw new HotfixkitError('CONTAINER_UNSUPPORTED', 'this version of a WiX bundle is not supported', {
      offset: at,
      expected: `version ${VERSIONS.join(' or ')}, format ${CABINET_FORMAT}`,
      found: `version ${version}, format ${format}`,
    });
  }
  if (count === 0 || count > MAX_CONTAINERS || FIXED_LENGTH + 4 * count > length) {
    throw corrupt('the number of containers is out of range', at + 44);
  }
  const sizes = Array.from({ length: count }, () => reader.u32());
  const ux = part(source, stubSize, sizes[0]!);
  let next = signatureOffset > 0 ? signatureOffset + signatureSize : stubSize + sizes[0]!;
  const attached = sizes.slice(1).map((size) => {
    const found = part(source, next, size);
    next += size;
    return found;
  });
  return { ux, attached: attached.filter(({ size }) => size > 0) };
}

function part(source: ByteSource, offset: number, size: number): BurnPart {
  if (offset + size > source.size) throw corrupt('the bundle ends before its containers do', offset);
  return { offset, size };
}

function corrupt(message: string, offset: number): HotfixkitError {
  return new HotfixkitError('CONTAINER_CORRUPT', message, { offset, structure: '.wixburn' });
}
