import { expect, it } from 'vitest';
import { restartText } from '../../../src/hotfix/manifest/hotfix-facts.js';

it.each([
  [true, 'required'],
  [false, 'not required'],
  ['possible', 'may be required'],
] as const)('a restart that is %s: %s', (required, text) => {
  expect(restartText(required)).toBe(text);
});
