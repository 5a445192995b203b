import { type ByteSource, SliceSource } from '../core/byte-source.js';
import type { Warning } from '../core/errors.js';
import { readCfHeader, startsLikeCabinet } from '../formats/cab/cf-header.js';
import { findCabinets } from '../formats/cab/find-cabinets.js';
import { findEndOfCentralDirectory } from '../formats/zip/end-of-central-directory.js';
import type { ArchiveFormat } from './archive-format.js';
import { CabinetContainer, type CabinetContainerFacts, openCabinet } from './cabinet-container.js';
import { msuFacts } from './msu.js';

/** The end record of an empty zip archive. */
const SHORTEST_ARCHIVE = 22;

/** Cabinets, by themselves or a set; packages of Windows Update are cabinets as well. */
export const cabinetFormat: ArchiveFormat = {
  extensions: ['cab', 'msu'],
  matches: startsLikeCabinet,
  lookInside: (head) => (startsLikeCabinet(head) ? 'asked' : null),
  open({ source, name, budget, depth, neighbours }) {
    budget.enter(depth);
    const set = openCabinet(source, name, budget, (other, disk, elsewhere) =>
      neighbours.open(other, disk, elsewhere),
    );
    // A single cabinet is a package: its names are made safe as in any other.
    const cabinet: CabinetContainerFacts = {
      kind: 'cab',
      title: 'cabinet',
      ...(depth === 1 ? { rename: true } : {}),
    };
    const facts = msuFacts(set) ?? cabinet;
    const warnings = [...(facts.warnings ?? []), ...archivesBehind(source)];
    return new CabinetContainer([{ set }], { ...facts, warnings }, budget);
  },
};

/** A cabinet states its length. A signature may follow, and in concatenated files another archive. */
function archivesBehind(source: ByteSource): Warning[] {
  const { size } = readCfHeader(source, 0);
  if (source.size - size < SHORTEST_ARCHIVE) return [];
  const behind = new SliceSource(source, size);
  const [cabinet] = findCabinets(behind);
  const zip = cabinet === undefined ? findEndOfCentralDirectory(behind) : null;
  if (cabinet === undefined && zip === null) return [];
  const message = `${zip ? 'a zip archive' : 'another cabinet'} lies behind this cabinet in the same file and was not looked at; cut it off to read it`;
  return [{ code: 'PACKAGE_NOT_SEARCHED', message, offset: size + (zip?.start ?? cabinet!) }];
}
