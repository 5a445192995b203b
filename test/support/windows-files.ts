import { vi } from 'vitest';

/*
 * Files as Windows has them where others hold them open. A test file mocks `node:fs` with `windowsFiles` and says which
 * calls the system refuses:
 *
 *   vi.mock('node:fs', async (original) =>
 *     (await import('./windows-files.js')).windowsFiles(await original()),
 *   );
 *
 * One in which a call is refused for good also mocks `busy.js` with `shortPatience`: it would wait for five seconds.
 */

const names = [
  'renameSync',
  'unlinkSync',
  'linkSync',
  'copyFileSync',
  'chmodSync',
  'rmdirSync',
  'openSync',
  'readdirSync',
] as const;
type Call = (typeof names)[number];
type Refusal = (...paths: string[]) => string | null | undefined;

const refusals = new Map<Call, Refusal>();

/** The code with which a call fails, or nothing; paths are given as the product gives them. */
export function refuse(call: Call, refusal: Refusal): void {
  refusals.set(call, refusal);
}

/** Runs with the rules of Windows. */
export async function onWindows<Result>(body: () => Result | Promise<Result>): Promise<Result> {
  const platform = Object.getOwnPropertyDescriptor(process, 'platform')!;
  Object.defineProperty(process, 'platform', { ...platform, value: 'win32' });
  try {
    return await body();
  } finally {
    Object.defineProperty(process, 'platform', platform);
    refusals.clear();
  }
}

export function windowsFiles(fs: typeof import('node:fs')): typeof import('node:fs') {
  const wrap = (name: Call) =>
    vi.fn((...args: unknown[]) => {
      const code = refusals.get(name)?.(...args.map(String));
      if (code) throw Object.assign(new Error(`${code}: ${name}`), { code });
      return (fs[name] as (...all: unknown[]) => unknown)(...args);
    });
  return { ...fs, ...Object.fromEntries(names.map((name) => [name, wrap(name)])) };
}

/**
 * A clock that stands still but for the waits of the product, so that nothing is waited for. Gives the milliseconds so far.
 */
export function pretendToWait(): () => number {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  vi.spyOn(Atomics, 'wait').mockImplementation((_, __, ___, milliseconds = 0) => {
    now += milliseconds;
    return 'timed-out';
  });
  return () => now;
}

/** The module `busy.js`, of which no operation is tried again for longer than 0.2 seconds. */
export function shortPatience(
  busy: typeof import('../../src/node/busy.js'),
): typeof import('../../src/node/busy.js') {
  const short = (options: import('../../src/node/busy.js').PatienceOptions = {}) => ({
    ...options,
    patience: Math.min(options.patience ?? 200, 200),
  });
  return {
    ...busy,
    withPatience: (body, options) => busy.withPatience(body, short(options)),
    withPatienceLater: (body, options) => busy.withPatienceLater(body, short(options)),
  };
}
