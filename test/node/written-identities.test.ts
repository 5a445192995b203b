import { expect, it } from 'vitest';
import { WrittenIdentities } from '../../src/node/written-identities.js';

it('gives another thread what was noted', () => {
  const ours = new WrittenIdentities({ files: 3 });
  const theirs = new WrittenIdentities({ memory: ours.memory });
  theirs.note(0, { ino: 12n, size: 0n, mtimeNs: -5n });
  theirs.note(2, { ino: 2n ** 64n - 2n, size: 5_000_000_000n, mtimeNs: 1_264_400_820_123_456_789n });
  expect([0, 1, 2].map((index) => ours.of(index))).toEqual([
    { file: '12', size: '0', modified: '-5' },
    null,
    { file: '18446744073709551614', size: '5000000000', modified: '1264400820123456789' },
  ]);
});
