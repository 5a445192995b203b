import { expect, it } from 'vitest';
import { beat } from '../../../src/node/browser/run-monitor.js';

it('has nobody to report to', () => {
  expect(beat()).toBeUndefined();
});
