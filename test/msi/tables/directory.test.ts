import { readDirectoryTable } from '../../../src/msi/tables/directory.js';
import { describeTypedTable } from '../../support/typed-table.js';

describeTypedTable(
  'Directory',
  '*Directory s72, Directory_Parent S72, DefaultDir l255',
  readDirectoryTable,
  [
    [
      ['INSTALLDIR', 'TARGETDIR', 'SHORT~1|Long Name:.'],
      { directory: 'INSTALLDIR', directoryParent: 'TARGETDIR', defaultDir: 'SHORT~1|Long Name:.' },
    ],
    [
      ['TARGETDIR', null, 'SourceDir'],
      { directory: 'TARGETDIR', directoryParent: null, defaultDir: 'SourceDir' },
    ],
  ],
  ['Directory', 'DefaultDir'],
);
