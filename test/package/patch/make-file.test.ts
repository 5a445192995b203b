import { expect, it } from 'vitest';
import { makeFile, noContent } from '../../../src/package/patch/make-file.js';
import type { PatchedFile } from '../../../src/package/patch/patched-file.js';
import { caught } from '../../support/caught.js';
import { text } from '../../support/package-folder.js';

const file = (facts: object) =>
  ({
    key: 'F',
    name: 'f.dll',
    targetPath: 'f.dll',
    version: null,
    before: null,
    contents: [],
    ...facts,
  }) as unknown as PatchedFile;
const patch = { label: 'a.msp' };

it('a whole file of a patch is what it is', () => {
  const whole = file({ contents: [{ patch, delta: null }] });
  expect(makeFile(whole, null, [text('new')])).toMatchObject({ bytes: text('new'), warnings: [] });
});

it('a delta needs the file of the product', () => {
  const made = file({ contents: [{ patch, delta: { isFatal: true } }] });
  expect(caught(() => makeFile(made, null, [text('PA19')]))).toMatchObject({
    code: 'PACKAGE_NO_FILE',
    facts: { entry: 'F' },
  });
});

it.each([
  [null, 'no patch contains f.dll, which the patches add'],
  [{}, 'f.dll cannot be built: its old file is missing'],
])('noContent says what is missing', (before, message) => {
  expect(noContent(file({ before })).message).toBe(message);
});
