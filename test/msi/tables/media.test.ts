import { readMediaTable } from '../../../src/msi/tables/media.js';
import { describeTypedTable } from '../../support/typed-table.js';

describeTypedTable(
  'Media',
  '*DiskId i2, LastSequence i4, DiskPrompt L64, Cabinet S255, VolumeLabel S32, Source S72',
  readMediaTable,
  [
    [
      [1, 70_000, 'Insert disk 1', '#product.cab', 'DISK1', 'MEDIASRC'],
      {
        diskId: 1,
        lastSequence: 70_000,
        diskPrompt: 'Insert disk 1',
        cabinet: '#product.cab',
        volumeLabel: 'DISK1',
        source: 'MEDIASRC',
      },
    ],
    [
      [2, 0, null, null, null, null],
      { diskId: 2, lastSequence: 0, diskPrompt: null, cabinet: null, volumeLabel: null, source: null },
    ],
  ],
  ['DiskId'],
);
