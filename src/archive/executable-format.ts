import { BufferSource, type ByteSource, SliceSource } from '../core/byte-source.js';
import { HotfixkitError, type Warning } from '../core/errors.js';
import { plural } from '../core/plural.js';
import { findCabinets } from '../formats/cab/find-cabinets.js';
import { isCompoundFile, SIGNATURE } from '../formats/cfb/compound-file-header.js';
import {
  type PortableExecutable,
  readPortableExecutable,
  startsLikeExecutable,
} from '../formats/pe/portable-executable.js';
import { readCutArchive } from '../formats/zip/cut-archive.js';
import { startsLikeZip } from '../formats/zip/end-of-central-directory.js';
import { findLocalHeader } from '../formats/zip/find-local-header.js';
import type { ArchiveFormat, LookInside, OpenRequest } from './archive-format.js';
import { openBurnBundle } from './burn-bundle.js';
import { BURN_SECTION, readBurnSection } from './burn-section.js';
import { CabinetContainer, openCabinet } from './cabinet-container.js';
import { cabinetsAnywhere } from './cabinets-anywhere.js';
import { CombinedContainer } from './combined-container.js';
import type { Container } from './container.js';
import { databasesAnywhere } from './databases-anywhere.js';
import { withFurtherArchives } from './further-archives.js';
import { openIExpress } from './iexpress.js';
import { openZip, type PlacedContainer } from './open-zip.js';
import { StoredContainer } from './stored-container.js';
import { unsupported, unsupportedSetup } from './unsupported.js';

/** An attached cabinet begins within this many bytes after the image: some packers align it. */
const ALIGNMENT = 512;
/** Fewer bytes than this after an image are padding. */
export const SMALLEST_ATTACHMENT = 22;

type SelfExtractor = (request: OpenRequest, executable: PortableExecutable) => Container | null;

/** Formats identified by the headers or resources of a program; the first match wins. */
const selfExtractors: readonly SelfExtractor[] = [openBurnBundle, tryIExpress];

/** Programs that contain an archive. */
export const executableFormat: ArchiveFormat = {
  extensions: ['exe', 'sfx'],
  matches: startsLikeExecutable,
  lookInside: (head, size) => (startsLikeExecutable(head) ? lookInside(head, size) : null),
  open(request) {
    const { source, name, budget, depth } = request;
    const executable = headersOf(source);
    const found = executable && openByMaker(request, executable);
    if (found) {
      budget.enter(depth);
      if (found.kind === 'burn') return withOverlayOfBundle(request, executable, found);
      return withOverlay(request, executable, { container: found, start: 0, end: executable.imageEnd });
    }
    const zip = openZip(source, budget, true, executable?.imageEnd ?? 0);
    if (zip) {
      budget.enter(depth);
      return withOverlay(request, executable, zip);
    }
    if (!executable) {
      refuseCutHeaders(source);
      return null;
    }
    const setup = unsupportedSetup(source, executable.imageEnd);
    const attached = attachedCabinet(source, executable);
    if (attached === null) {
      if (setup !== null) throw unsupported(setup);
      refuseCut(source, executable);
      return anywhere(request, executable.imageEnd);
    }
    budget.enter(depth);
    const set = openCabinet(new SliceSource(source, attached), name, budget);
    const container = new CabinetContainer(
      [{ set }],
      { kind: 'update', title: 'self-extracting cabinet', facts: updateFacts(set.files.map((f) => f.name)) },
      budget,
    );
    const end = attached + (set.cabinets[0]?.cabinet.header.size ?? 0);
    return withOverlay(request, executable, { container, start: attached, end });
  },
};

/** Adds the other archives in the image and after it, up to the certificates at the end. */
function withOverlay(
  request: OpenRequest,
  executable: PortableExecutable | null,
  main: PlacedContainer,
): Container {
  const end = executable?.certificateTable?.offset ?? request.source.size;
  const image = executable?.imageEnd ?? 0;
  return withFurtherArchives(request, main, image, end, image);
}

/** Adds data after the last container of a bundle, where only a signature should be. */
function withOverlayOfBundle(
  request: OpenRequest,
  executable: PortableExecutable,
  container: Container,
): Container {
  const { source } = request;
  const { end } = readBurnSection(source, executable)!;
  const signature = executable.certificateTable?.offset ?? 0;
  const to = signature >= end ? signature : source.size;
  return withFurtherArchives(request, { container, start: 0, end }, end, to);
}

function openByMaker(request: OpenRequest, executable: PortableExecutable): Container | null {
  for (const open of selfExtractors) {
    const found = open(request, executable);
    if (found) return found;
  }
  return null;
}

/** Throws where a program, or the zip archive after it, is truncated before its first file. */
function refuseCut(source: ByteSource, { imageEnd, statedEnd }: PortableExecutable): void {
  const missing = statedEnd - source.size;
  if (missing > 0) {
    const message = `the program ends ${plural(missing, 'byte')} too early: the download is incomplete`;
    throw new HotfixkitError('CONTAINER_CORRUPT', message, {
      expected: `${source.size + missing} bytes`,
      found: `${source.size} bytes`,
    });
  }
  const behind = new SliceSource(source, imageEnd);
  if (startsLikeZip(behind.read(0, Math.min(4, behind.size)))) throw readCutArchive(behind).error();
}

/** Headers of a program begin at most this far into the file; MS-DOS programs may state any place. */
const LAST_HEADER = 4096;
const DOS_HEADER = 64;
/** "PE", COFF header. */
const FIRST_HEADERS = 24;
const SECTION = 40;
const MOST_SECTIONS = 1024;

/** Throws where a program that could not be read ends inside its headers. */
function refuseCutHeaders(source: ByteSource): void {
  if (source.size < DOS_HEADER) return;
  const bytes = source.read(0, Math.min(source.size, LAST_HEADER + FIRST_HEADERS));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = view.getUint32(0x3c, true);
  // Programs for MS-DOS alone have their relocations before this place.
  if (view.getUint16(0x18, true) < DOS_HEADER || at < DOS_HEADER || at > LAST_HEADER) return;
  let end = at + FIRST_HEADERS;
  if (end <= source.size) {
    if (view.getUint32(at, true) !== 0x4550) return;
    const sections = view.getUint16(at + 6, true);
    if (sections > MOST_SECTIONS) return;
    end += view.getUint16(at + 20, true) + sections * SECTION;
  }
  if (end <= source.size) return;
  throw new HotfixkitError(
    'CONTAINER_CORRUPT',
    'the program ends inside its headers: the download is incomplete',
    { expected: `${end} bytes at least`, found: `${source.size} bytes` },
  );
}

/**
 * Searches the resources and sections of a program for packages and cabinets, and behind it for a zip archive that lacks
 * its end, after all else failed.
 */
function anywhere(request: OpenRequest, imageEnd: number): Container | null {
  const { source, name, budget, depth } = request;
  const databases = databasesAnywhere(source);
  // The content of a package does not count as content of the program.
  const found = cabinetsAnywhere(source, databases);
  if (databases.length === 0 && !found) {
    const at = findLocalHeader(source, imageEnd);
    const zip = at === null ? null : openZip(source, budget, true, at);
    if (!zip) return null;
    budget.enter(depth);
    return withFurtherArchives(request, zip, imageEnd);
  }
  budget.enter(depth);
  const title =
    databases.length > 0 ? 'executable with packages inside' : 'executable with cabinets somewhere inside';
  const cabinets =
    found &&
    new CabinetContainer(
      found.cabinets.map((cabinet, i) => ({ set: openCabinet(cabinet, `${name} ${i + 1}`, budget) })),
      {
        kind: 'update',
        title,
        // They are unrelated as far as is known: equal names mean different files.
        rename: true,
        warnings: [found.warning],
      },
      budget,
    );
  const [first] = databases;
  if (!first) return cabinets;
  budget.countEntries(databases.length);
  const warning: Warning = {
    code: 'PACKAGE_DATABASE_FOUND',
    message: `this file is not a package; ${databases.length === 1 ? 'a package was' : `${databases.length} packages were`} found inside and named by the offset`,
    offset: first.offset,
  };
  const packages = new StoredContainer(databases, { kind: 'update', title, warnings: [warning] });
  return cabinets ? new CombinedContainer([packages, cabinets], packages) : packages;
}

/**
 * Whether the headers of an executable indicate content: bytes after the image, a WiX section, or resources that
 * make up most of it. Unpacking every program would cost too much.
 */
function lookInside(head: Uint8Array, size: number): LookInside {
  const headers = new BufferSource(head);
  const source: ByteSource = { size, read: (offset, length) => headers.read(offset, length) };
  try {
    const executable = readPortableExecutable(source);
    if (!executable) return 'never';
    const { sections } = executable;
    if (behindImage(executable, size) >= SMALLEST_ATTACHMENT) return 'now';
    const isCarrier = sections.some(
      ({ name, rawSize }) => name === BURN_SECTION || (name === '.rsrc' && rawSize * 2 > size),
    );
    return isCarrier ? 'now' : 'never';
  } catch (error) {
    if (error instanceof HotfixkitError && error.kind === 'input') return 'now';
    throw error;
  }
}

/** Bytes after the image, before and behind the certificates. */
function behindImage({ certificateTable, imageEnd }: PortableExecutable, size: number): number {
  if (!certificateTable) return size - imageEnd;
  const { offset } = certificateTable;
  return offset - imageEnd + Math.max(0, size - offset - certificateTable.size);
}

/** Bytes after the image that are no certificates, by the headers of an executable; 0 if it is none. */
export function attachedBytes(head: Uint8Array, size: number): number {
  const headers = new BufferSource(head);
  const executable = headersOf({ size, read: (offset, length) => headers.read(offset, length) });
  return executable ? behindImage(executable, size) : 0;
}

/** A program with damaged headers may still have an archive after it. */
function headersOf(source: ByteSource): PortableExecutable | null {
  try {
    return readPortableExecutable(source);
  } catch (error) {
    if (error instanceof HotfixkitError && error.kind === 'input') return null;
    throw error;
  }
}

/** Damaged resources do not affect the data after the image. */
function tryIExpress({ source, budget }: OpenRequest, executable: PortableExecutable): Container | null {
  try {
    return openIExpress(source, executable, budget);
  } catch (error) {
    if (error instanceof HotfixkitError && error.code === 'PE_BAD_RESOURCE') return null;
    throw error;
  }
}

/** Offset of the cabinet of an update.exe package, right after the image; null if other data follows. */
function attachedCabinet(source: ByteSource, { imageEnd }: PortableExecutable): number | null {
  if (source.size - imageEnd < 36) return null;
  const [first] = findCabinets(new SliceSource(source, imageEnd), ALIGNMENT);
  if (first === undefined) return null;
  // A package may begin there, with its first cabinet soon after.
  const before = source.read(imageEnd, first);
  for (let at = 0; at + SIGNATURE.length <= first; at++) {
    if (isCompoundFile(before.subarray(at))) return null;
  }
  return imageEnd + first;
}

function updateFacts(names: readonly string[]): Record<string, string> {
  const program = names.find((name) => /(?:^|\\)(?:update|hotfix)\.exe$/i.test(name));
  return program === undefined ? {} : { Runs: program.replace(/\\/g, '/') };
}
