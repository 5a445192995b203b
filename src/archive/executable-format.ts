import { BufferSource, type ByteSource, SliceSource } from '../core/byte-source.js';
import { HotfixkitError } from '../core/errors.js';
import { plural } from '../core/plural.js';
import { findCabinets } from '../formats/cab/find-cabinets.js';
import {
  type PortableExecutable,
  readPortableExecutable,
  startsLikeExecutable,
} from '../formats/pe/portable-executable.js';
import { readCutArchive } from '../formats/zip/cut-archive.js';
import { startsLikeZip } from '../formats/zip/end-of-central-directory.js';
import type { ArchiveFormat, LookInside, OpenRequest } from './archive-format.js';
import { openBurnBundle } from './burn-bundle.js';
import { BURN_SECTION } from './burn-section.js';
import { CabinetContainer, openCabinet } from './cabinet-container.js';
import { cabinetsAnywhere } from './cabinets-anywhere.js';
import type { Container } from './container.js';
import { openIExpress } from './iexpress.js';
import { unsupported, unsupportedSetup } from './unsupported.js';
import { ZipContainer } from './zip-container.js';

/** Bytes behind an image within which an attached cabinet begins: some packers align it. */
const ALIGNMENT = 512;
/** Less than this behind an image is padding. */
const SMALLEST_ATTACHMENT = 22;

type SelfExtractor = (request: OpenRequest, executable: PortableExecutable) => Container | null;

/** Makers that say in the headers or resources of a program what is in it; the first that answers has it. */
const selfExtractors: readonly SelfExtractor[] = [openBurnBundle, tryIExpress];

/** Programs that carry an archive, in any of the ways in which they do. */
export const executableFormat: ArchiveFormat = {
  extensions: ['exe', 'sfx'],
  matches: startsLikeExecutable,
  lookInside: (head, size) => (startsLikeExecutable(head) ? lookInside(head, size) : null),
  open(request) {
    const { source, name, budget, depth } = request;
    const executable = headersOf(source);
    const found = (executable && openByMaker(request, executable)) ?? ZipContainer.open(source, budget, true);
    if (found) {
      budget.enter(depth);
      return found;
    }
    if (!executable) return null;
    const setup = unsupportedSetup(source, executable.imageEnd);
    const attached = attachedCabinet(source, executable);
    if (attached === null) {
      if (setup !== null) throw unsupported(setup);
      refuseCut(source, executable);
      return anywhere(request);
    }
    budget.enter(depth);
    const set = openCabinet(attached, name, budget);
    return new CabinetContainer(
      [{ set }],
      { kind: 'update', title: 'self-extracting cabinet', facts: updateFacts(set.files.map((f) => f.name)) },
      budget,
    );
  },
};

function openByMaker(request: OpenRequest, executable: PortableExecutable): Container | null {
  for (const open of selfExtractors) {
    const found = open(request, executable);
    if (found) return found;
  }
  return null;
}

/** Throws where a program ends before its headers say, or carries a zip archive that was cut. */
function refuseCut(source: ByteSource, { imageEnd, certificateTable }: PortableExecutable): void {
  const end = certificateTable ? certificateTable.offset + certificateTable.size : 0;
  const missing = Math.max(imageEnd, end) - source.size;
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

/** The last resort: cabinets wherever they lie in a program, in its resources or sections. */
function anywhere({ source, name, budget, depth }: OpenRequest): Container | null {
  const found = cabinetsAnywhere(source);
  if (!found) return null;
  budget.enter(depth);
  return new CabinetContainer(
    found.cabinets.map((cabinet, i) => ({ set: openCabinet(cabinet, `${name} ${i + 1}`, budget) })),
    {
      kind: 'update',
      title: 'executable with cabinets somewhere inside',
      // They do not belong together, as far as is known: what has the same name is another file.
      rename: true,
      warnings: [found.warning],
    },
    budget,
  );
}

/**
 * Whether an executable carries something, as its headers say: bytes behind the image, a section of WiX, or resources that
 * make up most of it. Unpacking every program to see is too much.
 */
function lookInside(head: Uint8Array, size: number): LookInside {
  const headers = new BufferSource(head);
  const source: ByteSource = { size, read: (offset, length) => headers.read(offset, length) };
  try {
    const executable = readPortableExecutable(source);
    if (!executable) return 'never';
    const { certificateTable, imageEnd, sections } = executable;
    const behind = (certificateTable?.offset ?? size) - imageEnd;
    if (behind >= SMALLEST_ATTACHMENT) return 'now';
    const isCarrier = sections.some(
      ({ name, rawSize }) => name === BURN_SECTION || (name === '.rsrc' && rawSize * 2 > size),
    );
    return isCarrier ? 'now' : 'never';
  } catch (error) {
    if (error instanceof HotfixkitError) return 'now';
    throw error;
  }
}

/** Programs whose headers are damaged may still carry an archive behind them. */
function headersOf(source: ByteSource): PortableExecutable | null {
  try {
    return readPortableExecutable(source);
  } catch (error) {
    if (error instanceof HotfixkitError) return null;
    throw error;
  }
}

/** Resources that are damaged say nothing about what follows the image. */
function tryIExpress({ source, budget }: OpenRequest, executable: PortableExecutable): Container | null {
  try {
    return openIExpress(source, executable, budget);
  } catch (error) {
    if (error instanceof HotfixkitError && error.code === 'PE_BAD_RESOURCE') return null;
    throw error;
  }
}

/** The cabinet of an update.exe package: it follows the image. Null where something else does. */
function attachedCabinet(source: ByteSource, { imageEnd }: PortableExecutable): ByteSource | null {
  if (source.size - imageEnd < 36) return null;
  const tail = new SliceSource(source, imageEnd);
  const [first] = findCabinets(tail, ALIGNMENT);
  return first === undefined ? null : new SliceSource(tail, first);
}

function updateFacts(names: readonly string[]): Record<string, string> {
  const program = names.find((name) => /(?:^|\\)(?:update|hotfix)\.exe$/i.test(name));
  return program === undefined ? {} : { Runs: program.replace(/\\/g, '/') };
}
