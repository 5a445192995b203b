import { posix, win32 } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPlainName, isReservedName, nameOnWindows, pathKey, safePath } from '../../src/core/safe-path.js';
import { caught } from '../support/caught.js';
import { runs } from '../support/thorough.js';

describe('safePath', () => {
  it.each([
    ['a/b/c.txt', 'a/b/c.txt'],
    ['a\\b\\c.txt', 'a/b/c.txt'],
    ['./a/./b', 'a/b'],
    ['/etc/passwd', 'etc/passwd'],
    ['//server/share/x', 'server/share/x'],
    ['\\\\?\\C:\\x', '_/C/x'],
    ['C:\\Windows\\x.dll', 'C/Windows/x.dll'],
    ['../../x', 'xx/xx/x'],
    ['a/../../../x', 'a/xx/xx/xx/x'],
    ['con', '_con'],
    ['NUL.txt', '_NUL.txt'],
    ['COM1 .log', '_COM1 .log'],
    ['lpt9', '_lpt9'],
    ['console.txt', 'console.txt'],
    ['name.', 'name_'],
    ['name. . ', 'name____'],
    ['...', '___'],
    ['a:stream', 'a_stream'],
    ['what?*<>|".txt', 'what______.txt'],
    ['tab\there', 'tab_here'],
    ['c1\u0080\u0085\u009bx', 'c1___x'],
    ['a\u202egpj.exe', 'a_gpj.exe'],
    ['\u200e\u200f\u061c\u2066\u2069\u2028\u2029', '_______'],
    ['\ud800a\udc00', '_a_'],
    ['\u{1f600}', '\u{1f600}'],
    ['CLOCK$', '_CLOCK$'],
    ['clock$.txt', '_clock$.txt'],
    ['conin$', '_conin$'],
    ['CONOUT$.a.b', '_CONOUT$.a.b'],
    ['COM\u00b9', '_COM\u00b9'],
    ['.hotfixkit-0123456789ab/journal', '_.hotfixkit-0123456789ab/journal'],
    ['a\\.HotFixKit-', 'a/_.HotFixKit-'],
    // A dotless i has no upper case of its own.
    ['.hotf\u0131xkit-x', '_.hotf\u0131xkit-x'],
    ['.hotfixkit', '.hotfixkit'],
    ['x.hotfixkit-1', 'x.hotfixkit-1'],
  ])('%j becomes %j', (name, expected) => {
    expect(safePath(name).path).toBe(expected);
  });

  it.each(['', '/', '.', './/.'])('refuses %j', (name) => {
    expect(() => safePath(name)).toThrowError(expect.objectContaining({ code: 'PATH_UNSAFE' }));
  });

  it('refuses names longer than a disk holds', () => {
    expect(safePath('x'.repeat(255)).path).toHaveLength(255);
    expect(() => safePath('x'.repeat(256))).toThrowError(expect.objectContaining({ code: 'PATH_UNSAFE' }));
    expect(() => safePath('\u4e2d'.repeat(86))).toThrowError(
      expect.objectContaining({ code: 'PATH_UNSAFE' }),
    );
  });

  it('says when a name was altered, and only then', () => {
    expect(safePath('a/b').warning).toBeNull();
    expect(safePath('a\\b').warning).toBeNull();
    expect(safePath('../b').warning).toMatchObject({ code: 'PATH_RENAMED', entry: '../b' });
    expect(safePath('/b').warning).toMatchObject({ code: 'PATH_RENAMED' });
  });

  it('never leaves the folder, on any system, and is stable', () => {
    const hostile = fc.array(
      fc.constantFrom(
        ...[
          '..',
          '.',
          '/',
          '\\',
          'C:',
          'nul',
          'a',
          ' ',
          '\u0000',
          '*',
          'aux.c',
          '~',
          'CLOCK$',
          '.hotfixkit-',
          ':',
        ],
        ...['\u202e', '\u0085', '\ud800', '\udc00', '\u2028', '\u009b'],
      ),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          hostile.map((parts) => parts.join('')),
        ),
        (name) => {
          let path: string;
          try {
            path = safePath(name).path;
          } catch (error) {
            expect(error).toMatchObject({ code: 'PATH_UNSAFE' });
            return;
          }
          expect(posix.resolve('/out', path).startsWith('/out/')).toBe(true);
          expect(win32.resolve('C:\\out', path).startsWith('C:\\out\\')).toBe(true);
          expect(safePath(path).path).toBe(path);
          expect(path).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]|\p{Surrogate}/u);
          expect(path).not.toMatch(/(?:^|\/)\.hotfixkit-/i);
        },
      ),
      { seed: 977203, numRuns: runs(2000) },
    );
  });
});

describe('a path that is too long', () => {
  it.each([
    ['in all', `${'a/'.repeat(2100)}b`],
    ['in one part', `a/${'b'.repeat(256)}`],
    ['of dots', '.'.repeat(100_000)],
    ['of dots and blanks', `x${'. '.repeat(50_000)}x`],
    ['of separators', '/\\'.repeat(50_000)],
    ['of folders', `${'a/'.repeat(600)}b`],
  ])('%s is refused, and not repeated whole', (_, name) => {
    const { code, facts } = caught(() => safePath(name));
    expect(code).toBe('PATH_UNSAFE');
    expect(String(facts.entry).length).toBeLessThan(400);
  });

  it('may be as long as names can be', () => {
    const name = Array(15).fill('n'.repeat(255)).join('/');
    expect(safePath(name)).toEqual({ path: name, warning: null });
  });
});

describe('pathKey', () => {
  it('is the same for what Windows takes as one file', () => {
    expect(pathKey('Bin/ReadMe.TXT')).toBe(pathKey('bin/README.txt'));
    expect(pathKey('e\u0301')).toBe(pathKey('\u00e9'));
    expect(pathKey('a/b')).not.toBe(pathKey('a/c'));
    expect(pathKey('\u00df.txt')).not.toBe(pathKey('ss.txt'));
    expect(pathKey('\u00e4')).toBe(pathKey('\u00c4'));
  });
});

describe('isPlainName', () => {
  it.each([
    ['a', true],
    ['Ccmcertfix.exe', true],
    ['F123_x-y.Z.dll', true],
    ['common.txt', true],
    ['', false],
    ['.a', false],
    ['a.', false],
    ['a..b', false],
    ['a/b', false],
    ['c:', false],
    ['a b', false],
    ['a\n', false],
    ['con', false],
    ['Nul.tar.gz', false],
    ['lpt1.x', false],
    ['ä', false],
    ['x'.repeat(65), false],
  ])('%j: %s', (name, isPlain) => {
    expect(isPlainName(name)).toBe(isPlain);
    if (isPlain) expect(safePath(name)).toEqual({ path: name, warning: null });
  });

  it('is true of names only that are one part and stay as they are in a folder', () => {
    const name = fc.oneof(
      fc.stringMatching(/^[\w.-]{1,70}$/),
      fc
        .tuple(fc.constantFrom('con', 'PRN', 'aux', 'nul', 'com1', 'Lpt9', '.hotfixkit-'), fc.string())
        .map((p) => p.join('')),
    );
    fc.assert(
      fc.property(name, (one) => {
        if (!isPlainName(one)) return;
        // The folder takes the way that every name with a separator takes.
        expect(safePath(`a/${one}`)).toEqual({ path: `a/${one}`, warning: null });
        expect(isReservedName(one)).toBe(false);
      }),
      { seed: 20260, numRuns: runs(500) },
    );
  });
});

it.each([
  ['a.dll', null],
  ['a.dll.', 'a.dll'],
  ['a.dll .. ', 'a.dll'],
  ['a.dll:x', 'a.dll'],
  ['a.dll. ::$DATA', 'a.dll'],
  [' a b.dll', null],
  ['..', null],
  [':x', null],
])('says which file %j is on Windows', (name, meant) => {
  expect(nameOnWindows(name)).toBe(meant);
});
