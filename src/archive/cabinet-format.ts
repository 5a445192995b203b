import { readCfHeader, startsLikeCabinet } from '../formats/cab/cf-header.js';
import type { ArchiveFormat } from './archive-format.js';
import { archivesBehind } from './archives-behind.js';
import { CabinetContainer, type CabinetContainerFacts, openCabinet } from './cabinet-container.js';
import { msuFacts } from './msu.js';

/** Cabinets, by themselves or a set; packages of Windows Update are cabinets as well. */
export const cabinetFormat: ArchiveFormat = {
  extensions: ['cab', 'msu'],
  matches: startsLikeCabinet,
  lookInside: (head) => (startsLikeCabinet(head) ? 'asked' : null),
  open({ source, name, budget, depth, neighbours }) {
    budget.enter(depth);
    const set = openCabinet(source, name, budget, (other, disk, elsewhere) => {
      const found = neighbours.open(other, disk, elsewhere);
      // Also one that turns out to be of another set.
      if (found?.close) budget.keepOpen(found as typeof found & { close(): void });
      return found;
    });
    // A single cabinet is a package: its names are made safe as in any other.
    const cabinet: CabinetContainerFacts = {
      kind: 'cab',
      title: 'cabinet',
      ...(depth === 1 ? { rename: true } : {}),
    };
    const facts = msuFacts(set) ?? cabinet;
    const warnings = [
      ...(facts.warnings ?? []),
      ...archivesBehind(source, readCfHeader(source, 0).size, 'cabinet'),
    ];
    return new CabinetContainer([{ set }], { ...facts, warnings }, budget);
  },
};
