import { readMsiPatchSequenceTable } from '../../../src/msi/tables/msi-patch-sequence.js';
import { describeTypedTable } from '../../support/typed-table.js';

describeTypedTable(
  'MsiPatchSequence',
  '*PatchFamily s72, *ProductCode S38, Sequence s72, Attributes I4',
  readMsiPatchSequenceTable,
  [
    [
      ['Family', '{11111111-2222-3333-4444-555555555555}', '1.2.3.4', 1],
      {
        patchFamily: 'Family',
        productCode: '{11111111-2222-3333-4444-555555555555}',
        sequence: '1.2.3.4',
        attributes: 1,
      },
    ],
    [
      ['Family', null, '2', null],
      { patchFamily: 'Family', productCode: null, sequence: '2', attributes: null },
    ],
  ],
  ['PatchFamily'],
);
