import { startsLikeCabinet } from '../formats/cab/cf-header.js';
import type { ArchiveFormat } from './archive-format.js';
import { CabinetContainer, openCabinet } from './cabinet-container.js';
import { msuFacts } from './msu.js';

/** Cabinets, by themselves or a set; packages of Windows Update are cabinets as well. */
export const cabinetFormat: ArchiveFormat = {
  extensions: ['cab', 'msu'],
  matches: startsLikeCabinet,
  lookInside: (head) => (startsLikeCabinet(head) ? 'asked' : null),
  open({ source, name, budget, depth, neighbours }) {
    budget.enter(depth);
    const set = openCabinet(source, name, budget, (other, disk) => neighbours.open(other, disk));
    // A cabinet by itself is a package: its names are made safe like those of any other.
    const cabinet = { kind: 'cab', title: 'cabinet', ...(depth === 1 ? { rename: true } : {}) } as const;
    return new CabinetContainer([{ set }], msuFacts(set) ?? cabinet, budget);
  },
};
