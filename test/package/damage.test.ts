import { expect, it } from 'vitest';
import type { Warning } from '../../src/core/errors.js';
import { damageIn } from '../../src/package/damage.js';

const warning = (code: Warning['code'], entry?: string): Warning => ({
  code,
  message: code,
  ...(entry === undefined ? {} : { entry }),
});

it.each([
  ['a package', [warning('PATH_RENAMED'), warning('CFB_TRUNCATED')], 'CFB_TRUNCATED'],
  ['a cabinet', [warning('CAB_TRUNCATED')], 'CAB_TRUNCATED'],
  ['an archive', [warning('ZIP_TRUNCATED')], 'ZIP_TRUNCATED'],
  ['a file inside', [warning('ZIP_TRUNCATED', 'a.zip')], undefined],
  ['another flaw', [warning('PACKAGE_NOT_SEARCHED')], undefined],
])('damageIn: %s', (_, warnings, code) => {
  expect(damageIn(warnings)?.code).toBe(code);
});
