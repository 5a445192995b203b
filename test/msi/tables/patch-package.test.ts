import { readPatchPackageTable } from '../../../src/msi/tables/patch-package.js';
import { describeTypedTable } from '../../support/typed-table.js';

describeTypedTable(
  'PatchPackage',
  '*PatchId s38, Media_ i2',
  readPatchPackageTable,
  [
    [
      ['{11111111-2222-3333-4444-555555555555}', 100],
      { patchId: '{11111111-2222-3333-4444-555555555555}', media: 100 },
    ],
  ],
  ['PatchId', 'Media_'],
);
