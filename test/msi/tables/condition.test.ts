import { readConditionTable } from '../../../src/msi/tables/condition.js';
import { describeTypedTable } from '../../support/typed-table.js';

describeTypedTable(
  'Condition',
  '*Feature_ s38, *Level i2, Condition S255',
  readConditionTable,
  [
    [['Main', 0, 'NOT VersionNT'], { feature: 'Main', level: 0, condition: 'NOT VersionNT' }],
    [['Main', 3, null], { feature: 'Main', level: 3, condition: null }],
  ],
  ['Feature_', 'Level'],
);
