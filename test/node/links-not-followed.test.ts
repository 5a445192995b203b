import { expect, it } from 'vitest';
import { linksNotFollowed } from '../../src/node/links-not-followed.js';

it('says how many links were not followed, and nothing of none', () => {
  expect(linksNotFollowed(0, 'dp')).toEqual([]);
  expect(linksNotFollowed(1, 'dp')).toMatchObject([
    { code: 'PATH_LINK', message: 'a symbolic link was not followed', file: 'dp' },
  ]);
  expect(linksNotFollowed(3, 'dp')).toMatchObject([{ message: '3 symbolic links were not followed' }]);
});
