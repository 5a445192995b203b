import { readPropertyTable } from '../../../src/msi/tables/property.js';
import { describeTypedTable } from '../../support/typed-table.js';

describeTypedTable(
  'Property',
  '*Property s72, Value l0',
  readPropertyTable,
  [
    [['ProductName', 'Something'], { property: 'ProductName', value: 'Something' }],
    [['Empty', null], { property: 'Empty', value: '' }],
  ],
  ['Property'],
);
