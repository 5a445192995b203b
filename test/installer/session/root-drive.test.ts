import { expect, it } from 'vitest';
import { defaultRootDrive } from '../../../src/installer/session/root-drive.js';

it.each([
  ['the one with most room', { 'C:\\': 10, 'D:\\': 30, 'Z:\\': 20 }, 'D:\\'],
  ['the first of equals', { 'E:\\': 10, 'F:\\': 10 }, 'E:\\'],
  ['one without any room, rather than none', { 'C:\\': 0 }, 'C:\\'],
  ['no floppy disk', { 'A:\\': 100, 'B:\\': 100 }, null],
  ['none where none answers', {}, null],
] as [string, Record<string, number>, string | null][])('takes %s', (_, drives, expected) => {
  expect(defaultRootDrive((path) => drives[path] ?? null)).toBe(expected);
});
