import { BufferSource } from '../../src/core/byte-source.js';
import { CompoundFile } from '../../src/formats/cfb/compound-file.js';
import { Database } from '../../src/msi/database.js';
import { optionsOf, type Target } from '../target.js';
import { DatabaseMutator, reducePackage } from './database-mutator.js';
import { packages } from './samples.js';
import { useDatabase, usePackage } from './use-package.js';

export const msi: Target = {
  name: 'msi',
  about: 'packages and merge modules: tables, string pool, summary, media, directories, listing, plans',
  prepare(pool) {
    const mutator = new DatabaseMutator([...packages(), ...pool.files(/\.(msi|msm|cub)$/i)]);
    return {
      seeds: mutator.seeds,
      make(random) {
        const { seed, bytes } = mutator.any(random);
        return { bytes, seed: seed.name, choice: random.word() };
      },
      async run(fuzzCase, world) {
        const option = optionsOf(fuzzCase);
        if (option()) {
          useDatabase(Database.open(CompoundFile.open(new BufferSource(fuzzCase.bytes)).root), true);
        } else {
          await usePackage(world.write('case.msi', fuzzCase.bytes), { option });
        }
      },
      reduce: reducePackage,
    };
  },
};
