import { describe, expect, it } from 'vitest';
import { runStretch } from '../../src/cli/stretch.js';

// Threads of vitest have no signals, and time here is only a limit: what is to be cut off never ends by itself.
describe('runStretch', () => {
  it('runs what follows from its body, to where it waits for something outside', async () => {
    const seen: string[] = [];
    const end = await runStretch(() => {
      void (async () => {
        seen.push('body');
        await null;
        seen.push('after a promise');
        await new Promise((resolve) => process.nextTick(resolve));
        seen.push('after a tick');
        await new Promise((resolve) => setImmediate(resolve));
        seen.push('later');
      })();
    }, 60_000);
    expect([end, seen]).toEqual(['whole', ['body', 'after a promise', 'after a tick']]);
  });

  it.each([
    [
      'a loop',
      () =>
        void (async () => {
          for (;;);
        })(),
    ],
    [
      'a loop after a promise',
      () =>
        void (async () => {
          await null;
          for (;;);
        })(),
    ],
    ['a wait', () => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)],
    ['a regular expression', () => void /^(a+)+$/.test(`${'a'.repeat(60)}b`)],
  ])('cuts %s off', async (_, body) => {
    expect(await runStretch(body, 20)).toBe('time');
  });

  it('loads no module when its time is nearly over, and does before', async () => {
    const seen: string[] = [];
    const load = (): void => (globalThis as { __hotfixkitLoading?: () => void }).__hotfixkitLoading!();
    const end = await runStretch(() => {
      load();
      seen.push('early');
      const cell = new Int32Array(new SharedArrayBuffer(4));
      Atomics.wait(cell, 0, 0, 110);
      load();
      seen.push('late');
    }, 200);
    expect([end, seen]).toEqual(['time', ['early']]);
  });

  it('goes on afterwards as before', async () => {
    await runStretch(
      () =>
        void (async () => {
          await null;
          for (;;);
        })(),
      20,
    );
    const later = await new Promise((resolve) => setImmediate(() => process.nextTick(resolve, 'later')));
    expect(later).toBe('later');
    expect(Object.keys(globalThis).filter((name) => /hotfixkit/.test(name))).toEqual([]);
  });

  it('throws what its body throws', async () => {
    const body = (): never => {
      throw new RangeError('no');
    };
    await expect(runStretch(body, 60_000)).rejects.toThrow('no');
  });

  it('runs nothing where Node cannot do this', async () => {
    const own = process as unknown as { _tickCallback?: unknown };
    const { _tickCallback } = own;
    delete own._tickCallback;
    try {
      const end = await runStretch(() => expect.unreachable(), 60_000);
      expect(end).toBeNull();
    } finally {
      own._tickCallback = _tickCallback;
    }
  });
});
