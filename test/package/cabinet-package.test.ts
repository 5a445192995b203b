import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../src/core/byte-source.js';
import { CabinetPackage } from '../../src/package/cabinet-package.js';
import { openPackage } from '../../src/package/open-package.js';
import { buildCabinet, buildCabinetSet } from '../support/cabinet-builder.js';
import { caught } from '../support/caught.js';
import { cabinetOf, msu } from '../support/container-builder.js';
import { text } from '../support/package-folder.js';
import { buildZip } from '../support/zip-builder.js';

const modified = new Date('2010-01-25T06:27:00Z');
const folders = [
  {
    method: 'mszip' as const,
    files: [
      { name: 'dir\\sub\\one.txt', bytes: text('one'), modified, attributes: 0x21 },
      { name: 'two.txt', bytes: text('two') },
    ],
  },
  { method: 'none' as const, files: [{ name: 'three.txt', bytes: text('three') }] },
];

const contentOf = (content: CabinetPackage, keys: string[]): Record<string, string> => {
  const result: Record<string, string> = {};
  const wanted = content.files.filter(({ key }) => keys.includes(key));
  for (const part of content.decode(wanted)) {
    if ('chunk' in part)
      result[part.file.key] = (result[part.file.key] ?? '') + Buffer.from(part.chunk).toString();
  }
  return result;
};

describe('CabinetPackage', () => {
  const content = new CabinetPackage(new BufferSource(buildCabinet({ folders })), { name: 'x.cab' });

  it('describes its members as files', () => {
    expect(content.kind).toBe('cab');
    expect(content.files[0]).toMatchObject({
      key: 'dir\\sub\\one.txt',
      name: 'one.txt',
      targetPath: 'dir/sub/one.txt',
      sourcePath: 'dir/sub/one.txt',
      sourceShortPath: null,
      size: 3,
      version: null,
      attributes: 0x21,
      component: null,
      media: null,
      cabinet: 'x.cab',
      selected: true,
      md5: null,
      readOnly: true,
    });
    expect(content.files[0]!.modified()).toEqual(modified);
    expect(content.files[1]!.readOnly).toBe(false);
    expect(content.files[0]!.openInPlace()).toBeNull();
  });

  it('decodes what is wanted', () => {
    expect(contentOf(content, ['dir\\sub\\one.txt', 'three.txt'])).toEqual({
      'dir\\sub\\one.txt': 'one',
      'three.txt': 'three',
    });
  });

  it('has a batch for each folder', () => {
    expect(content.batches(content.files).map((batch) => batch.map(({ name }) => name))).toEqual([
      ['one.txt', 'two.txt'],
      ['three.txt'],
    ]);
  });

  it('finds the other cabinets of its set through the folder it lies in', () => {
    const parts = buildCabinetSet({ folders, partBytes: 6, splitBlocks: true });
    expect(parts.length).toBeGreaterThan(1);
    const asked: string[] = [];
    const set = new CabinetPackage(new BufferSource(parts[0]!.bytes), {
      name: 'part1.cab',
      folder: {
        path: '.',
        size: () => null,
        modified: () => null,
        find: () => null,
        open: (name) => {
          asked.push(name);
          const part = parts.find((one) => one.name === name);
          return part ? Object.assign(new BufferSource(part.bytes), { close: () => undefined }) : null;
        },
      },
    });
    expect(asked).toContain('part2.cab');
    expect(
      contentOf(
        set,
        set.files.map(({ key }) => key),
      ),
    ).toEqual({
      'dir\\sub\\one.txt': 'one',
      'two.txt': 'two',
      'three.txt': 'three',
    });
  });

  it('lists what it can of a set that is not complete, and says what is missing when it is needed', () => {
    const parts = buildCabinetSet({ folders, partBytes: 6, splitBlocks: true });
    const alone = new CabinetPackage(new BufferSource(parts[0]!.bytes), { name: 'part1.cab' });
    expect(alone.warnings.map(({ code }) => code)).toContain('CAB_MISSING_PART');
    expect(
      caught(() =>
        contentOf(
          alone,
          alone.files.map(({ key }) => key),
        ),
      ).code,
    ).toBe('CAB_MISSING_PART');
  });
});

describe('folders that a cabinet lists by themselves', () => {
  const none = new Uint8Array();
  const open = (...files: { name: string; bytes: Uint8Array; attributes?: number }[]): CabinetPackage =>
    new CabinetPackage(new BufferSource(buildCabinet({ folders: [{ method: 'none', files }] })));

  it('are no files', () => {
    const content = open(
      { name: 'dir\\', bytes: none },
      { name: 'other', bytes: none, attributes: 0x10 },
      { name: 'dir\\a', bytes: new Uint8Array(1) },
      { name: 'empty', bytes: none },
    );
    expect(content.files.map(({ targetPath }) => targetPath)).toEqual(['dir/a', 'empty']);
  });

  it('are files where they have bytes', () => {
    expect(open({ name: 'a', bytes: new Uint8Array(1), attributes: 0x10 }).files).toHaveLength(1);
  });
});

describe('an archive behind a cabinet in the same file', () => {
  const join = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
  const first = cabinetOf({ 'a.txt': 'a' });
  const update = msu('Windows6.3-KB1234567-x64', first);
  it.each([
    ['a cabinet', cabinetOf({ 'b.txt': 'b' }), 'another cabinet lies behind'],
    ['a zip archive', buildZip({ files: [{ name: 'b.txt', bytes: 'b' }] }), 'a zip archive lies behind'],
  ])('is named: %s', (_, behind, message) => {
    for (const whole of [first, update]) {
      using both = openPackage(join(whole, new Uint8Array(5), behind), { name: 'x' });
      const warnings = both.container ? both.container.warnings() : both.content.warnings;
      expect(warnings.filter(({ code }) => code === 'PACKAGE_NOT_SEARCHED')).toMatchObject([
        { code: 'PACKAGE_NOT_SEARCHED', message: expect.stringContaining(message), offset: whole.length + 5 },
      ]);
    }
  });

  it('is not a signature or padding', () => {
    using opened = openPackage(join(first, new Uint8Array(3000).fill(0x30)), { name: 'x' });
    expect(opened.content.warnings).toEqual([]);
  });
});
