import { Session } from 'node:inspector';
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { printable } from '../core/visible-text.js';
import { defaultRunLimits } from '../node/run-limits.js';
import { RunMonitor } from '../node/run-monitor.js';
import { directOutput } from './direct-output.js';
import { answerForStopped, stoppedError } from './main.js';
import { recoverOutput } from './recover-output.js';
import { RunEnding, STUCK, type StopReason } from './run-ending.js';
import type { GuardData, GuardMessage } from './run-messages.js';
import { LOOK } from './run-watch.js';

const { argv, memory, freeze, start, folders } = workerData as GuardData;
const written = [...folders];
const monitor = new RunMonitor(memory);
const ending = new RunEnding(monitor);
const limits = start?.global.limits ?? defaultRunLimits();
const ignored = (): void => undefined;
const terminal = { stdout: directOutput(1, ignored), stderr: directOutput(2, ignored), env: process.env };

parentPort!.on('message', (message: GuardMessage) => {
  if (message.kind === 'folder') written.push(message.folder);
  else ending.ask('interrupted');
});

const looking = setInterval(() => {
  if (!ending.isDue(limits)) return;
  clearInterval(looking);
  void stop(ending.reason!);
}, LOOK);

/** Ends the process in place of the thread that it should have ended in. */
async function stop(reason: StopReason): Promise<void> {
  const isStill = await standStill();
  if (isStill) {
    await recoverOutput(written, (text) => terminal.stderr.write(`${printable(`hotfixkit: ${text}`)}\n`));
  }
  const error = stoppedError(reason, limits, monitor.input);
  const status = await answerForStopped(error, argv, start, terminal);
  if (!isStill) {
    // It is in a call that cannot be stopped.
    const { endProcess } = await import('./end-process.js');
    endProcess(status);
  }
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
