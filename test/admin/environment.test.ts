import { describe, expect, it } from 'vitest';
import { environmentReader } from '../../src/admin/environment.js';

describe('environmentReader', () => {
  const read = environmentReader({ Path: '/bin', path: '/usr/bin', TEMP: '/tmp', GONE: undefined });

  it.each([
    ['Path', '/bin'],
    ['path', '/usr/bin'],
    ['PATH', '/bin'],
    ['temp', '/tmp'],
    ['GONE', null],
    ['constructor', null],
    ['__proto__', null],
  ])('%s', (name, expected) => {
    expect(read(name)).toBe(expected);
  });
});
