import { it } from 'vitest';

/** Whether this is the run that takes its time, `npm run test:slow`. */
export const isThorough = process.env.HOTFIXKIT_THOROUGH === '1';

/** An `it` that only the run that takes its time takes; the other one says that it was skipped. */
export const itThorough: typeof it.skip = it.runIf(isThorough);

/** How often a property is tried: as often as is said in the run that takes its time, a tenth of that elsewhere. */
export function runs(count: number): number {
  return isThorough ? count : Math.ceil(count / 10);
}
