import { expect, it, vi } from 'vitest';
import { Turns } from '../../../src/node/browser/turns.js';

it('is over after a while, and begins anew', async () => {
  const now = vi.spyOn(performance, 'now').mockReturnValue(1000);
  const turns = new Turns();
  expect(turns.isOver).toBe(false);
  now.mockReturnValue(1050);
  expect(turns.isOver).toBe(true);
  await turns.giveWay();
  expect(turns.isOver).toBe(false);
  now.mockRestore();
});
