import { BufferSource } from '../../src/core/byte-source.js';
import { findCabinets } from '../../src/formats/cab/find-cabinets.js';
import { mutateBytes } from '../mutate/bytes.js';
import { rebuildChecksums } from '../mutate/cabinet.js';
import { optionsOf, type Target } from '../target.js';
import { cabinetHot, cabinetSeeds, decodeFolders } from './cabinet-seeds.js';

export const cab: Target = {
  name: 'cab',
  about: 'cabinets: headers, folders, files and blocks, with checksums that are right again',
  prepare(pool) {
    const seeds = cabinetSeeds(pool);
    return {
      seeds,
      make(random) {
        const seed = random.pick(seeds);
        const hot = random.chance(0.8) ? cabinetHot(seed) : [];
        let bytes = mutateBytes(random, seed.bytes, { hot, others: [random.pick(seeds).bytes] });
        if (random.chance(0.7)) bytes = rebuildChecksums(bytes);
        return { bytes, seed: seed.name, choice: random.word() };
      },
      run(fuzzCase) {
        const option = optionsOf(fuzzCase);
        if (option()) {
          for (const _ of findCabinets(new BufferSource(fuzzCase.bytes))) break;
        }
        decodeFolders(fuzzCase.bytes, option() && option());
      },
      repair: rebuildChecksums,
    };
  },
};
