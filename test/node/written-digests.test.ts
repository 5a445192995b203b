import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { WrittenDigests } from '../../src/node/written-digests.js';

it('gives another thread what was noted of each file', () => {
  const digest = (name: string, text: string) => createHash(name).update(text).digest('hex');
  const ours = new WrittenDigests({ files: 4 });
  const theirs = new WrittenDigests({ memory: ours.memory });
  theirs.note(0, 'md5', digest('md5', 'a'));
  theirs.note(0, 'sha256', digest('sha256', 'a'));
  theirs.note(1, 'sha256', '00'.repeat(32));
  theirs.note(3, 'md5', digest('md5', 'd'));
  expect([0, 1, 2, 3].map((index) => ours.of(index))).toEqual([
    { md5: digest('md5', 'a'), sha256: digest('sha256', 'a') },
    { sha256: '00'.repeat(32) },
    {},
    { md5: digest('md5', 'd') },
  ]);
});
