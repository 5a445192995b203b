import { describe, expect, it } from 'vitest';
import { planExtract } from '../../../src/package/extract/extract-plan.js';
import type { PackageContent, PackageFileFacts } from '../../../src/package/package-content.js';
import { caught } from '../../support/caught.js';
import { packageFile } from '../../support/package-file.js';
import { itThorough } from '../../support/thorough.js';

function contentOf(...files: (Partial<PackageFileFacts> & { key: string })[]): PackageContent {
  return {
    kind: 'msi',
    files: files.map((file) => packageFile(file)),
    warnings: [],
    check: () => undefined,
    batches: (all) => [[...all]],
    *decode() {},
    close: () => undefined,
  };
}

const at = (...paths: string[]) => contentOf(...paths.map((path, i) => ({ key: `k${i}`, targetPath: path })));
const pathsOf = (content: PackageContent, options = {}) =>
  planExtract(content, options).files.map(({ path }) => path);

describe('planExtract', () => {
  const content = contentOf(
    { key: 'F1', name: 'a.dll', targetPath: 'Target/a.dll', sourcePath: 'Source/a.dll', size: 10 },
    { key: 'F2', name: 'b.txt', targetPath: 'Target/sub/b.txt', sourcePath: 'Source/sub/b.txt', size: 5 },
  );

  it.each([
    ['target', ['Target/a.dll', 'Target/sub/b.txt']],
    ['source', ['Source/a.dll', 'Source/sub/b.txt']],
    ['flat', ['a.dll', 'b.txt']],
    ['key', ['F1', 'F2']],
  ] as const)('lays out by %s', (layout, paths) => {
    const plan = planExtract(content, { layout });
    expect(plan.files.map(({ path }) => path)).toEqual(paths);
    expect(plan).toMatchObject({ layout, size: 15, warnings: [] });
  });

  it('picks by path or by File key', () => {
    expect(pathsOf(content, { only: ['B.TXT'] })).toEqual(['Target/sub/b.txt']);
    expect(pathsOf(content, { only: ['**/sub/*'] })).toEqual(['Target/sub/b.txt']);
    expect(pathsOf(content, { only: ['F1'] })).toEqual(['Target/a.dll']);
    expect(pathsOf(content, { only: ['f1', 'source/sub/*'], layout: 'source' })).toHaveLength(2);
    expect(planExtract(content, { only: ['*.dll'] }).size).toBe(10);
  });

  it('says that nothing fits, and that there is nothing', () => {
    expect(caught(() => planExtract(content, { only: ['nope', '*.exe'] }))).toMatchObject({
      code: 'PACKAGE_NO_FILE',
      kind: 'input',
      facts: { expected: 'nope *.exe', found: '2 other files' },
    });
    expect(caught(() => planExtract(contentOf()))).toMatchObject({ code: 'PACKAGE_NO_FILE' });
  });

  it.each(['msm', 'msp'] as const)(
    'uses the File key where a package (%s) does not say where a file goes',
    (kind) => {
      const lost = { ...contentOf({ key: 'F1', name: 'a.dll', targetPath: null }), kind };
      expect(pathsOf(lost)).toEqual(['F1']);
    },
  );

  it('writes no file whose folder is missing in the tables into another one', () => {
    const lost = contentOf(
      { key: 'F1', name: 'a.dll', targetPath: null, sourcePath: null, component: 'C1' },
      { key: 'F2', name: 'b.dll', targetPath: null, sourcePath: null, component: 'C1' },
      { key: 'F3', name: 'c.dll', targetPath: 'x/c.dll', sourcePath: 'y/c.dll' },
    );
    for (const layout of ['target', 'source'] as const) {
      expect(caught(() => planExtract(lost, { layout }))).toMatchObject({
        code: 'PACKAGE_BAD_DIRECTORY',
        message:
          'the package does not say where F1 belongs: where this file belongs is not known; --layout flat or --layout key writes it under its name or its File key',
        facts: { entry: 'F1' },
      });
      expect(pathsOf(lost, { layout, only: ['c.dll'] })).toHaveLength(1);
    }
    expect(pathsOf(lost, { layout: 'flat' })).toEqual(['a.dll', 'b.dll', 'c.dll']);
    expect(pathsOf(lost, { layout: 'key' })).toEqual(['F1', 'F2', 'F3']);
  });
});

describe('names that are not safe', () => {
  it.each([
    ['../../etc/passwd', 'xx/xx/etc/passwd'],
    ['..\\..\\evil.dll', 'xx/xx/evil.dll'],
    ['/etc/passwd', 'etc/passwd'],
    ['C:\\Windows\\x.dll', 'C/Windows/x.dll'],
    ['\\\\server\\share\\x', 'server/share/x'],
    ['dir/CON', 'dir/_CON'],
    ['nul.txt', '_nul.txt'],
    ['name. ', 'name__'],
    ['a/b:stream', 'a/b_stream'],
    ['a/b\u0007c', 'a/b_c'],
  ])('%j becomes %j with a warning', (name, path) => {
    const plan = planExtract(at(name));
    expect(plan.files[0]!.path).toBe(path);
    expect(plan.warnings).toMatchObject([{ code: 'PATH_RENAMED', entry: 'k0' }]);
  });

  it.each(['', '.', './/.', '\\'])('%j is refused', (name) => {
    expect(caught(() => planExtract(at(name))).code).toBe('PATH_UNSAFE');
  });
});

describe('two files for one path', () => {
  const clash = contentOf(
    { key: 'x86', targetPath: 'System/Driver.sys', sourcePath: 'x86/driver.sys', size: 1 },
    { key: 'x64', targetPath: 'system/driver.SYS', sourcePath: 'x64/driver.sys', size: 2 },
  );

  it('are an error that names both File keys', () => {
    const error = caught(() => planExtract(clash));
    expect(error).toMatchObject({ code: 'PATH_COLLISION', kind: 'input', facts: { entry: 'x64' } });
    expect(error.message).toContain('x86 and x64');
    expect(error.message).toContain('--layout source');
  });

  it('are none at the source', () => {
    expect(pathsOf(clash, { layout: 'source' })).toEqual(['x86/driver.sys', 'x64/driver.sys']);
  });

  it.each([
    ['first', [['x86', 'System/Driver.sys']]],
    ['last', [['x64', 'system/driver.SYS']]],
    [
      'rename',
      [
        ['x86', 'System/Driver.sys'],
        ['x64', 'system/driver~x64.SYS'],
      ],
    ],
  ] as const)('--on-conflict %s', (onConflict, expected) => {
    const plan = planExtract(clash, { onConflict });
    expect(plan.files.map(({ file, path }) => [file.key, path])).toEqual(expected);
    expect(plan.warnings).toMatchObject([{ code: 'PATH_COLLISION' }]);
    expect(plan.warnings[0]!.message).toContain('x86 and x64');
  });

  it('are one where the package says that they are equal', () => {
    const md5 = '900150983cd24fb0d6963f7d28e17f72';
    const same = contentOf(
      { key: 'a', targetPath: 'x', md5, size: 3 },
      { key: 'b', targetPath: 'X', md5, size: 3 },
    );
    expect(planExtract(same)).toMatchObject({
      files: [{ path: 'x', file: { key: 'a' } }],
      warnings: [{ code: 'PATH_COLLISION', entry: 'b' }],
    });
  });

  it('find a free name where another file has the one that they would get', () => {
    const three = contentOf(
      { key: 'k', targetPath: 'a.txt' },
      { key: 'b', targetPath: 'a.txt' },
      { key: 'c', targetPath: 'a~b.txt' },
    );
    expect(pathsOf(three, { onConflict: 'rename' })).toEqual(['a.txt', 'a~b.txt', 'a~b~c.txt']);
    const other = contentOf(
      { key: 'c', targetPath: 'a~b.txt' },
      { key: 'k', targetPath: 'a.txt' },
      { key: 'b', targetPath: 'a.txt' },
    );
    expect(pathsOf(other, { onConflict: 'rename' })).toEqual(['a~b.txt', 'a.txt', 'a~b~2.txt']);
  });

  it('never lose one quietly', () => {
    for (const onConflict of ['first', 'last', 'rename'] as const) {
      const files = ['a', 'b', 'c', 'd'].map((key) => ({ key, targetPath: 'same' }));
      const plan = planExtract(contentOf(...files), { onConflict });
      expect(plan.files.length + plan.warnings.length).toBeGreaterThanOrEqual(4);
      expect(new Set(plan.files.map(({ path }) => path.toUpperCase())).size).toBe(plan.files.length);
    }
  });

  it.each([[['a', 'a/b']], [['A/b', 'a']], [['x/y/z/deep', 'x/Y']]])(
    'cannot be a file and a folder at once: %j',
    (paths) => {
      expect(caught(() => planExtract(at(...paths)))).toMatchObject({ code: 'PATH_COLLISION' });
    },
  );

  it('are told apart where only a prefix is the same', () => {
    expect(pathsOf(at('a', 'ab/c', 'a b'))).toEqual(['a', 'ab/c', 'a b']);
  });
});

itThorough('plans many thousand files at once', () => {
  const files = Array.from({ length: 50_000 }, (_, i) => ({ key: `k${i}`, targetPath: `d${i % 100}/f${i}` }));
  const started = performance.now();
  expect(planExtract(contentOf(...files)).files).toHaveLength(50_000);
  expect(performance.now() - started).toBeLessThan(15_000);
});
