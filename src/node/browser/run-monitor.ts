/* Stands in for `../run-monitor.ts` in browsers, where nothing supervises a run: a worker can be ended at any time. */

export function beat(): void {}
