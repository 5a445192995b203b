import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MessagePort } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { Claims } from '../../../src/package/node/claims.js';
import { type WorkerReply, writeClaimed } from '../../../src/package/node/write-worker.js';
import { openPackage } from '../../../src/package/open-package.js';
import { writePackage } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const plan = {
  files: [
    { key: 'a', name: 'a.txt', bytes: bytes('first') },
    {
      key: 'b',
      name: 'b.txt',
      bytes: bytes('second'),
      hash: [1, 2, 3, 4] as [number, number, number, number],
    },
    { key: 'c', name: 'c.txt', bytes: bytes('third') },
  ],
  mediaSplit: 3,
};

/** What the thread answers where another one has the first batch already. */
function replies(out: string, tolerant: boolean): WorkerReply[] {
  const { location, content, close } = openPackage(writePackage(plan));
  const batches = content.files.map((file, index) => [
    { index, number: index, staged: join(out, file.key), label: file.key, target: join(out, file.key) },
  ]);
  close();
  const claims = new Claims();
  claims.below(3).next();
  const told: WorkerReply[] = [];
  const port = { postMessage: (reply: WorkerReply) => told.push(reply) } as unknown as MessagePort;
  const notes = { identities: null, digests: null };
  writeClaimed(port, { location: location!, tolerant, ...notes, batches, claims: claims.memory });
  return told;
}

describe('a thread that decodes and writes batches', () => {
  it('writes those that are left, and says so', () => {
    const out = tempFolder();
    expect(replies(out, true)).toMatchObject([
      { kind: 'progress', bytes: 11, files: 2 },
      { kind: 'done', warnings: [{ code: 'PACKAGE_FILE_HASH', entry: 'b' }] },
    ]);
    expect(readFileSync(join(out, 'b'), 'latin1')).toBe('second');
    expect(readFileSync(join(out, 'c'), 'latin1')).toBe('third');
    expect(() => readFileSync(join(out, 'a'))).toThrow('ENOENT');
  });

  it('ends with the first error', () => {
    const out = tempFolder();
    expect(replies(out, false)).toMatchObject([{ kind: 'failed', code: 'PACKAGE_FILE_HASH' }]);
    expect(() => readFileSync(join(out, 'c'))).toThrow('ENOENT');
  });
});
