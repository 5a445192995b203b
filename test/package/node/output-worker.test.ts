import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MessagePort } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { RecordQueue } from '../../../src/node/record-queue.js';
import { WrittenDigests } from '../../../src/node/written-digests.js';
import { OutputRecord, type OutputReply } from '../../../src/package/node/output-record.js';
import { writeRecords } from '../../../src/package/node/output-worker.js';
import type { WrittenFileStart } from '../../../src/package/node/written-files.js';
import { tempFolder } from '../../support/temp-folder.js';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
// RFC 1321, appendix A.5, and FIPS 180-2, appendix B.1.
const md5OfAbc = '900150983cd24fb0d6963f7d28e17f72';
const sha256OfAbc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

/** What the thread answers to a queue in which one file waits. */
function replies(
  staged: string,
  start: Partial<WrittenFileStart>,
  end: number = OutputRecord.end,
): { told: OutputReply[]; digests: WrittenDigests } {
  const queue = new RecordQueue({ capacity: 4096 });
  const digests = new WrittenDigests({ files: 1 });
  const whole = {
    number: 0,
    staged,
    target: 'out/abc',
    size: 3,
    modified: 86_400_000,
    md5: md5OfAbc,
    hashed: ['md5', 'sha256'] as const,
  };
  queue.put(OutputRecord.open, 0, text(JSON.stringify({ ...whole, ...start })));
  queue.put(OutputRecord.data, 0, text('ab'));
  queue.put(OutputRecord.data, 0, text('c'));
  queue.put(end, 0, new Uint8Array());
  queue.put(OutputRecord.finish, 0, new Uint8Array());
  queue.publish();
  const told: OutputReply[] = [];
  const port = { postMessage: (reply: OutputReply) => told.push(reply) } as unknown as MessagePort;
  writeRecords(port, { queue: queue.memory, identities: null, digests: digests.memory });
  return { told, digests };
}

describe('the thread that writes', () => {
  it('writes a file and notes its digests', () => {
    const staged = join(tempFolder(), 'abc');
    const { told, digests } = replies(staged, {});
    expect(told).toEqual([{ kind: 'done' }]);
    expect(readFileSync(staged, 'latin1')).toBe('abc');
    expect(digests.of(0)).toEqual({ md5: md5OfAbc, sha256: sha256OfAbc });
  });

  it('tells of another hash, but for a file that is not to be checked', () => {
    const other = { md5: '0'.repeat(32) };
    const differs = { kind: 'differs', id: 0, md5: md5OfAbc };
    expect(replies(join(tempFolder(), 'abc'), other).told).toEqual([differs, { kind: 'done' }]);
    expect(replies(join(tempFolder(), 'abc'), other, OutputRecord.endUnchecked).told).toEqual([
      { kind: 'done' },
    ]);
  });

  it('tells what the disk says', () => {
    const { told } = replies(join(tempFolder(), 'none', 'abc'), {});
    expect(told).toMatchObject([{ kind: 'failed' }]);
    expect(JSON.stringify(told)).toContain('out/abc');
  });
});
