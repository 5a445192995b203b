import { HISTORY, WINDOW } from '../../inflate-layout';
import { reach } from './variant';

/** The end of the output in the window. */
export let position: i32 = HISTORY;
/** Bytes before the output that a match may reach back to. */
export let history: i32 = 0;

/** Forgets what was put out. */
export function reset(): void {
  position = HISTORY;
  history = 0;
}

/** What has been put out is taken away: it becomes history. */
export function takeOutput(): void {
  const length = position - HISTORY;
  const kept = WINDOW + HISTORY - reach;
  memory.copy(kept, kept + length, reach);
  history = min(reach, history + length);
  position = HISTORY;
}

/** The output ends at `to` now. */
export function putUpTo(to: i32): void {
  position = to;
}
