import { describe, expect, it } from 'vitest';
import { manifestFromCatalogue } from '../../../src/hotfix/manifest/catalogue.js';
import { type PatchLocation, patchProperty } from '../../../src/hotfix/stage/patch-property.js';

const sp2 = 'i386/hotfix/KB977203/SCCM2007AC-SP2-KB977203-x86.msp';
const cache = (packageId: string | null, drive?: string): PatchLocation => ({
  kind: 'task-sequence',
  packageId,
  drive,
});
const folder = (path: string): PatchLocation => ({ kind: 'folder', path });

describe('patchProperty', () => {
  it.each(manifestFromCatalogue('977203').facts!.clientPatch!.properties)(
    'is, without an ID, the line that the article prints for $product',
    ({ product, line }) => {
      const name = `SCCM2007AC-${product.slice(-3)}-KB977203-x86.msp`;
      expect(patchProperty([`i386/hotfix/KB977203/${name}`], cache(null))).toBe(line);
    },
  );

  it.each<[string, string[], PatchLocation, string]>([
    [
      'the ID filled in, the name as found',
      ['i386/hotfix/KB977203/Sccm2007ac-sp2-kb977203-x86.msp'],
      cache('abc0001f'),
      'PATCH="C:\\_SMSTaskSequence\\OSD\\ABC0001F\\i386\\hotfix\\KB977203\\Sccm2007ac-sp2-kb977203-x86.msp"',
    ],
    [
      'another drive',
      [sp2],
      cache('ABC0001F', 'd'),
      'PATCH="D:\\_SMSTaskSequence\\OSD\\ABC0001F\\i386\\hotfix\\KB977203\\SCCM2007AC-SP2-KB977203-x86.msp"',
    ],
    [
      'a UNC path with blanks and a slash at its end',
      [sp2],
      folder('\\\\server\\SMS_ABC\\Client files\\'),
      'PATCH="\\\\server\\SMS_ABC\\Client files\\i386\\hotfix\\KB977203\\SCCM2007AC-SP2-KB977203-x86.msp"',
    ],
    [
      'a path with a prefix of Windows, which Windows Installer does not take',
      ['//?/C:/p/x.msp'],
      folder('\\\\?\\UNC\\server\\share\\'),
      'PATCH="C:\\p\\x.msp"',
    ],
    [
      'a UNC path written with slashes',
      ['x.msp'],
      folder('//server/share'),
      'PATCH="\\\\server\\share\\x.msp"',
    ],
    ['a root', ['x.msp'], folder('D:\\'), 'PATCH="D:\\x.msp"'],
    [
      'several, joined by semicolons',
      ['a.msp', 'b/c.msp'],
      folder('D:\\p'),
      'PATCH="D:\\p\\a.msp;D:\\p\\b\\c.msp"',
    ],
    ['backslashes in the name', ['\\i386\\x.msp'], folder('D:\\p'), 'PATCH="D:\\p\\i386\\x.msp"'],
  ])('%s', (_, files, location, line) => {
    expect(patchProperty(files, location)).toBe(line);
  });

  it.each<[string, string[], PatchLocation, string]>([
    ['no patch', [], cache(null), 'STAGE_BAD_NAME'],
    ['more than Windows Installer takes', Array(128).fill('x.msp'), cache(null), 'STAGE_BAD_NAME'],
    ['a quotation mark', ['a".msp'], cache(null), 'STAGE_BAD_NAME'],
    ['a semicolon', ['a;b.msp'], cache(null), 'STAGE_BAD_NAME'],
    ['an empty name', [''], cache(null), 'STAGE_BAD_NAME'],
    ['a line break', ['a\n.msp'], cache(null), 'STAGE_BAD_NAME'],
    ['a variable', ['100%TEMP% kb.msp'], cache(null), 'STAGE_BAD_NAME'],
    ['a variable in a folder', ['i386/%A%/x.msp'], cache(null), 'STAGE_BAD_NAME'],
    ['no ID', ['x.msp'], cache(''), 'STAGE_BAD_PACKAGE_ID'],
    ['a drive that is none', ['x.msp'], cache(null, 'CD'), 'STAGE_BAD_LOCATION'],
    ['a relative folder', ['x.msp'], folder('client'), 'STAGE_BAD_LOCATION'],
    ['a POSIX path', ['x.msp'], folder('/srv/client'), 'STAGE_BAD_LOCATION'],
    ['a server without a share', ['x.msp'], folder('\\\\server'), 'STAGE_BAD_LOCATION'],
    ['a variable in the folder', ['x.msp'], folder('D:\\%TEMP%\\a'), 'STAGE_BAD_LOCATION'],
    ['a variable in a full path', ['C:\\%TEMP%\\x.msp'], cache('ABC00001'), 'STAGE_BAD_LOCATION'],
    ['a semicolon in the folder', ['x.msp'], folder('D:\\a;b'), 'STAGE_BAD_LOCATION'],
  ])('refuses %s', (_, files, location, code) => {
    expect(() => patchProperty(files, location)).toThrowError(expect.objectContaining({ code }));
  });

  it('takes signs of percent that are no variable', () => {
    expect(patchProperty(['100% kb.msp', '5%%.msp'], cache(null))).toContain('100% kb.msp;');
  });

  it('says what to do about a name', () => {
    expect(() => patchProperty(['a;b.msp'], cache(null))).toThrowError(/rename the file/);
    expect(() => patchProperty(['100%TEMP% kb.msp'], cache(null))).toThrowError(/%TEMP%.*rename the file/);
  });
});
