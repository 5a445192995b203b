import { describe, expect, it } from 'vitest';
import { refuseMistaken, refuseUnreachable } from '../../src/node/reachable-path.js';
import { writeFileAtomic } from '../../src/node/write-file-atomic.js';
import { caught } from '../support/caught.js';

describe('refuseUnreachable', () => {
  it.each([
    ['C:\\td.', 'give "C:\\td"'],
    ['C:\\tb ', 'give "C:\\tb"'],
    ['C:\\a. .\\b', 'give "C:\\a\\b"'],
    ['out.', 'give "out"'],
    ['..\\out. ', 'give "..\\out"'],
    ['\\\\server\\share\\x.', 'give "\\\\server\\share\\x"'],
    ['C:/Images /', 'give "C:/Images/"'],
    ['...', 'no name on Windows consists of dots and blanks, like "..."'],
    ['C:\\x8\\...\\y', 'dots and blanks, like "..."'],
    ['C:\\x8\\. \\y', 'dots and blanks, like ". "'],
    ['con', '"con" is the name of a device'],
    ['C:\\q\\NUL', 'device'],
    ['nul.txt', 'device'],
    ['C:\\aux\\x.log', 'device'],
    ['com1', 'device'],
    ['lpt\u00b2.', 'device'],
    ['CONOUT$', 'device'],
    ['C:', 'give C:\\ for its root'],
    ['\\\\.\\C:\\td.', 'give "C:\\td"'],
    // Node makes `C:\\server` of it (`path.win32.resolve`), and Windows "The network path was not found".
    ['\\\\server', 'give \\\\server\\share'],
    ['\\\\server\\', 'names no share'],
    ['//server', 'names no share'],
    ['\\\\', 'names no share'],
    ['\\\\\\server\\share', 'names no share'],
    ['\\\\?\\UNC\\server', 'names no share'],
    ['\\\\.\\NUL', 'names a device'],
    ['\\\\.\\pipe\\x', 'names a device'],
    ['\\??\\PhysicalDrive0', 'no name can have "?"'],
    ['//?/PhysicalDrive0', 'names a device'],
    ['\\\\?\\Volume{a}\\', 'give its drive letter'],
    ['C:img', 'give C:\\img'],
    ['out\\a:b', '":"'],
    ['C:\\a*b', '"*"'],
    ['a|b', '"|"'],
    ['C:\\q\\t 11" --quiet', 'leave the backslash out'],
  ])('says what was meant by %j', (path, what) => {
    const error = caught(() => refuseUnreachable(path, 'win32'));
    expect(error).toMatchObject({ code: 'PATH_UNREACHABLE', kind: 'usage', facts: { file: path } });
    expect(error.message).toContain(what);
  });

  it.each([
    'C:\\',
    'C:\\out',
    'c:/out/deep',
    '.',
    '..',
    '..\\..\\out',
    '.\\out\\',
    '\\out',
    '\\\\server\\share',
    '\\\\server\\\\share\\x',
    '\\\\?\\UNC\\server\\share',
    '\\\\server\\d$\\images',
    'C:\\console',
    'C:\\nulls.txt',
    'C:\\.hidden',
    'C:\\a.b.c',
    'C:\\\u03a9 \u65e5\u672c',
    '%TEMP%',
    '-',
    // Who types this asks for exactly this name.
    '\\\\?\\C:\\td.',
    '//?/C:/con',
    '\\??\\C:\\con',
    '\\\\?\\Volume{a}\\out.',
    '\\\\.\\C:\\out',
    '\\\\.\\C:\\',
  ])('lets %j pass', (path) => {
    refuseUnreachable(path, 'win32');
  });

  it.each(['con', 'x.', 'C:', 'a:b'])('has nothing against %j elsewhere', (path) => {
    refuseUnreachable(path, 'linux');
  });

  it.each([
    ['A.msi.', 'give "A.msi"'],
    ['C:\\y3.', 'give "C:\\y3"'],
    ['NUL', 'device'],
    ['\\\\server', 'names no share'],
    ['t 6" --quiet', 'leave the backslash out'],
    ['Q:', 'current folder of that drive'],
    ['\\\\.\\NUL', 'names a device'],
    ['\\\\?\\Volume{a}', 'give its drive letter'],
    ['C:\\x \\a.exe!b.msi', 'give "C:\\x\\a.exe"'],
  ])('says what was meant by %j, which is to be read', (path, what) => {
    expect(caught(() => refuseMistaken(path, 'win32')).message).toContain(what);
  });

  it.each(['A.msi', 'C:\\x', '*.msi.', 'a?.', 'a.msp#:5.', 'a.exe!b.', '-', 'package.json'])(
    'leaves %j to whatever reads it',
    (path) => {
      refuseMistaken(path, 'win32');
      refuseMistaken(`${path}.`, 'linux');
    },
  );

  it('is asked by whatever writes', async () => {
    const { platform } = process;
    Object.defineProperty(process, 'platform', { value: 'win32' });
    try {
      const source = { size: 0, read: () => new Uint8Array(0), readInto: () => undefined };
      await expect(writeFileAtomic('con', source)).rejects.toMatchObject({ code: 'PATH_UNREACHABLE' });
    } finally {
      Object.defineProperty(process, 'platform', { value: platform });
    }
  });
});
