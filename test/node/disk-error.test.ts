import { expect, it } from 'vitest';
import { HotfixkitError } from '../../src/core/errors.js';
import { areTooManyOpen, diskError, isHeld } from '../../src/node/disk-error.js';

const system = (code: string, message = `${code}: something, open '/proc/self/fd/7/a'`) =>
  Object.assign(new Error(message), { code });

it.each([
  ['ENOENT', 'FILE_NOT_FOUND', 'cannot be written: there is no such file or folder'],
  ['ENOSPC', 'DISK_FULL', 'cannot be written: the disk is full; free some space and run again'],
  ['EDQUOT', 'DISK_FULL', 'cannot be written: the disk quota is used up'],
  ['EEXIST', 'FILE_EXISTS', 'cannot be written: it exists already'],
  [
    'EACCES',
    'FILE_WRITE',
    'cannot be written: permission denied; choose another folder or run with other rights',
  ],
  // Without the path that Node was given, which may be a number of an open folder.
  ['ELOOP', 'FILE_WRITE', 'cannot be written: ELOOP: something'],
])('%s', (code, expected, message) => {
  const cause = system(code);
  expect(diskError(cause, 'FILE_WRITE', 'cannot be written', 'out/a', 'linux')).toMatchObject({
    code: expected,
    message,
    facts: { file: 'out/a' },
    cause,
  });
});

it.each([
  ['EBUSY', 'cannot be written: another program has it open; close that program and run again'],
  [
    'EPERM',
    'cannot be written: another program has it open, or you may not write there; close that program, or choose another folder',
  ],
  ['ENOSPC', 'cannot be written: the disk is full; free some space and run again'],
])('on Windows %s', (code, message) => {
  const error = diskError(system(code), 'FILE_WRITE', 'cannot be written', 'out\\a', 'win32');
  expect(error).toMatchObject({ message, facts: { file: 'out\\a' } });
  expect([isHeld(error, 'win32'), isHeld(error, 'linux')]).toEqual([code !== 'ENOSPC', false]);
});

it('passes an error that has a code already, and says what else was thrown', () => {
  const known = new HotfixkitError('ABORTED', 'interrupted');
  expect(diskError(known, 'FILE_WRITE', 'x', 'a')).toBe(known);
  // It is no statement about the disk.
  for (const bug of ['odd', new TypeError('x is not a function'), undefined])
    expect(diskError(bug, 'FILE_READ', 'x', 'a')).toMatchObject({ code: 'INTERNAL', cause: bug });
  const memory = new RangeError('Array buffer allocation failed');
  expect(diskError(memory, 'FILE_READ', 'x', 'a')).toMatchObject({ code: 'MEMORY_LIMIT', cause: memory });
  expect(diskError('odd', 'FILE_READ', 'x', 'a').message).toBe('x: odd');
  expect(diskError(new Error('a, b'), 'FILE_READ', 'x', 'a').message).toBe('x: a, b');
});

it.each([
  ['EMFILE', true],
  ['ENFILE', true],
  ['EACCES', false],
])('knows that no more files may be open: %s', (code, known) => {
  const error = system(code);
  expect(areTooManyOpen(diskError(error, 'FILE_WRITE', 'cannot be written', 'a'))).toBe(known);
  expect(areTooManyOpen(error)).toBe(false);
});
