import { Session } from 'node:inspector';
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { printable } from '../core/visible-text.js';
import { defaultRunLimits } from '../node/run-limits.js';
import { RunMonitor } from '../node/run-monitor.js';
import { directOutput } from './direct-output.js';
import { answerForStopped, stoppedError } from './main.js';
import { recoverOutput } from './recover-output.js';
import type { GuardData, GuardMessage } from './run-messages.js';
import { LOOK, RunWatch } from './run-watch.js';

/** How long a run may take to end by itself after a signal, in milliseconds. */
const GRACE = 1000;
/** A thread that does not stand still within this time, in milliseconds, is inside a call that cannot be stopped. */
const STUCK = 15_000;

const { argv, memory, freeze, start, folders } = workerData as GuardData;
const written = [...folders];
const monitor = new RunMonitor(memory);
const watch = new RunWatch(monitor);
const limits = start?.global.limits ?? defaultRunLimits();
const ignored = (): void => undefined;
const terminal = { stdout: directOutput(1, ignored), stderr: directOutput(2, ignored), env: process.env };
let stopping: 'interrupted' | 'time' | 'memory' | null = null;
let deadline = Number.POSITIVE_INFINITY;

parentPort!.on('message', (message: GuardMessage) => {
  if (message.kind === 'folder') written.push(message.path);
  else if (stopping === null) {
    stopping = 'interrupted';
    deadline = performance.now() + GRACE;
  }
});

const looking = setInterval(() => {
  const now = performance.now();
  const passed = watch.look(now, limits);
  if (stopping === null) {
    if (passed === null) return;
    stopping = passed;
    deadline = now;
  }
  // False while the run is at what must not be cut short.
  if (now < deadline || !monitor.stop()) return;
  clearInterval(looking);
  void stop(stopping);
}, LOOK);

/** Ends the process in place of the thread that it should have ended in. */
async function stop(reason: 'interrupted' | 'time' | 'memory'): Promise<void> {
  const isStill = await standStill();
  if (isStill) {
    await recoverOutput(written, (text) => terminal.stderr.write(`${printable(`hotfixkit: ${text}`)}\n`));
  }
  const error = stoppedError(reason, limits, monitor.input);
  const status = await answerForStopped(error, argv, start, terminal);
  if (!isStill) process.kill(process.pid, 'SIGKILL');
  monitor.release(status);
}

/**
 * Makes the thread of the run stand still. The debugger's protocol is the only way into a thread that is in a loop; whether it
 * worked.
 */
async function standStill(): Promise<boolean> {
  const session = new Session();
  try {
    session.connectToMainThread();
    session.post('Runtime.evaluate', { expression: `${freeze}()` }, ignored);
    for (let waited = 0; !monitor.standsStill && waited < STUCK; waited += LOOK) await sleep(LOOK);
  } catch {
    // A Node without its debugger.
  } finally {
    session.disconnect();
  }
  return monitor.standsStill;
}
