import { expect, it } from 'vitest';
import { quoted } from '../../src/cli/quoted.js';

it.each([
  ['Client', 'Client'],
  ['my Client', '"my Client"'],
  ['C:\\my Client\\', '"C:\\my Client\\\\"'],
  ['a&b', '"a&b"'],
])('%s is typed as %s', (path, typed) => {
  expect(quoted(path)).toBe(typed);
});
