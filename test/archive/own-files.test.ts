import { expect, it } from 'vitest';
import { OwnFiles } from '../../src/archive/own-files.js';
import { caught } from '../support/caught.js';

it('knows the files of an archive again and refuses those of another one', () => {
  const [a, b] = [{ key: 'a' }, { key: 'b' }];
  const own = new OwnFiles([a, b]);
  expect(own.all([b, a])).toEqual([b, a]);
  expect(own.one(a)).toBe(a);
  expect(caught(() => own.one({ key: 'a' })).code).toBe('INTERNAL');
});
