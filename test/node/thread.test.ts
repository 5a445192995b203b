import { expect, it } from 'vitest';
import { canStartThreads } from '../../src/node/thread.js';

it('threads are not started from the sources', () => {
  expect(canStartThreads()).toBe(false);
});
