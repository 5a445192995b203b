import { readMsiPatchMetadataTable } from '../../../src/msi/tables/msi-patch-metadata.js';
import { describeTypedTable } from '../../support/typed-table.js';

describeTypedTable(
  'MsiPatchMetadata',
  '*Company S72, *Property s72, Value l0',
  readMsiPatchMetadataTable,
  [
    [['Acme', 'DisplayName', 'Patch 1'], { company: 'Acme', property: 'DisplayName', value: 'Patch 1' }],
    [[null, 'AllowRemoval', '1'], { company: null, property: 'AllowRemoval', value: '1' }],
  ],
  ['Property'],
);
