import { readComponentTable } from '../../../src/msi/tables/component.js';
import { describeTypedTable } from '../../support/typed-table.js';

describeTypedTable(
  'Component',
  '*Component s72, ComponentId S38, Directory_ s72, Attributes i2, Condition S255, KeyPath S72',
  readComponentTable,
  [
    [
      ['C1', '{11111111-2222-3333-4444-555555555555}', 'INSTALLDIR', 256, 'VersionNT', 'F1'],
      {
        component: 'C1',
        componentId: '{11111111-2222-3333-4444-555555555555}',
        directory: 'INSTALLDIR',
        attributes: 256,
        condition: 'VersionNT',
        keyPath: 'F1',
      },
    ],
    [
      ['C2', null, 'TARGETDIR', 0, null, null],
      {
        component: 'C2',
        componentId: null,
        directory: 'TARGETDIR',
        attributes: 0,
        condition: null,
        keyPath: null,
      },
    ],
  ],
  ['Component', 'Directory_', 'Attributes'],
);
