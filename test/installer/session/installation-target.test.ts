import { join, parse, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chooseTarget } from '../../../src/installer/session/installation-target.js';
import { caught } from '../../support/caught.js';

const choose = (commandLine: Record<string, string>, imageFolder: string | null = null) =>
  chooseTarget({ commandLine: new Map(Object.entries(commandLine)), platform: 'linux', imageFolder });
const { root } = parse(resolve('.'));

describe('on Windows', () => {
  const there = (commandLine: Record<string, string>) =>
    chooseTarget({ commandLine: new Map(Object.entries(commandLine)), platform: 'win32' });

  it.each([{}, { TARGETDIR: '' }, { TARGETDIR: '', ROOTDRIVE: '' }])('no drive is taken for %j', (given) => {
    const error = caught(() => there(given as Record<string, string>));
    expect(error).toMatchObject({ code: 'TARGET_MISSING', facts: { entry: 'TARGETDIR' } });
    expect(error.message).toContain('add TARGETDIR=folder');
  });

  it.each(['C:\\td.', 'C:\\tb ', 'con', 'C:', 'C:img'])('%j is answered with what was meant', (path) => {
    for (const name of ['TARGETDIR', 'ROOTDRIVE'])
      expect(caught(() => there({ [name]: path })).code).toBe('PATH_UNREACHABLE');
  });
});

describe.skipIf(process.platform === 'win32')('chooseTarget', () => {
  it.each([
    [
      'TARGETDIR',
      { TARGETDIR: 'out', ROOTDRIVE: 'other' },
      null,
      'out',
      { TARGETDIR: 'out', ROOTDRIVE: 'other' },
    ],
    [
      'TARGETDIR before the image',
      { TARGETDIR: 'out' },
      'image',
      'out',
      { TARGETDIR: 'out', ROOTDRIVE: root },
    ],
    [
      'the image before ROOTDRIVE',
      { ROOTDRIVE: 'r' },
      'image',
      'image',
      { TARGETDIR: resolve('image'), ROOTDRIVE: 'r' },
    ],
    ['ROOTDRIVE', { ROOTDRIVE: 'r' }, null, 'r', { TARGETDIR: resolve('r'), ROOTDRIVE: 'r' }],
    [
      'not what is empty',
      { TARGETDIR: '', ROOTDRIVE: 'r' },
      null,
      'r',
      { TARGETDIR: resolve('r'), ROOTDRIVE: 'r' },
    ],
    [
      'folders behind backslashes',
      { TARGETDIR: 'a\\b' },
      null,
      join('a', 'b'),
      { TARGETDIR: 'a\\b', ROOTDRIVE: root },
    ],
  ] as [string, Record<string, string>, string | null, string, object][])(
    'takes %s',
    (_, commandLine, image, folder, properties) => {
      expect(choose(commandLine, image)).toEqual({ folder: resolve(folder), properties });
    },
  );

  it.each([
    ['nothing is named', {}, 'TARGET_MISSING'],
    ['a drive of Windows is', { TARGETDIR: 'C:\\out' }, 'TARGET_FOREIGN'],
    ['a share of Windows is', { TARGETDIR: '\\\\server\\share' }, 'TARGET_FOREIGN'],
    ['there is a NUL in it', { TARGETDIR: 'a\0b' }, 'PATH_UNSAFE'],
  ])('refuses where %s', (_, commandLine, code) => {
    expect(caught(() => choose(commandLine as Record<string, string>)).code).toBe(code);
  });
});
