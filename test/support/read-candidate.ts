import { readFileSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { workerData } from 'node:worker_threads';
import type { Candidate, CandidateFacts } from '../../src/hotfix/scan/candidate.js';
import { FileSource } from '../../src/node/file-source.js';

/** What "heavy" leaves behind in its thread. */
const left: unknown[] = [];

/** A manifest of this title makes threads start as slowly as on a busy machine. */
const data = workerData as { manifests: readonly { title: string }[] } | null;
if (data?.manifests[0]?.title === 'slow start')
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3000);

/** Takes the place of the real reader where the threads of a scan are tested: a file's content says what it does. */
export async function readCandidate(fullPath: string, { path }: Candidate): Promise<CandidateFacts> {
  const source = new FileSource(fullPath);
  const keep: unknown[] = [];
  try {
    switch (readFileSync(fullPath, 'utf8')) {
      case 'hang':
        for (;;);
      case 'turns':
        for (;;) await nextTurn();
      case 'hog':
        for (;;) keep.push(new Uint8Array(1 << 20).fill(1));
      case 'objects':
        for (;;) keep.push({ a: [keep.length] });
      case 'heavy':
        left.push(new Uint8Array(100 << 20).fill(1));
        break;
      case 'bug':
        throw new TypeError('unexpected');
      case 'exit':
        process.exit(3);
    }
  } finally {
    source.close();
  }
  return {
    facts: [{ path, name: path, size: 1, version: null, platform: null }],
    problem: null,
  };
}
