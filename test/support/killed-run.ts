import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { lockName } from '../../src/node/leftovers.js';
import type { OutputTransaction } from '../../src/node/output-transaction.js';

/** The number of a process that has ended. */
export const endedProcess = spawnSync(process.execPath, ['-e', '0']).pid;

/** Leaves a run as a kill leaves it: what it did stays, and its lock is that of a process that has ended. */
export function killRun(run: OutputTransaction): void {
  run.abandon();
  for (const { path } of run.outputs) {
    const owner = {
      pid: endedProcess,
      host: hostname(),
      process: '',
      since: '2026-01-01T00:00:00Z',
      single: false,
    };
    writeFileSync(join(path, lockName(run.id)), JSON.stringify(owner));
  }
}
