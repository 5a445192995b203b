import { describe, expect, it } from 'vitest';
import { isBusy, openWithPatience, withPatience, withPatienceLater } from '../../src/node/busy.js';

function failing(times: number, code: string): { body: () => string; calls: () => number } {
  let calls = 0;
  return {
    calls: () => calls,
    body: () => {
      if (calls++ < times) throw Object.assign(new Error(code), { code });
      return 'done';
    },
  };
}

describe('withPatience', () => {
  it.each(['EPERM', 'EACCES', 'EBUSY'])('tries again on Windows while a file is held (%s)', async (code) => {
    const now = failing(3, code);
    expect(withPatience(now.body, { platform: 'win32' })).toBe('done');
    const later = failing(3, code);
    expect(await withPatienceLater(async () => later.body(), { platform: 'win32' })).toBe('done');
    expect([now.calls(), later.calls()]).toEqual([4, 4]);
  });

  it.each([
    ['another system', 'EBUSY', { platform: 'linux' }],
    ['another error', 'ENOENT', { platform: 'win32' }],
    ['no patience', 'EBUSY', { platform: 'win32', patience: 0 }],
  ])('tries once: %s', async (_, code, options) => {
    const now = failing(1, code);
    expect(() => withPatience(now.body, options)).toThrow(code);
    const later = failing(1, code);
    await expect(withPatienceLater(async () => later.body(), options)).rejects.toThrow(code);
    expect([now.calls(), later.calls()]).toEqual([1, 1]);
  });

  it('gives up after a while with what the system said', async () => {
    const { body } = failing(Number.POSITIVE_INFINITY, 'EACCES');
    expect(() => withPatience(body, { platform: 'win32', patience: 30 })).toThrow('EACCES');
    await expect(withPatienceLater(async () => body(), { platform: 'win32', patience: 30 })).rejects.toThrow(
      'EACCES',
    );
  });
});

describe('openWithPatience', () => {
  it('tries again on Windows while a file is open elsewhere, and not where it must not be read', () => {
    const open = failing(2, 'EBUSY');
    expect(openWithPatience(open.body, { platform: 'win32' })).toBe('done');
    const denied = failing(2, 'EPERM');
    expect(() => openWithPatience(denied.body, { platform: 'win32' })).toThrow('EPERM');
    const elsewhere = failing(2, 'EBUSY');
    expect(() => openWithPatience(elsewhere.body, { platform: 'linux' })).toThrow('EBUSY');
    expect([open.calls(), denied.calls(), elsewhere.calls()]).toEqual([3, 1, 1]);
  });
});

describe('isBusy', () => {
  it('knows no files that are busy where open files can be deleted', () => {
    const error = Object.assign(new Error(), { code: 'EBUSY' });
    expect([isBusy(error, 'win32'), isBusy(error, 'linux'), isBusy(null, 'win32')]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
