import { closeSync, openSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { directOutput, isReaderGone, statusWithoutReader } from '../../src/cli/direct-output.js';

describe('an output that fails', () => {
  it.each([
    ['EPIPE', true],
    ['EOF', true],
    ['ENOSPC', false],
    ['EIO', false],
  ])('with %s is read no more: %s', (code, expected) => {
    expect(isReaderGone(Object.assign(new Error(code), { code }))).toBe(expected);
  });

  it.skipIf(process.platform !== 'linux')('says so once and drops the rest', () => {
    const full = openSync('/dev/full', 'w');
    const errors: string[] = [];
    try {
      const output = directOutput(full as 1, (error) => errors.push(error.code ?? ''));
      output.write('a');
      output.write(Uint8Array.of(1));
    } finally {
      closeSync(full);
    }
    expect(errors).toEqual(['ENOSPC']);
  });
});

describe('the status of a run without a reader', () => {
  it.each([
    { what: 'a good verdict', status: 0, closed: 0, expected: 0 },
    { what: 'a bad verdict', status: 1, closed: 0, expected: 1 },
    { what: 'damaged input', status: 3, closed: 0, expected: 3 },
    { what: 'a run that was ended for that', status: 4, closed: 0, expected: 0 },
    { what: 'msiexec, ended for that', status: 1602, closed: 0, expected: 0 },
    { what: 'a full disk', status: 0, closed: 4, expected: 4 },
    { what: 'a reader that is there', status: 1, closed: null, expected: 1 },
  ])('$what: $expected', ({ status, closed, expected }) => {
    expect(statusWithoutReader(status, closed)).toBe(expected);
  });
});
