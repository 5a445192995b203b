import { existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { refuseTargets } from '../../src/node/refuse-targets.js';
import { caught } from '../support/caught.js';
import { textTree, writeTree } from '../support/package-folder.js';
import { tempFolder } from '../support/temp-folder.js';

const paths = ['a.txt', 'b/c.txt'];

describe('places of a run that writes nothing', () => {
  it.each([
    ['an empty folder', {}],
    ['files to replace', { 'a.txt': '', 'B/c.txt': '' }],
    ['what a killed run left', { '.hotfixkit-0123456789ab/journal': '', b: '' }],
  ])('are right: %s', (_, files) => {
    const folder = tempFolder();
    writeTree(folder, files as Record<string, string>);
    const before = textTree(folder);
    refuseTargets(folder, paths);
    expect(textTree(folder)).toEqual(before);
  });

  it('are right in a folder that is made later', () => {
    const folder = join(tempFolder(), 'new', 'folder');
    refuseTargets(folder, paths);
    expect(existsSync(folder)).toBe(false);
  });

  it.each([
    ['a folder in the way of a file', { 'a.txt/x': '' }, '', /a folder has that name/],
    ['a file in the way of a folder', { b: '' }, '', /a file has that name/],
    ['a file in place of the output folder', { out: '' }, 'out', /a file, not a folder/],
    ['a file above the output folder', { out: '' }, 'out/deeper', /a file, not a folder/],
  ])('are refused: %s', (_, files, below, message) => {
    const folder = tempFolder();
    writeTree(folder, files as Record<string, string>);
    const error = caught(() => refuseTargets(join(folder, below), paths));
    expect(error).toMatchObject({ code: 'FILE_WRITE', message: expect.stringMatching(message) });
  });

  it.skipIf(process.platform === 'win32')('are refused behind a link', () => {
    const folder = tempFolder();
    writeTree(folder, { 'other/c.txt': '' });
    symlinkSync('other', join(folder, 'b'));
    expect(caught(() => refuseTargets(folder, paths)).code).toBe('PATH_LINK');
  });
});
