import { readCreateFolderTable } from '../../../src/msi/tables/create-folder.js';
import { describeTypedTable } from '../../support/typed-table.js';

describeTypedTable(
  'CreateFolder',
  '*Directory_ s72, *Component_ s72',
  readCreateFolderTable,
  [[['INSTALLDIR', 'C1'], { directory: 'INSTALLDIR', component: 'C1' }]],
  ['Directory_', 'Component_'],
);
