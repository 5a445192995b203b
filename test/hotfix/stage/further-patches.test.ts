import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findFurtherPatches } from '../../../src/hotfix/stage/further-patches.js';
import { caught } from '../../support/caught.js';
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
