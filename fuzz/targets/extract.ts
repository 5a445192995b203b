import { planExtract } from '../../src/package/extract/extract-plan.js';
import { applyExtract } from '../../src/package/node/extract.js';
import { openPackage } from '../../src/package/open-package.js';
import type { Random } from '../random.js';
import { type FuzzCase, optionsOf, type Target } from '../target.js';
import { container } from './container.js';
import { msi } from './installation-package.js';
import { checkPaths, MOST } from './use-package.js';
import { zip } from './zip.js';

export const extract: Target = {
  name: 'extract',
  about: 'extract from packages, archives and containers: everything stays below the output folder',
  prepare(pool) {
    const kinds = [msi, zip, container].map((target) => target.prepare(pool));
    const seeds = kinds.flatMap((kind) => kind.seeds);
    return {
      seeds,
      make: (random: Random): FuzzCase => random.pick(kinds).make(random),
      async run(fuzzCase, world) {
        const option = optionsOf(fuzzCase);
        const folder = world.empty('out');
        const opened = openPackage(world.write('source/case.bin', fuzzCase.bytes), {
          orContainer: true,
          renameUnsafe: option(),
          password: 'x',
        });
        let failed = true;
        try {
          const layout = option() ? 'target' : option() ? 'source' : 'key';
          const plan = planExtract(opened.content, { layout, onConflict: 'rename', deltas: true });
          checkPaths(plan.files.map(({ path }) => path));
          if (plan.size > MOST) return;
          await applyExtract(opened.content, plan, folder, { threads: 1 });
          failed = false;
        } finally {
          opened.close();
          world.holdsOnly('out', 'source');
          world.isClean(folder, failed);
        }
      },
    };
  },
};
