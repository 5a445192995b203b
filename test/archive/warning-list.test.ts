import { expect, it } from 'vitest';
import { WarningList } from '../../src/archive/warning-list.js';

it('WarningList keeps the first of each kind and counts the others', () => {
  const list = new WarningList();
  for (let i = 0; i < 100; i++) list.add('a', { code: 'PACKAGE_NO_FILE', message: 'x', entry: String(i) });
  list.add('b', { code: 'PACKAGE_NO_CABINET', message: 'y' });
  const all = list.all();
  expect(all).toHaveLength(22);
  expect(all.at(-2)).toEqual({ code: 'PACKAGE_NO_CABINET', message: 'y' });
  expect(all.at(-1)).toEqual({ code: 'PACKAGE_NO_FILE', message: 'the same holds for 80 more files' });
});
