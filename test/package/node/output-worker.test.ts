import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MessagePort } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { RecordQueue } from '../../../src/node/record-queue.js';
import { WrittenDigests } from '../../../src/node/written-digests.js';
import { WrittenIdentities } from '../../../src/node/written-identities.js';
import { OutputRecord, type OutputReply } from '../../../src/package/node/output-record.js';
import { writeRecords } from '../../../src/package/node/output-worker.js';
import type { WrittenFileStart } from '../../../src/package/node/written-files.js';
import { sameBytes, sampleBytes } from '../../support/sample-bytes.js';
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
  writeRecords(port, queue.memory, { identities: null, digests: digests.memory });
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

  it('leaves files that it has not begun to hash to the other thread, once there are no more', () => {
    const folder = tempFolder();
    const content = sampleBytes(600_000);
    const md5 = createHash('md5').update(content).digest('hex');
    const queue = new RecordQueue({ capacity: 16 * 1024 * 1024 });
    const put = (kind: number, number: number): void => {
      const staged = join(folder, String(number));
      const start = {
        number,
        staged,
        target: staged,
        size: content.length,
        modified: null,
        md5,
        hashed: ['md5'],
      };
      queue.put(OutputRecord.open, number, text(JSON.stringify(start)));
      queue.put(OutputRecord.data, number, content);
      queue.put(kind, number, new Uint8Array());
    };
    for (let number = 0; number < 16; number++) {
      put(number < 15 ? OutputRecord.end : OutputRecord.endUnchecked, number);
    }
    queue.put(OutputRecord.finish, 0, new Uint8Array());
    queue.publish();
    const digests = new WrittenDigests({ files: 16 });
    const told: OutputReply[] = [];
    // What comes before `share` may not be known yet.
    const notedAtShare: number[] = [];
    const port = {
      postMessage: (reply: OutputReply) => {
        told.push(reply);
        if (reply.kind === 'share') notedAtShare.push(...numbers.filter((number) => digests.of(number).md5));
      },
    } as unknown as MessagePort;
    const numbers = Array.from({ length: 16 }, (_, i) => i);
    const { memory } = new WrittenIdentities({ files: 16 });
    writeRecords(port, queue.memory, { identities: memory, digests: digests.memory });
    expect(told.map(({ kind }) => kind)).toEqual(['share', 'done']);
    const shared = told.flatMap((reply) => (reply.kind === 'share' ? reply.files : []));
    const given = shared.map(({ start }) => start.number);
    expect(given.at(-1)).toBe(15);
    expect(shared.map(({ isUnchecked }) => isUnchecked)).toEqual(given.map((number) => number === 15));
    expect(shared.every(({ size }) => size === content.length)).toBe(true);
    expect(notedAtShare.length).toBeLessThan(16 - given.length);
    for (const number of numbers) {
      expect(digests.of(number)).toEqual(given.includes(number) ? {} : { md5 });
      expect(sameBytes(readFileSync(join(folder, String(number))), content)).toBe(true);
    }
  });

  it('tells what the disk says', () => {
    const { told } = replies(join(tempFolder(), 'none', 'abc'), {});
    expect(told).toMatchObject([{ kind: 'failed' }]);
    expect(JSON.stringify(told)).toContain('out/abc');
  });
});
