import { expect, it } from 'vitest';
import { RecordQueue } from '../../../src/node/record-queue.js';
import { OutputRecord } from '../../../src/package/node/output-record.js';

it('every kind of record comes through a queue as itself', () => {
  const writer = new RecordQueue({ capacity: 1024 });
  const reader = new RecordQueue({ memory: writer.memory });
  const kinds = Object.values(OutputRecord);
  for (const kind of kinds) writer.put(kind, 1, new Uint8Array());
  expect(kinds.map(() => reader.take().kind)).toEqual(kinds);
  expect(new Set(kinds).size).toBe(kinds.length);
});
