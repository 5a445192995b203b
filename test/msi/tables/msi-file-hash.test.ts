import { readMsiFileHashTable } from '../../../src/msi/tables/msi-file-hash.js';
import { describeTypedTable } from '../../support/typed-table.js';

describeTypedTable(
  'MsiFileHash',
  '*File_ s72, Options i2, HashPart1 i4, HashPart2 i4, HashPart3 i4, HashPart4 i4',
  readMsiFileHashTable,
  [
    // MD5 of "abc".
    [
      ['F1', 0, 0x98500190 - 2 ** 32, 0xb04fd23c - 2 ** 32, 0x7d3f96d6, 0x727fe128],
      {
        file: 'F1',
        options: 0,
        hashPart1: -1739587184,
        hashPart2: -1336946116,
        hashPart3: 2101319382,
        hashPart4: 1920983336,
      },
    ],
  ],
  ['File_', 'Options', 'HashPart1', 'HashPart4'],
);
