import { readSequenceTable, type SequenceTable } from '../../../src/msi/tables/sequence.js';
import { describeTypedTable } from '../../support/typed-table.js';

const tables: SequenceTable[] = [
  'AdminExecuteSequence',
  'AdminUISequence',
  'InstallExecuteSequence',
  'InstallUISequence',
  'AdvtExecuteSequence',
];

for (const table of tables) {
  describeTypedTable(
    table,
    '*Action s72, Condition S255, Sequence I2',
    (database) => readSequenceTable(database, table),
    [
      [
        ['InstallFiles', 'NOT Installed', 4000],
        { action: 'InstallFiles', condition: 'NOT Installed', sequence: 4000 },
      ],
      [['Failed', null, -3], { action: 'Failed', condition: null, sequence: -3 }],
      [['Never', null, null], { action: 'Never', condition: null, sequence: null }],
    ],
    ['Action'],
  );
}
