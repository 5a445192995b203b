import { readCustomActionTable } from '../../../src/msi/tables/custom-action.js';
import { describeTypedTable } from '../../support/typed-table.js';

describeTypedTable(
  'CustomAction',
  '*Action s72, Type i2, Source S72, Target S255',
  readCustomActionTable,
  [
    [
      ['Set', 51, 'INSTALLDIR', '[ProgramFilesFolder]x'],
      { action: 'Set', type: 51, source: 'INSTALLDIR', target: '[ProgramFilesFolder]x' },
    ],
    [['Run', 3073, null, null], { action: 'Run', type: 3073, source: null, target: null }],
  ],
  ['Action', 'Type'],
);
