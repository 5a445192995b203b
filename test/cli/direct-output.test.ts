import { closeSync, openSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { directOutput, isReaderGone, lostOutputLine } from '../../src/cli/direct-output.js';

describe('an output that fails', () => {
  it.each([
    ['EPIPE', true],
    ['EOF', true],
    ['ENOSPC', false],
    ['EIO', false],
  ])('with %s is read no more: %s', (code, expected) => {
    expect(isReaderGone(Object.assign(new Error(code), { code }))).toBe(expected);
  });

  it.each([
    ['EPIPE', ''],
    [
      'ENOSPC',
      'hotfixkit: standard output cannot be written: the disk is full; free some space and run again\n',
    ],
    ['EIO', 'hotfixkit: standard output cannot be written: the disk or the network reports an error (EIO)\n'],
  ])('with %s is told of in a line: %j', (code, line) => {
    expect(lostOutputLine(Object.assign(new Error(code), { code }))).toBe(line);
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
