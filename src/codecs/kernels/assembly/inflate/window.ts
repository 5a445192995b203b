import { HISTORY, LAST_START, WINDOW } from '../../inflate-layout';
import { reach } from './variant';

/** Where the output starts in the window that has not been taken away, and where it ends. */
export let outputStart: i32 = HISTORY;
export let position: i32 = HISTORY;
/** Bytes before the output that a match may reach back to. */
export let history: i32 = 0;

/** Forgets what was put out. */
export function reset(): void {
  outputStart = HISTORY;
  position = HISTORY;
  history = 0;
}

/** What has been put out is taken away: it becomes history. That is moved to the front only now and then. */
export function takeOutput(): void {
  keepOutput();
  if (position > LAST_START) {
    memory.copy(WINDOW + HISTORY - history, WINDOW + position - history, history);
    position = HISTORY;
    outputStart = HISTORY;
  }
}

/** It becomes history, and stays where it is. */
export function keepOutput(): void {
  history = min(reach, history + position - outputStart);
  outputStart = position;
}

/** The output ends at `to` now. */
export function putUpTo(to: i32): void {
  position = to;
}
