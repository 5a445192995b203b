import { afterEach, describe, expect, it, vi } from 'vitest';
import { Turns, workUndivided } from '../../src/node/turns.js';

let clock = 0n;
let worked = 0;

function pass(milliseconds: number, share = 1): void {
  clock += BigInt(milliseconds) * 1_000_000n;
  worked += milliseconds * share * 1000;
}

function turns(): Turns {
  vi.spyOn(process.hrtime, 'bigint').mockImplementation(() => clock);
  vi.spyOn(process, 'cpuUsage').mockImplementation(() => ({ user: worked, system: 0 }));
  return new Turns();
}

afterEach(() => void vi.restoreAllMocks());

describe('turns', () => {
  it('are over after 40 ms, each', async () => {
    const own = turns();
    pass(39);
    expect(own.isOver).toBe(false);
    pass(1);
    expect(own.isOver).toBe(true);
    await own.giveWay();
    expect(own.isOver).toBe(false);
  });

  it('last longer at first where the work is undivided, by the time of the processor', async () => {
    const own = turns();
    workUndivided(200);
    pass(400, 0.25);
    expect(own.isOver).toBe(false);
    pass(100);
    expect(own.isOver).toBe(true);
    await own.giveWay();
    pass(40, 0);
    expect(own.isOver).toBe(true);
  });

  it('let others have theirs', async () => {
    const own = turns();
    let isHeard = false;
    setImmediate(() => {
      isHeard = true;
    });
    await own.giveWay();
    expect(isHeard).toBe(true);
  });
});
