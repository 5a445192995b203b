import { readFileTable } from '../../../src/msi/tables/file.js';
import { describeTypedTable } from '../../support/typed-table.js';

describeTypedTable(
  'File',
  '*File s72, Component_ s72, FileName l255, FileSize i4, Version S72, Language S20, Attributes I2, Sequence i4',
  readFileTable,
  [
    [
      ['F1', 'C1', 'LONGNA~1.DLL|longname.dll', 2_000_000_000, '4.0.6487.2111', '1033', 512, 40_000],
      {
        file: 'F1',
        component: 'C1',
        fileName: 'LONGNA~1.DLL|longname.dll',
        fileSize: 2_000_000_000,
        version: '4.0.6487.2111',
        language: '1033',
        attributes: 512,
        sequence: 40_000,
      },
    ],
    [
      ['F2', 'C1', 'a.txt', 0, null, null, null, 1],
      {
        file: 'F2',
        component: 'C1',
        fileName: 'a.txt',
        fileSize: 0,
        version: null,
        language: null,
        attributes: null,
        sequence: 1,
      },
    ],
  ],
  ['File', 'Component_', 'FileName', 'FileSize', 'Sequence'],
);
