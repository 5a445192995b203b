import type { ByteSource } from '../../core/byte-source.js';
import type { Diagnostics } from '../../core/diagnostics.js';
import { type ErrorFacts, HotfixkitError } from '../../core/errors.js';
import { nameKey } from '../../core/name-key.js';
import { Cabinet, type CabinetOptions } from './cabinet.js';
import { isBudgetError } from './cabinet-budget.js';
import type { CabinetLink, CfHeader } from './cf-header.js';
import { inCabinet } from './in-cabinet.js';

/**
 * Finds another cabinet of a set by the name (case-insensitive) and disk label that its neighbour gives. `elsewhere`:
 * a cabinet of this name was opened already, so another one is wanted, of another disk; null if there is none.
 */
export type CabinetResolver = (name: string, disk: string, elsewhere: boolean) => ByteSource | null;

/** A cabinet of a spanning set, and the name under which it was found. */
export interface ChainLink {
  cabinet: Cabinet;
  name: string;
}

/**
 * Follows the links of CFHEADER from `first` to both ends of the set: the cabinets that are found, in order, without a
 * gap. One that is absent or does not open ends the chain with a warning. The cabinets of all disks may have one name;
 * their places in the set tell them apart. Throws `CAB_SET_LOOP` where a link leads back to an earlier cabinet: no writer
 * makes that, and it is unclear which file continues where.
 */
export function followChain(
  first: ChainLink,
  resolve: CabinetResolver,
  options: CabinetOptions,
  diagnostics: Diagnostics,
): ChainLink[] {
  const seen: Seen = {
    names: new Set([nameKey(first.name)]),
    places: new Set([first.cabinet.header.index]),
  };
  const walk = (neighbour: (cabinet: Cabinet) => CabinetLink | null): ChainLink[] => {
    const found: ChainLink[] = [];
    let at: ChainLink | null = first;
    while (at !== null) {
      const link = neighbour(at.cabinet);
      at = link === null ? null : openLink(link, at, seen, resolve, options, diagnostics);
      if (at !== null) found.push(at);
    }
    return found;
  };
  const before = walk((cabinet) => cabinet.header.previousCabinet);
  const after = walk((cabinet) => cabinet.header.nextCabinet);
  return [...before.reverse(), first, ...after];
}

/** Whether two cabinets may follow each other: they have one set ID, and their numbers follow. */
export function belongsTogether(
  before: Pick<CfHeader, 'setId' | 'index'>,
  after: Pick<CfHeader, 'setId' | 'index'>,
): boolean {
  return before.setId === after.setId && before.index + 1 === after.index;
}

/** What was opened: names in lower case, and places in the set. */
interface Seen {
  names: Set<string>;
  places: Set<number>;
}

/** What to do with a set whose links name the cabinet itself. */
export const SAME_NAME =
  'the cabinets of all disks have the same name; put each into a folder of its own, side by side: disk1, disk2 and so on';

/** `2.cab, on the disk "Disk 2"` */
export function describeLink({ name, disk }: CabinetLink): string {
  return disk === '' ? name : `${name}, on the disk "${disk}"`;
}

/** Whether an error tells of the bytes of one cabinet. */
const isAboutCabinet = (error: unknown): error is HotfixkitError =>
  error instanceof HotfixkitError && error.kind === 'input' && !isBudgetError(error);

/** The cabinet of this name on another disk, if it is the one that is wanted. */
function openElsewhere(
  { name, disk }: CabinetLink,
  resolve: CabinetResolver,
  options: CabinetOptions,
  fits: (cabinet: Cabinet) => boolean,
): Cabinet | null {
  const source = resolve(name, disk, true);
  if (source === null) return null;
  try {
    const cabinet = Cabinet.open(source, options);
    return fits(cabinet) ? cabinet : null;
  } catch (error) {
    if (!isAboutCabinet(error)) throw error;
    return null;
  }
}

function openLink(
  link: CabinetLink,
  from: ChainLink,
  seen: Seen,
  resolve: CabinetResolver,
  options: CabinetOptions,
  diagnostics: Diagnostics,
): ChainLink | null {
  const facts: ErrorFacts = { ...inCabinet(from.name), structure: 'CFHEADER', expected: link.name };
  const key = nameKey(link.name);
  const isSameName = seen.names.has(key);
  seen.names.add(key);
  const source = resolve(link.name, link.disk, isSameName);
  if (source === null) {
    const advice = isSameName ? `: ${SAME_NAME}` : '';
    const message = `a cabinet of the set is missing: ${describeLink(link)}${advice}`;
    diagnostics.report('CAB_MISSING_PART', message, facts);
    return null;
  }
  const isAfter = from.cabinet.header.nextCabinet === link;
  const fits = (one: Cabinet): boolean =>
    isAfter
      ? belongsTogether(from.cabinet.header, one.header)
      : belongsTogether(one.header, from.cabinet.header);
  let cabinet: Cabinet;
  try {
    cabinet = Cabinet.open(source, options);
    // The cabinet of another set may lie beside it under this name, and the right one on another disk.
    if (!fits(cabinet) && !isSameName) cabinet = openElsewhere(link, resolve, options, fits) ?? cabinet;
  } catch (error) {
    if (!isAboutCabinet(error)) throw error;
    const other = isSameName ? null : openElsewhere(link, resolve, options, fits);
    if (other) {
      seen.places.add(other.header.index);
      return { cabinet: other, name: link.name };
    }
    diagnostics.report(error.code, `a cabinet of the set cannot be used: ${error.message}`, {
      ...error.facts,
      stream: link.name,
    });
    return null;
  }
  const { index } = cabinet.header;
  if (isSameName && seen.places.has(index)) {
    throw new HotfixkitError(
      'CAB_SET_LOOP',
      `the cabinets of the set form a loop: the link to ${describeLink(link)} leads to a cabinet that was opened already; if these are different cabinets: ${SAME_NAME}`,
      facts,
    );
  }
  seen.places.add(index);
  for (const { code, message, ...found } of cabinet.warnings) {
    diagnostics.report(code, message, { ...found, stream: link.name });
  }
  const [before, after] = isAfter
    ? [from.cabinet.header, cabinet.header]
    : [cabinet.header, from.cabinet.header];
  if (!belongsTogether(before, after)) {
    const isOtherSet = before.setId !== after.setId;
    const expected = from.cabinet.header.index + (isAfter ? 1 : -1);
    diagnostics.report(
      'CAB_BAD_HEADER',
      isOtherSet
        ? 'a cabinet of the set has another set ID; files that continue in it cannot be read'
        : 'a cabinet of the set has a number that does not follow; files that continue in it cannot be read',
      {
        ...facts,
        stream: link.name,
        offset: isOtherSet ? 0x20 : 0x22,
        expected: isOtherSet ? from.cabinet.header.setId : expected,
        found: isOtherSet ? cabinet.header.setId : cabinet.header.index,
      },
    );
  }
  return { cabinet, name: link.name };
}
