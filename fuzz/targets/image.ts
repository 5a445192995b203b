import { resolve } from 'node:path';
import { parseMsiexecArguments } from '../../src/installer/command-line/msiexec-command-line.js';
import { runMsiexec } from '../../src/installer/run-msiexec.js';
import { Broken, type Target } from '../target.js';
import { msi } from './installation-package.js';
import { checkPaths } from './use-package.js';

export const image: Target = {
  name: 'image',
  about: 'msiexec /a into an empty folder: nothing is written elsewhere, nothing is left by a run that fails',
  prepare(pool) {
    const { make, seeds, reduce } = msi.prepare(pool);
    return {
      seeds,
      make,
      ...(reduce ? { reduce } : {}),
      async run({ bytes }, world) {
        const target = world.empty('image');
        const path = world.write('source/case.msi', bytes);
        world.nothing('log.txt');
        const command = ['/a', path, '/qn', '/l*v', world.path('log.txt'), `TARGETDIR=${target}`];
        const result = await runMsiexec(parseMsiexecArguments(command), {
          user: 'fuzzer',
          now: new Date('2010-01-25T06:27:02Z'),
          environment: { TEMP: world.path('temp'), PATH: '/bin' },
          threads: 1,
        });
        if (result.error && result.error.kind === 'bug') throw result.error;
        world.holdsOnly('image', 'source', 'log.txt');
        world.isClean(target, result.exitCode !== 0);
        if (result.exitCode === 0 && resolve(result.target ?? target) !== resolve(target)) {
          throw new Broken('escape', `the target became ${result.target}`);
        }
        checkPaths(result.written);
      },
    };
  },
};
