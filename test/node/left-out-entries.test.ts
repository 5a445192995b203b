import { expect, it } from 'vitest';
import { leftOutEntries } from '../../src/node/left-out-entries.js';

it('says how many links were not followed, and nothing of none', () => {
  expect(leftOutEntries({ links: 0, others: [] }, 'dp')).toEqual([]);
  expect(leftOutEntries({ links: 1, others: [] }, 'dp')).toMatchObject([
    { code: 'PATH_LINK', message: 'a symbolic link was not followed', file: 'dp' },
  ]);
  expect(leftOutEntries({ links: 3, others: [] }, 'dp')).toMatchObject([
    { message: '3 symbolic links were not followed' },
  ]);
});

it('names pipes, sockets and devices', () => {
  expect(leftOutEntries({ links: 0, others: ['a/pipe'] }, 'dp')).toEqual([
    {
      code: 'FILE_READ',
      message: '1 entry of the folder is a pipe, socket or device and was not looked at: a/pipe',
      file: 'dp',
      found: 1,
    },
  ]);
  expect(leftOutEntries({ links: 2, others: ['z', 'a'] }, 'dp')).toMatchObject([
    { message: '2 symbolic links were not followed' },
    { message: '2 entries of the folder are pipes, sockets or devices and were not looked at: a, z' },
  ]);
});
