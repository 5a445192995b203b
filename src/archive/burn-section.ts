import { ByteReader } from '../core/byte-reader.js';
import type { ByteSource } from '../core/byte-source.js';
import { HotfixkitError } from '../core/errors.js';
import { plural } from '../core/plural.js';
import type { PortableExecutable } from '../formats/pe/portable-executable.js';

const MAGIC = 0x00f14300;
/** Some builds of WiX 4 count one further and changed nothing else. */
const VERSIONS = [2, 3];
/** Bytes before the container sizes. */
const FIXED_LENGTH = 48;
/** Container slots in the section of WiX 4; WiX 3 has two. */
const MAX_CONTAINERS = 116;
const CABINET_FORMAT = 1;

/** Where a container of a WiX bundle lies in its executable. */
export interface BurnPart {
  offset: number;
  size: number;
}

/** An attached container. */
export interface AttachedPart extends BurnPart {
  /** False where the file is the engine alone, from which the containers were cut off, or ends before it. */
  isThere: boolean;
}

/** Identifies the bundle. */
export const BURN_SECTION = '.wixburn';

/** The section `.wixburn` of a bundle: where its containers are. */
export interface BurnSection {
  /** Holds the manifest and the files of the user interface. */
  ux: BurnPart;
  /** Hold the packages, at AttachedIndex - 1. Zero bytes: no container. */
  attached: AttachedPart[];
  /** End offset of the last container present; the file size for the engine alone, signed or not. */
  end: number;
  /** Why the file is incomplete, if it ends before the last container does but is not the engine alone. */
  cut: HotfixkitError | null;
}

/**
 * Null where there is no such section. Throws `CONTAINER_CORRUPT` and `CONTAINER_UNSUPPORTED`.
 *
 * The first container follows the stub, the others follow the signature that the bundle had when they were attached, or
 * the first container where it had none. The engine alone, as `Package Cache` keeps it and as it is while it is being signed,
 * ends where the others would begin; its section still has their sizes (`section.cpp` of WiX tells it the same way).
 */
export function readBurnSection(source: ByteSource, executable: PortableExecutable): BurnSection | null {
  const section = executable.sections.find(({ name }) => name === BURN_SECTION);
  if (!section) return null;
  const at = section.rawOffset;
  const length = Math.min(section.rawSize, source.size - at, FIXED_LENGTH + 4 * MAX_CONTAINERS);
  if (length < FIXED_LENGTH && section.rawSize >= FIXED_LENGTH) {
    throw truncated(at, executable.statedEnd, source.size, 'before the containers');
  }
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
  const ux = { offset: stubSize, size: sizes[0]! };
  const uxEnd = ux.offset + ux.size;
  if (uxEnd > source.size) throw truncated(ux.offset, uxEnd, source.size);
  const start = signatureOffset > 0 ? signatureOffset + signatureSize : uxEnd;
  const end = start + sizes.slice(1).reduce((sum, size) => sum + size, 0);
  const isEngine = isEngineAlone(source.size, executable, uxEnd, start);
  let next = start;
  const attached = sizes.slice(1).map((size): AttachedPart => {
    const offset = next;
    next += size;
    if (isEngine || offset >= source.size) return { offset, size, isThere: false };
    return { offset, size: Math.min(size, source.size - offset), isThere: true };
  });
  const cutPart = attached.find(({ offset }, i) => offset + sizes[i + 1]! > source.size);
  const cut = isEngine || !cutPart ? null : truncated(cutPart.offset, end, source.size);
  return { ux, attached, end: isEngine ? source.size : Math.min(end, source.size), cut };
}

/** Whether a file ends with the engine: with the first container, or with a signature that follows it. */
function isEngineAlone(
  size: number,
  { certificateTable }: PortableExecutable,
  uxEnd: number,
  start: number,
): boolean {
  const aligned = uxEnd + ((8 - (uxEnd % 8)) % 8);
  if (size <= aligned || size === start) return true;
  // The bundle's own signature, where the section states none.
  return (
    certificateTable !== null &&
    certificateTable.offset >= uxEnd &&
    certificateTable.offset <= aligned &&
    certificateTable.offset + certificateTable.size >= size
  );
}

function truncated(offset: number, end: number, size: number, place = 'inside a container'): HotfixkitError {
  return new HotfixkitError(
    'CONTAINER_CORRUPT',
    `the file ends ${plural(end - size, 'byte')} too early, ${place} of the bundle: the download is incomplete; download it again`,
    { offset, structure: BURN_SECTION, expected: `${end} bytes at least`, found: `${size} bytes` },
  );
}

function corrupt(message: string, offset: number): HotfixkitError {
  return new HotfixkitError('CONTAINER_CORRUPT', message, { offset, structure: BURN_SECTION });
}
