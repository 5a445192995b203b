import { Script } from 'node:vm';
import { steadyNow } from '../node/turns.js';

/** How a stretch ended: nothing of it is left to do at once, or it was cut off. */
export type StretchEnd = 'whole' | 'time' | 'interrupted';

/** The global with the functions that a stretch begins with: V8 limits scripts, not functions. */
const name = '__hotfixkitStretch';
/** The global function that `program-modules.ts` calls before it loads a module. */
const loading = '__hotfixkitLoading';

/**
 * Runs `body`, and all that follows from it without waiting for anything outside, for so many milliseconds at most. V8
 * itself watches the time and Ctrl-C, which takes no thread of JavaScript and works in a loop that never comes back.
 * What is cut off stops where it stands: no `finally` runs. No module is loaded in the second half of that time, since one that
 * is half loaded is of no use to what comes after. Null, and nothing is run, where this Node cannot do that.
 */
export function runStretch(body: () => void, milliseconds: number): Promise<StretchEnd | null> {
  const { _tickCallback: finishTurn } = process as unknown as { _tickCallback?: () => void };
  if (typeof finishTurn !== 'function') return Promise.resolve(null);
  // What follows from `body` can only be run to its end where this is not itself what follows from something.
  return new Promise((resolve, reject) => {
    setImmediate(() => {
      let isInterrupted = false;
      const run = (): void => {
        body();
        finishTurn.call(process);
      };
      const started = steadyNow();
      const beforeLoading = (): void => {
        if (steadyNow() - started > milliseconds / 2) waitForEnd();
      };
      // Two scripts, one in the other: of one that is interrupted when its time is over V8 says only the latter.
      const untilInterrupted = (): void => {
        try {
          new Script(`${name}.run()`).runInThisContext({ breakOnSigint: true });
        } catch (error) {
          isInterrupted = (error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED';
          throw error;
        }
      };
      Object.assign(globalThis, { [name]: { run, untilInterrupted }, [loading]: beforeLoading });
      try {
        new Script(`${name}.untilInterrupted()`).runInThisContext({ timeout: milliseconds });
        resolve('whole');
      } catch (error) {
        if (isInterrupted) resolve('interrupted');
        else if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') resolve('time');
        else reject(error);
      } finally {
        Reflect.deleteProperty(globalThis, name);
        Reflect.deleteProperty(globalThis, loading);
      }
    });
  });
}

/** V8 cuts off a wait, too. */
function waitForEnd(): never {
  const cell = new Int32Array(new SharedArrayBuffer(4));
  for (;;) Atomics.wait(cell, 0, 0, 5);
}
