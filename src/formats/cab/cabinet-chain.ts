import type { ByteSource } from '../../core/byte-source.js';
import type { Diagnostics } from '../../core/diagnostics.js';
import { type ErrorFacts, HotfixkitError } from '../../core/errors.js';
import { Cabinet, type CabinetOptions } from './cabinet.js';
import { isBudgetError } from './cabinet-budget.js';
import type { CabinetLink, CfHeader } from './cf-header.js';
import { inCabinet } from './in-cabinet.js';

/** Finds another cabinet of a set by the name (case-insensitive) and disk label that its neighbour gives. */
export type CabinetResolver = (name: string, disk: string) => ByteSource | null;

/** A cabinet of a spanning set, and the name under which it was found. */
export interface ChainLink {
  cabinet: Cabinet;
  name: string;
}

/**
 * Follows the links of CFHEADER from `first` to both ends of the set: the cabinets that are found, in order, without a
 * gap. One that is absent or does not open ends the chain with a warning. Throws `CAB_SET_LOOP` where a link leads back
 * to an earlier cabinet: no writer makes that, and it is unclear which file continues where.
 */
export function followChain(
  first: ChainLink,
  resolve: CabinetResolver,
  options: CabinetOptions,
  diagnostics: Diagnostics,
): ChainLink[] {
  const seen = new Set([first.name.toLowerCase()]);
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

/** `2.cab, on the disk "Disk 2"` */
export function describeLink({ name, disk }: CabinetLink): string {
  return disk === '' ? name : `${name}, on the disk "${disk}"`;
}

function openLink(
  link: CabinetLink,
  from: ChainLink,
  seen: Set<string>,
  resolve: CabinetResolver,
  options: CabinetOptions,
  diagnostics: Diagnostics,
): ChainLink | null {
  const facts: ErrorFacts = { ...inCabinet(from.name), structure: 'CFHEADER', expected: link.name };
  const key = link.name.toLowerCase();
  if (seen.has(key)) {
    throw new HotfixkitError('CAB_SET_LOOP', 'the cabinets of the set form a loop', facts);
  }
  seen.add(key);
  const source = resolve(link.name, link.disk);
  if (source === null) {
    diagnostics.report('CAB_MISSING_PART', `a cabinet of the set is missing: ${describeLink(link)}`, facts);
    return null;
  }
  let cabinet: Cabinet;
  try {
    cabinet = Cabinet.open(source, options);
  } catch (error) {
    if (!(error instanceof HotfixkitError) || isBudgetError(error)) throw error;
    diagnostics.report(error.code, `a cabinet of the set cannot be used: ${error.message}`, {
      ...error.facts,
      stream: link.name,
    });
    return null;
  }
  for (const { code, message, ...found } of cabinet.warnings) {
    diagnostics.report(code, message, { ...found, stream: link.name });
  }
  const isAfter = from.cabinet.header.nextCabinet === link;
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
