import { readLaunchConditionTable } from '../../../src/msi/tables/launch-condition.js';
import { describeTypedTable } from '../../support/typed-table.js';

describeTypedTable(
  'LaunchCondition',
  '*Condition s255, Description l255',
  readLaunchConditionTable,
  [[['VersionNT >= 501', 'Too old'], { condition: 'VersionNT >= 501', description: 'Too old' }]],
  ['Condition', 'Description'],
);
