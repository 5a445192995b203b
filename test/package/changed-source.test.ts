import { expect, it } from 'vitest';
import { BufferSource } from '../../src/core/byte-source.js';
import { refuseChangedSource } from '../../src/package/changed-source.js';
import { readContentFacts } from '../../src/package/content-facts.js';
import { FolderPackage } from '../../src/package/node/folder-package.js';

const source = (isChanged: boolean) =>
  Object.assign(new BufferSource(Buffer.from('abc')), { isChanged: () => isChanged, close: () => undefined });

it('refuseChangedSource refuses what somebody changed, and nothing else', () => {
  for (const one of [null, new BufferSource(new Uint8Array(1)), source(false)]) refuseChangedSource(one, 'x');
  expect(() => refuseChangedSource(source(true), 'x')).toThrowError(
    expect.objectContaining({ code: 'FILE_CHANGED', facts: { file: 'x' } }),
  );
});

it('there are no facts of a file that changes while it is read', async () => {
  const folder = (isChanged: boolean) =>
    new FolderPackage({
      files: () => [{ path: 'a', size: 3, modified: new Date(0) }],
      open: () => source(isChanged),
    });
  const sound = folder(false);
  expect((await readContentFacts(sound, sound.files)).size).toBe(1);
  const changed = folder(true);
  await expect(readContentFacts(changed, changed.files)).rejects.toMatchObject({ code: 'FILE_CHANGED' });
});
