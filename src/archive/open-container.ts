import { type ByteSource, SliceSource } from '../core/byte-source.js';
import { HotfixkitError } from '../core/errors.js';
import { findCabinets } from '../formats/cab/search.js';
import {
  type PortableExecutable,
  readPortableExecutable,
  startsLikeExecutable,
} from '../formats/pe/portable-executable.js';
import { openBurnBundle } from './burn-bundle.js';
import { CabinetContainer, openCabinet } from './cabinet-container.js';
import type { Container } from './container.js';
import { openIExpress } from './iexpress.js';
import { msuFacts } from './msu.js';
import type { UnpackBudget } from './unpack-budget.js';
import { unsupported, unsupportedFormat, unsupportedSetup } from './unsupported.js';
import { ZipContainer } from './zip-container.js';

/** What surrounds a container: the other cabinets of a set. */
export type Neighbours = (name: string) => ByteSource | null;

/** Bytes behind an image within which an attached cabinet begins: some packers align it. */
const ALIGNMENT = 512;
/** More in one program were not put there by a packager. */
const MAX_CABINETS = 1000;

/**
 * Opens what the bytes say is a container; null for anything else. `depth` counts the containers around this one and
 * itself. Throws `CONTAINER_*`, `ZIP_*`, `CAB_*`, `PE_*`; `CONTAINER_UNSUPPORTED` names what is known and not read.
 */
export function openContainer(
  source: ByteSource,
  name: string,
  budget: UnpackBudget,
  depth: number,
  neighbours: Neighbours = () => null,
): Container | null {
  const head = source.read(0, Math.min(8, source.size));
  if (startsWith(head, 'MSCF')) {
    budget.enter(depth);
    const set = openCabinet(source, name, budget, neighbours);
    // A cabinet by itself is a package: its names are made safe like those of any other.
    const cabinet = { kind: 'cab', title: 'cabinet', ...(depth === 1 ? { rename: true } : {}) } as const;
    return new CabinetContainer([{ set }], msuFacts(set) ?? cabinet, budget);
  }
  if (startsLikeExecutable(head)) return openExecutable(source, name, budget, depth);
  if (startsWith(head, 'PK\u0003\u0004') || startsWith(head, 'PK\u0005\u0006')) {
    budget.enter(depth);
    const zip = ZipContainer.open(source, budget, false);
    if (zip) return zip;
    throw new HotfixkitError('ZIP_CORRUPT', 'this zip archive is cut short: its directory is missing');
  }
  const known = unsupportedFormat(source);
  if (known !== null) throw unsupported(known);
  if (startsWith(head, '\u00d0\u00cf\u0011\u00e0')) return null;
  // Whatever stands before it: a script, say, that unpacks it.
  const zip = ZipContainer.open(source, budget, true);
  if (zip) budget.enter(depth);
  return zip;
}

function openExecutable(
  source: ByteSource,
  name: string,
  budget: UnpackBudget,
  depth: number,
): Container | null {
  const executable = headersOf(source);
  const container = executable
    ? (openBurnBundle(source, executable, budget) ?? tryIExpress(source, executable, budget))
    : null;
  const found = container ?? ZipContainer.open(source, budget, true);
  if (found) {
    budget.enter(depth);
    return found;
  }
  if (!executable) return null;
  const setup = unsupportedSetup(source, executable.imageEnd);
  const attached = attachedCabinet(source, executable);
  if (attached === null) {
    if (setup !== null) throw unsupported(setup);
    return anywhere(source, name, budget, depth);
  }
  budget.enter(depth);
  const set = openCabinet(attached, name, budget);
  return new CabinetContainer(
    [{ set }],
    { kind: 'update', title: 'self-extracting cabinet', facts: updateFacts(set.files.map((f) => f.name)) },
    budget,
  );
}

/** The last resort: cabinets wherever they lie in a program, in its resources or sections. */
function anywhere(source: ByteSource, name: string, budget: UnpackBudget, depth: number): Container | null {
  const offsets: number[] = [];
  for (const offset of findCabinets(source)) {
    offsets.push(offset);
    if (offsets.length === MAX_CABINETS) break;
  }
  if (offsets.length === 0) return null;
  budget.enter(depth);
  const count = offsets.length === 1 ? 'a cabinet was' : `${offsets.length} cabinets were`;
  return new CabinetContainer(
    offsets.map((offset, i) => ({
      set: openCabinet(new SliceSource(source, offset), `${name} ${i + 1}`, budget),
    })),
    {
      kind: 'update',
      title: 'executable with cabinets somewhere inside',
      // They do not belong together, as far as is known: what has the same name is another file.
      rename: true,
      warnings: [
        {
          code: 'PACKAGE_CABINET_FOUND',
          message: `no package itself; ${count} found inside`,
          offset: offsets[0]!,
        },
      ],
    },
    budget,
  );
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
function tryIExpress(
  source: ByteSource,
  executable: PortableExecutable,
  budget: UnpackBudget,
): Container | null {
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

function startsWith(head: Uint8Array, text: string): boolean {
  return (
    head.length >= text.length && Array.from(text, (c) => c.charCodeAt(0)).every((c, i) => head[i] === c)
  );
}
