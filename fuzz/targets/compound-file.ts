import { BufferSource } from '../../src/core/byte-source.js';
import { CompoundFile } from '../../src/formats/cfb/compound-file.js';
import { type StorageContent, writeCompoundFile } from '../../src/formats/cfb/compound-file-writer.js';
import { storageContent } from '../../src/formats/cfb/storage-content.js';
import { sameBytes } from '../../test/support/sample-bytes.js';
import { contentOf, reduceCompoundFile } from '../mutate/compound-file.js';
import { Broken, optionsOf, type Target } from '../target.js';
import { DatabaseMutator } from './database-mutator.js';
import { packages, patches } from './samples.js';
import { useCompoundFile } from './use-package.js';

export const cfb: Target = {
  name: 'cfb',
  about: 'compound files: sectors, chains, directory; what is read is written again and must be the same',
  prepare(pool) {
    const mutator = new DatabaseMutator([
      ...packages(),
      ...patches(),
      ...pool.files(/\.(msi|msm|msp|mst|cub)$/i),
    ]);
    return {
      seeds: mutator.seeds,
      make(random) {
        const { seed, bytes } = mutator.bytes(random);
        return { bytes, seed: seed.name, choice: random.word() };
      },
      run(fuzzCase) {
        const option = optionsOf(fuzzCase);
        useCompoundFile(fuzzCase.bytes, option() && option());
        if (!option()) return;
        const content = contentOf(fuzzCase.bytes);
        if (content) comesBack(content);
      },
      reduce: reduceCompoundFile,
    };
  },
};

/** What the writer makes of a storage reads as the same storage. */
function comesBack(content: StorageContent): void {
  // Names that were read may be ones that no writer may write; that is an answer, whatever its kind.
  let written: Uint8Array;
  try {
    written = writeCompoundFile(content);
  } catch (error) {
    if ((error as { code?: string }).code === 'CFB_WRITE') return;
    throw error;
  }
  const again = storageContent(CompoundFile.open(new BufferSource(written)).root);
  const streams = (one: StorageContent): Map<string, Uint8Array> =>
    new Map(one.streams.map(({ name, bytes }) => [name, bytes]));
  const before = streams(content);
  const after = streams(again);
  for (const [name, bytes] of before) {
    const other = after.get(name);
    if (!other || !sameBytes(bytes, other)) throw new Broken('round-trip', `stream ${JSON.stringify(name)}`);
  }
  if (after.size !== before.size)
    throw new Broken('round-trip', `${before.size} streams, then ${after.size}`);
}
