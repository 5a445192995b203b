import { expect, it } from 'vitest';
import { isTrimmedOnWindows, piecesOf } from '../../src/node/trimmed-names.js';

it.each([
  ['C:\\td.', true],
  ['C:\\a \\b', true],
  ['C:\\con', true],
  ['\\\\server\\share.\\x', false],
  ['C:\\a.b', false],
  ['..\\x', false],
])('Windows reads %s differently: %s', (path, is) => {
  expect(isTrimmedOnWindows(path)).toBe(is);
});

it('tells the front of a path from its names', () => {
  expect(piecesOf('C:\\a. \\..\\b')).toEqual({
    start: 'C:',
    pieces: ['', '\\', 'a. ', '\\', '..', '\\', 'b'],
    trimmed: ['', '\\', 'a', '\\', '..', '\\', 'b'],
  });
  expect(piecesOf('\\\\server\\share\\x').start).toBe('\\\\server\\share');
});
