import { describe, expect, it } from 'vitest';
import { HotfixkitError } from '../../src/core/errors.js';
import { reviveFailure, threadFailure } from '../../src/node/thread-failure.js';

describe('an error from another thread', () => {
  it.each([
    ['a coded one', new HotfixkitError('DISK_FULL', 'full', { file: 'a' }), 'DISK_FULL', { file: 'a' }],
    ['one of the language', new TypeError('bad'), 'INTERNAL', {}],
  ])('%s keeps code, message, facts and stack', (_, error, code, facts) => {
    const revived = reviveFailure(structuredClone(threadFailure(error)));
    expect(revived).toMatchObject({ code, message: error.message, facts, stack: error.stack });
  });

  it.each([
    ['a code that is not known', { ...threadFailure(new Error('x')), code: 'NO_SUCH' }],
    ['what is no error', threadFailure('thrown text')],
  ])('%s is INTERNAL', (_, failure) => {
    expect(reviveFailure(failure).code).toBe('INTERNAL');
  });
});
