import { readAll } from '../../../src/core/byte-source.js';
import { readPatchTable } from '../../../src/msi/tables/patch.js';
import { describeTypedTable } from '../../support/typed-table.js';

describeTypedTable(
  'Patch',
  '*File_ s72, *Sequence i4, PatchSize i4, Attributes i2, Header V0, StreamRef_ S38',
  // Streams are compared by their bytes.
  (database) =>
    readPatchTable(database).map((row) => ({
      ...row,
      header: row.header && [...readAll(row.header.open())],
    })),
  [
    [
      ['F1', 20_000, 1234, 1, Uint8Array.of(1, 2, 3), 'Ref'],
      { file: 'F1', sequence: 20_000, patchSize: 1234, attributes: 1, header: [1, 2, 3], streamRef: 'Ref' },
    ],
    [
      ['F1', 1, 0, 0, null, null],
      { file: 'F1', sequence: 1, patchSize: 0, attributes: 0, header: null, streamRef: null },
    ],
  ],
  ['File_', 'Sequence', 'PatchSize', 'Attributes'],
);
