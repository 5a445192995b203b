import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { notRead, notSearched } from '../../src/package/not-searched.js';
import { openPackage } from '../../src/package/open-package.js';
import { cabinetOf, msu, selfExtractor } from '../support/container-builder.js';
import { buildPackage } from '../support/package-builder.js';
import { standInPath, text, writePackage, writeTree } from '../support/package-folder.js';
import { buildExecutable } from '../support/portable-executable-builder.js';
import { tempFolder } from '../support/temp-folder.js';
import { buildZip, join as joined } from '../support/zip-builder.js';

const zipOf = (names: readonly string[]) =>
  buildZip({ files: names.map((name) => ({ name, bytes: text(name) })) });
const inner = cabinetOf({ 'x.dll': Array.from({ length: 500 }, (_, i) => (i * i) % 97).join() });

it.each([
  {
    name: 'an .msu',
    bytes: msu('Windows6.3-KB1234567-x64', inner),
    message:
      '2 files inside were not looked at: WSUSSCAN.cab, Windows6.3-KB1234567-x64.cab; give the path of one to look at it: "p!Windows6.3-KB1234567-x64.cab"',
  },
  {
    name: 'a cabinet',
    bytes: cabinetOf({ 'a.dll': 'a', 'b.CAB': inner }),
    message: '1 file inside was not looked at: b.CAB; give the path of one to look at it: "p!b.CAB"',
  },
  {
    name: 'a zip archive',
    bytes: zipOf(['1.msi', '2.msp', '3.msm', '4.mst', '5.zip', '6.msu', 'readme.txt', 'setup.exe']),
    message:
      '6 files inside were not looked at: 1.msi, 2.msp, 3.msm, 4.mst and 2 more; give the path of one to look at it: "p!1.msi"',
  },
  {
    name: 'scripts and files without an extension',
    bytes: buildZip({
      files: [
        { name: 'install.sh', bytes: joined(text('#!/bin/sh\nexit\n'), zipOf(['a.msi'])) },
        { name: 'LICENSE', bytes: text('you may '.repeat(99)) },
        { name: 'blob', bytes: joined(text('x'.repeat(99)), inner) },
        { name: 'data.bin', bytes: zipOf(['a.msi']).subarray(0, 60) },
        { name: 'setup.cmd', bytes: text('@echo off\r\n'.repeat(9)) },
        { name: 'read.txt', bytes: joined(text('x'), inner) },
      ],
    }),
    message:
      '3 files inside were not looked at: install.sh, blob, data.bin; give the path of one to look at it: "p!blob"',
  },
  {
    name: 'a self-extractor',
    bytes: selfExtractor(cabinetOf({ 'update.exe': 'u', 'more/d.cab': inner })),
    message:
      '1 file inside was not looked at: more/d.cab; give the path of one to look at it: "p!more/d.cab"',
  },
])('names the archives in $name', ({ bytes, message }) => {
  using opened = openPackage(bytes, { name: 'p', orContainer: true });
  for (const given of ['p', 'p!']) {
    expect(notSearched(opened, given)).toEqual([{ code: 'PACKAGE_NOT_SEARCHED', message }]);
  }
});

it('names files in formats that are not read', () => {
  const names = ['a.wim', 'b.psf', 'c.7z', 'd.RAR', 'e.iso', 'f', 'wim', 'g.txt'];
  using opened = openPackage(zipOf(names), { name: 'p', orContainer: true });
  const warnings = [
    {
      code: 'CONTAINER_UNSUPPORTED',
      message:
        'hotfixkit does not read what is in a.wim (a Windows image, WIM), b.psf (patch streams, PSF), c.7z (a 7z archive), d.RAR (a RAR archive) and 1 more',
    },
  ];
  expect(notRead(opened.content)).toEqual(warnings);
  expect(notSearched(opened, 'p')).toEqual(warnings);
});

it('says that files are deltas of Windows Update', () => {
  const bytes = cabinetOf({ 0: 'PA30', 1: 'PA30', 'update.mum': '<x/>', '_manifest_.cix.xml': '<x/>' });
  using opened = openPackage(bytes, { name: 'p' });
  expect(notSearched(opened, 'p')).toEqual([
    {
      code: 'CONTAINER_UNSUPPORTED',
      message:
        '2 files are deltas of Windows Update (PA30), which hotfixkit does not apply; list shows what they stand for',
    },
  ]);
});

it('has nothing to say of an archive of plain files, a package without packages, and an image', () => {
  const image = tempFolder();
  const plain = { files: [{ key: 'f', name: 'a.txt', bytes: text('x'), cabinet: null }] };
  writePackage(plain, image, 'a.msi');
  writeTree(image, { 'sub/1033.mst': 'x', 'setup.exe': buildExecutable({ platform: 'x86' }) });
  for (const input of [zipOf(['a.txt', 'b.dll']), join(image, 'a.msi'), image]) {
    using opened = typeof input === 'string' ? openPackage(input) : openPackage(input);
    expect(notSearched(opened, 'p')).toEqual([]);
  }
});

it('leaves out what was compared, by its path and its name', () => {
  using opened = openPackage(zipOf(['x/a.msi', 'y/b.cab', 'c.cab']), { name: 'p', orContainer: true });
  const seen: [string, string][] = [];
  const warnings = notSearched(opened, 'p', (path, name) => {
    seen.push([path, name]);
    return name !== 'c.cab';
  });
  expect(seen.slice(0, 2)).toEqual([
    ['x/a.msi', 'a.msi'],
    ['y/b.cab', 'b.cab'],
  ]);
  expect(warnings).toMatchObject([
    { message: expect.stringContaining('1 file inside was not looked at: c.cab;') },
  ]);
});

it('names the packages among the files of a package', () => {
  using opened = openPackage(standInPath(2));
  expect(notSearched(opened, 'p.msi')).toEqual([
    {
      code: 'PACKAGE_NOT_SEARCHED',
      message: expect.stringMatching(
        /^5 files inside were not looked at: .*Ccmsetup\.msi.*; extract the package to look into them$/,
      ),
    },
  ]);
});

it.each([
  { name: 'an archive', files: { 'sub/a.msu': 'x', 'b.txt': 'x' }, named: 'sub/a.msu' },
  { name: 'a package in a folder below', files: { 'deep/a.msi': 'x', 'b.dll': 'x' }, named: 'deep/a.msi' },
  { name: 'a package by itself', files: { 'a.msi': 'x' }, named: 'a.msi' },
  { name: 'a patch', files: { 'a.msp': 'x', 'b.dll': 'x' }, named: 'a.msp' },
  {
    name: 'a self-extractor',
    files: { 'a.exe': selfExtractor(inner), 'b.exe': buildExecutable({ platform: 'x86' }) },
    named: 'a.exe',
  },
])('names $name in a folder', ({ files, named }) => {
  const folder = tempFolder();
  writeTree(folder, files);
  using opened = openPackage(folder);
  expect(notSearched(opened, 'p/')).toEqual([
    {
      code: 'PACKAGE_NOT_SEARCHED',
      message: `1 file inside was not looked at: ${named}; give the path of one to look at it: "p/${named}"`,
    },
  ]);
});

it.each(['w.dat', 'w', 'w.001', 'w.zip.1', 'w.appx', 'w.com', 'w.dll', 'w.txt'])(
  'names an archive under the name %s in a folder',
  (name) => {
    const folder = tempFolder();
    writeTree(folder, { [name]: zipOf(['a.dll']), 'b.txt': 'x'.repeat(99) });
    using opened = openPackage(folder);
    expect(notSearched(opened, 'p')).toEqual([
      {
        code: 'PACKAGE_NOT_SEARCHED',
        message: `1 file inside was not looked at: ${name}; give the path of one to look at it: "p/${name}"`,
      },
    ]);
  },
);

it('says once that files of applications in an image are archives, and names those with what is looked for', () => {
  const folder = tempFolder();
  const jar = (name: string) => zipOf(['META-INF/MANIFEST.MF', name]);
  writeTree(folder, { 'a.jar': jar('a.class'), 'lib/b.jar': jar('b.class'), 'c.jar': jar('c.dll') });
  using opened = openPackage(folder);
  expect(notSearched(opened, 'p', (_, name) => name === 'c.dll')).toEqual([
    {
      code: 'PACKAGE_NOT_SEARCHED',
      message: '1 file inside was not looked at: c.jar; give the path of one to look at it: "p/c.jar"',
    },
    {
      code: 'PACKAGE_APPLICATION_FILE',
      message:
        '2 files of applications are zip archives by content, and none of the names in them is looked for: a.jar, lib/b.jar',
    },
  ]);
  expect(notSearched(opened, 'p')).toMatchObject([{ message: expect.stringContaining('3 files inside') }]);
});

it('names files in formats that are not read under other names in a folder', () => {
  const folder = tempFolder();
  writeTree(folder, { 'a.dat': joined(text('MSWIM\0\0\0'), text('x'.repeat(99))) });
  using opened = openPackage(folder);
  expect(notSearched(opened, 'p')).toEqual([
    {
      code: 'CONTAINER_UNSUPPORTED',
      message: 'hotfixkit does not read what is in a.dat (a Windows image (WIM))',
    },
  ]);
});

it.each([
  ['an archive by its extension', 'x.cab', inner, true],
  ['an archive without its extension', 'x.bin', inner, true],
  ['an archive without an extension', 'data', zipOf(['a.dll']), true],
  ['an archive behind a script', 'install.sh', joined(text('#!/bin/sh\n'), zipOf(['a.dll'])), true],
  ['a self-extractor', 'x.exe', joined(buildExecutable({ platform: 'x86' }), zipOf(['a.dll'])), true],
  ['a program', 'setup.exe', buildExecutable({ platform: 'x86' }), false],
  ['a text', 'LICENSE', text('you may '.repeat(99)), false],
  ['a transform', 'x.mst', text('x'.repeat(99)), false],
])('names what lies beside the package of an archive: %s', (_, name, bytes, isNamed) => {
  const { msi } = buildPackage({ files: [{ key: 'a', name: 'a.txt', bytes: text('a') }] });
  const archive = buildZip({
    files: [
      { name: 'p.msi', bytes: msi },
      { name, bytes },
    ],
  });
  using opened = openPackage(archive, { name: 'p.zip' });
  expect([opened.kind, notSearched(opened, 'p.zip')]).toEqual([
    'msi',
    isNamed
      ? [
          {
            code: 'PACKAGE_NOT_SEARCHED',
            message: `1 file beside p.msi was not looked at: ${name}; give the path of one to look at it: "p.zip!${name}"`,
          },
        ]
      : [],
  ]);
});

it('names a package with cabinets beside other files: it is no image', () => {
  const folder = tempFolder();
  writePackage({ files: [{ key: 'f', name: 'a.txt', bytes: text('x') }] }, folder, 'a.msi');
  writeTree(folder, { 'a.txt': 'x', 'b.wim': 'x' });
  using opened = openPackage(folder);
  expect(notSearched(opened, 'p').map(({ code }) => code)).toEqual([
    'PACKAGE_NOT_SEARCHED',
    'CONTAINER_UNSUPPORTED',
  ]);
});

it('does not name a package that lists itself and its cabinet', () => {
  const loose = ['a.MSI', 'C.cab', 'b.msi'].map((name) => ({
    key: name,
    name,
    bytes: text('x'),
    cabinet: null,
  }));
  const files = [...loose, { key: 'd', name: 'd', bytes: text('x'), cabinet: 'c.cab' }];
  using opened = openPackage(
    writePackage(
      {
        files,
        directories: [
          { id: 'TARGETDIR', parent: null, defaultDir: 'SourceDir' },
          { id: 'INSTALLDIR', parent: 'TARGETDIR', defaultDir: '.' },
        ],
      },
      tempFolder(),
      'a.msi',
    ),
  );
  expect(notSearched(opened, 'a.msi')).toMatchObject([
    { message: '1 file inside was not looked at: b.msi; extract the package to look into them' },
  ]);
});

it('names members of a zip archive in formats that are not read, whatever their names are', () => {
  const path = join(tempFolder(), 'p.zip');
  const base64 = Buffer.from(zipOf(['a.dll'])).toString('base64');
  const files: Record<string, string | Uint8Array> = {
    'a.jpg': Uint8Array.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4]),
    'b.txt': base64,
    'c.txt': 'text',
    'd.chm': 'ITSF\x03\0',
  };
  writeFileSync(path, buildZip({ files: Object.entries(files).map(([name, bytes]) => ({ name, bytes })) }));
  using opened = openPackage(path, { orContainer: true });
  const message = 'hotfixkit does not read what is in a.jpg (a 7z archive), b.txt (a file as text (Base64))';
  expect(notSearched(opened, path)).toEqual([{ code: 'CONTAINER_UNSUPPORTED', message }]);
});
