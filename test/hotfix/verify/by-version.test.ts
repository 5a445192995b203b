import { expect, it } from 'vitest';
import { ByVersion } from '../../../src/hotfix/verify/by-version.js';

const items = ['1.0.0.1 a', ' b', '2.0.0.0 c', '1.00.0.1 d'];
const versionOf = (item: string): string | null => item.split(' ')[0] || null;

it.each<[string | null | undefined, string[]]>([
  ['1.0.0.1', ['1.0.0.1 a', ' b', '1.00.0.1 d']],
  ['2.0.0.0', [' b', '2.0.0.0 c']],
  ['9.9.9.9', [' b']],
  [null, items],
  [undefined, items],
])('what may be of version %s is found in its order', (version, expected) => {
  expect(new ByVersion(items, versionOf).of(version)).toEqual(expected);
});
