import type { EventLoopUtilityFunction } from 'node:perf_hooks';

declare global {
  /** The page is checked together with sources for Node, whose `performance` has more than that of browsers. */
  interface Performance {
    eventLoopUtilization: EventLoopUtilityFunction;
  }
}
