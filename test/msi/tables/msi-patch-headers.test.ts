import { readAll } from '../../../src/core/byte-source.js';
import { readMsiPatchHeadersTable } from '../../../src/msi/tables/msi-patch-headers.js';
import { describeTypedTable } from '../../support/typed-table.js';

describeTypedTable(
  'MsiPatchHeaders',
  '*StreamRef s38, Header v0',
  // Streams are compared by their bytes.
  (database) =>
    readMsiPatchHeadersTable(database).map((row) => ({
      ...row,
      header: row.header && [...readAll(row.header.open())],
    })),
  [
    [['Ref', Uint8Array.of(4, 5)], { streamRef: 'Ref', header: [4, 5] }],
    [['Ref', null], { streamRef: 'Ref', header: null }],
  ],
  ['StreamRef'],
);
