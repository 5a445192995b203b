import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findFurtherPatches, isInClientSource } from '../../../src/hotfix/stage/further-patches.js';
import { caught } from '../../support/caught.js';
import { canLinkFiles } from '../../support/links.js';
import { writeTree } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';

it('warns of a patch that is not there only where the client source is new', () => {
  const client = join(tempFolder(), 'Client');
  writeTree(join(client, 'i386'), { 'x.msp': 'a patch' });
  expect(findFurtherPatches(['I386\\X.msp', 'E:\\y.msp'], client, false)).toEqual({
    paths: ['i386/x.msp', 'E:\\y.msp'],
    warnings: [],
  });
  expect(findFurtherPatches(['i386/y.msp'], client, true)).toMatchObject({
    paths: ['i386/y.msp'],
    warnings: [{ code: 'STAGE_CLIENT_SOURCE' }],
  });
  expect(caught(() => findFurtherPatches(['i386/y.msp'], client, false)).code).toBe('FILE_NOT_FOUND');
  expect(caught(() => findFurtherPatches(['../y.msp'], client, true)).code).toBe('STAGE_BAD_LOCATION');
});

it.skipIf(!canLinkFiles)('refuses what a link leads to outside of the client source', () => {
  const folder = tempFolder();
  const client = join(folder, 'Client');
  writeTree(folder, { 'out/x.msp': 'a patch', 'Client/i386/real.msp': 'a patch' });
  symlinkSync(join(folder, 'out/x.msp'), join(client, 'i386/link.msp'));
  symlinkSync(join(folder, 'out'), join(client, 'i386/folder'));
  symlinkSync('real.msp', join(client, 'i386/inside.msp'));
  for (const path of ['i386/link.msp', 'i386/folder/x.msp', join(client, 'i386/link.msp')]) {
    for (const isNew of [false, true]) {
      expect(caught(() => findFurtherPatches([path], client, isNew))).toMatchObject({
        code: 'STAGE_BAD_LOCATION',
        message: expect.stringContaining('a link that leads out of the client source'),
      });
    }
  }
  expect(isInClientSource(client)('i386/link.msp')).toBe(false);
  expect(isInClientSource(client)('i386/real.msp')).toBe(true);
  expect(findFurtherPatches(['i386/inside.msp'], client, false).paths).toEqual(['i386/inside.msp']);
});

it.each(['C:\\x.txt', 'i386/x.txt', '\\\\srv\\share\\x', 'x.msp.zip'])(
  'refuses %s, which is no patch',
  (path) => {
    expect(caught(() => findFurtherPatches([path], tempFolder(), true))).toMatchObject({
      code: 'STAGE_BAD_LOCATION',
      message: expect.stringContaining('--with-patch'),
    });
  },
);
