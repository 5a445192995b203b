import { describe, expect, it } from 'vitest';
import { parsePackageId } from '../../../src/hotfix/stage/package-id.js';

describe('parsePackageId', () => {
  it.each([
    ['ABC0001F', 'ABC0001F'],
    ['abc0001f', 'ABC0001F'],
    [' 00100002 ', '00100002'],
    ['XYZABCDE', 'XYZABCDE'],
    // An article number of six digits has the form of an ID; planStage warns of it.
    ['KB977203', 'KB977203'],
  ])('takes %j', (text, id) => {
    expect(parsePackageId(text)).toBe(id);
  });

  it.each([
    ['', ''],
    ['ABC0001', ''],
    ['ABC0001FF', ''],
    ['ABC0001G', ''],
    ['AB-0001F', ''],
    ['ÄBC0001F', ''],
    ['<abc0001f>', '; leave the angle brackets out: ABC0001F'],
    ['{ABC0001F}', '; leave the brackets or quotation marks out: ABC0001F'],
    ['"ABC0001F"', '; leave the brackets or quotation marks out: ABC0001F'],
    ['<Package_ID>', '; leave the angle brackets out'],
    ['KB2028442', '; it is the ID of the ConfigMgr client package'],
    ['ABC0001F\nX', ''],
    ['..\\..\\..', ''],
  ])('refuses %j', (text, hint) => {
    expect(() => parsePackageId(text)).toThrowError(
      expect.objectContaining({
        code: 'STAGE_BAD_PACKAGE_ID',
        kind: 'usage',
        message: expect.stringContaining(hint),
        facts: { found: text },
      }),
    );
  });
});
