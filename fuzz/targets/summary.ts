import { parseAdminProperties } from '../../src/installer/image/admin-properties-stream.js';
import { SummaryInformation } from '../../src/msi/summary-information.js';
import { mutateBytes, range } from '../mutate/bytes.js';
import { contentOf } from '../mutate/compound-file.js';
import { type Target, tolerate } from '../target.js';
import { packages, patches } from './samples.js';

export const summary: Target = {
  name: 'summary',
  about: 'summary information (MS-OLEPS) and the saved properties of an administrative image',
  prepare(pool) {
    const name = '\u0005SummaryInformation';
    const seeds = [...packages(), ...patches(), ...pool.files(/\.(msi|msp|mst)$/i, 60_000)].flatMap(
      (seed) => {
        const bytes = contentOf(seed.bytes)?.streams.find((stream) => stream.name === name)?.bytes;
        return bytes && bytes.length < 4096 ? [{ name: seed.name, bytes }] : [];
      },
    );
    return {
      seeds,
      make(random) {
        const seed = random.pick(seeds);
        const hot = range(0, Math.min(200, seed.bytes.length));
        const bytes = mutateBytes(random, seed.bytes, { hot, others: [random.pick(seeds).bytes] });
        return { bytes, seed: seed.name, choice: 0 };
      },
      run({ bytes }) {
        tolerate(() => SummaryInformation.parse(bytes));
        tolerate(() => parseAdminProperties(bytes));
      },
    };
  },
};
