import { describe, expect, it } from 'vitest';
import { BufferSource, type ByteSource } from '../../../src/core/byte-source.js';
import { parseVersionInfo, readVersionInfo } from '../../../src/formats/pe/version-info.js';
import { buildExecutable, buildNewExecutable } from '../../support/portable-executable-builder.js';
import { buildVersionResource, type VersionPlan } from '../../support/version-resource-builder.js';

const plan: VersionPlan = {
  fileVersion: '7.1.10.68',
  productVersion: '7.1.0.0',
  translations: [
    [0x407, 1200],
    [0x409, 1200],
  ],
  strings: { FileVersion: '7.01.1068', CompanyName: 'Übungen & Söhne 株式会社' },
  type: 2,
};

describe('parseVersionInfo', () => {
  it('reads the fixed version, the translations and the texts', () => {
    const info = parseVersionInfo(buildVersionResource(plan));
    expect(info.fixed).toMatchObject({ fileVersion: [7, 1, 10, 68], productVersion: [7, 1, 0, 0], type: 2 });
    expect(info.languages).toEqual([0x407, 0x409]);
    expect(info.tables.map(({ language, codePage }) => [language, codePage])).toEqual(plan.translations);
    expect(info.strings).toEqual({
      FileVersion: '7.01.1068',
      ProductVersion: '7.1.0.0',
      CompanyName: 'Übungen & Söhne 株式会社',
    });
    expect(info.warnings).toEqual([]);
  });

  it('reads the 16-bit shape in the code page that it names', () => {
    const bytes = buildVersionResource({ fileVersion: '3.10.0.103', translations: [[0x409, 1252]] }, true);
    expect(parseVersionInfo(bytes)).toMatchObject({
      fixed: { fileVersion: [3, 10, 0, 103] },
      languages: [0x409],
      strings: { FileVersion: '3.10.0.103' },
      warnings: [],
    });
  });

  it('shows the table of the first translation, or else the first table', () => {
    const bytes = buildVersionResource(plan);
    const view = new DataView(bytes.buffer);
    // The translations are the last eight bytes: swap them.
    view.setUint32(bytes.length - 8, 0x04b00409, true);
    view.setUint32(bytes.length - 4, 0x04b00407, true);
    expect(parseVersionInfo(bytes).languages).toEqual([0x409, 0x407]);
    view.setUint32(bytes.length - 8, 0x04b00c0c, true);
    expect(parseVersionInfo(bytes).strings).toHaveProperty('FileVersion', '7.01.1068');
  });

  it('keeps what is left of a resource that is cut short, and says so', () => {
    const bytes = buildVersionResource(plan);
    for (let length = 6; length < bytes.length; length++) {
      const info = parseVersionInfo(bytes.subarray(0, length), 0x1000);
      expect(info.warnings[0]).toMatchObject({ code: 'PE_BAD_VERSION', offset: 0x1000 });
      if (length >= 92) expect(info.fixed?.fileVersion).toEqual([7, 1, 10, 68]);
    }
  });

  it('warns of a resource without fixed information', () => {
    const bytes = buildVersionResource(plan);
    bytes[40] = 0; // the signature, behind the header and the key
    const info = parseVersionInfo(bytes);
    expect(info.fixed).toBeNull();
    expect(info.strings).toHaveProperty('FileVersion', '7.01.1068');
    expect(info.warnings).toEqual([
      expect.objectContaining({ code: 'PE_BAD_VERSION', structure: 'VS_FIXEDFILEINFO' }),
    ]);
  });

  it.each([
    ['empty', new Uint8Array()],
    ['too short', new Uint8Array(5)],
    ['zeros', new Uint8Array(500)],
  ])('refuses what is %s', (_, bytes) => {
    expect(() => parseVersionInfo(bytes)).toThrow(expect.objectContaining({ code: 'PE_BAD_VERSION' }));
  });

  it('has texts as own properties, whatever they are called', () => {
    const strings = JSON.parse('{"__proto__":"x","constructor":"y"}');
    const info = parseVersionInfo(buildVersionResource({ fileVersion: '1.2.3.4', strings }));
    expect(Object.entries(info.strings)).toEqual([
      ['FileVersion', '1.2.3.4'],
      ['ProductVersion', '1.2.3.4'],
      ...Object.entries(strings),
    ]);
  });
});

describe('readVersionInfo', () => {
  it.each([
    ['PE32', buildExecutable({ platform: 'x86', version: plan })],
    ['PE32+', buildExecutable({ platform: 'IA-64', version: plan })],
    ['NE', buildNewExecutable({ version: { ...plan, strings: { FileVersion: '7.01.1068' } } })],
  ])('finds it in %s', (_, bytes) => {
    const info = readVersionInfo(new BufferSource(bytes));
    expect(info?.fixed?.fileVersion).toEqual([7, 1, 10, 68]);
    expect(info?.strings.FileVersion).toBe('7.01.1068');
    expect(info?.languages).toEqual([0x407, 0x409]);
  });

  it.each([
    ['a file without one', buildExecutable({ platform: 'x86' })],
    ['a text', new TextEncoder().encode('text')],
  ])('null for %s', (_, bytes) => {
    expect(readVersionInfo(new BufferSource(bytes))).toBeNull();
  });

  it.each<{ name: string; languages: number[]; counts: number }>([
    // Expected: what GetFileVersionInfo of Wine gave for each on an English system.
    { name: 'English among others', languages: [0x407, 0x409], counts: 0x409 },
    { name: 'no language before English', languages: [0, 0x407, 0x409], counts: 0 },
    { name: 'English as such', languages: [0x009, 0x407], counts: 0x009 },
    { name: 'English of the United States before English', languages: [0x009, 0x407, 0x409], counts: 0x409 },
    { name: 'the first of the file', languages: [0x407, 0x40c], counts: 0x407 },
    { name: 'the first of the file, not other English', languages: [0x407, 0x40c, 0x809], counts: 0x407 },
    { name: 'not the language of the user', languages: [0x400, 0x407, 0x409], counts: 0x409 },
    { name: 'the first, a language as such', languages: [0x007, 0x407], counts: 0x007 },
  ])('takes of several languages the one that counts for Windows: $name', ({ languages, counts }) => {
    const resources = languages.map((language) => ({
      type: 16,
      name: 1,
      language,
      data: buildVersionResource({ fileVersion: `1.0.0.${language}` }),
    }));
    const info = readVersionInfo(new BufferSource(buildExecutable({ platform: 'x86', resources })));
    expect(info?.fixed?.fileVersion).toEqual([1, 0, 0, counts]);
    expect(info?.warnings).toEqual([
      expect.objectContaining({ code: 'PE_SEVERAL_VERSIONS', expected: `1.0.0.${counts}` }),
    ]);
  });

  it('does not warn of several languages with the same version', () => {
    const data = buildVersionResource({ fileVersion: '1.2.3.4' });
    const resources = [0x407, 0x409].map((language) => ({ type: 16, name: 1, language, data }));
    const info = readVersionInfo(new BufferSource(buildExecutable({ platform: 'x64', resources })));
    expect(info).toMatchObject({ fixed: { fileVersion: [1, 2, 3, 4] }, warnings: [] });
  });

  it.each([
    ['an empty one', new Uint8Array()],
    ['zeros', new Uint8Array(100)],
  ])('is not disturbed by %s of another language', (_, data) => {
    const resources = [
      { type: 16, name: 1, language: 0x407, data },
      { type: 16, name: 1, language: 0x409, data: buildVersionResource({ fileVersion: '1.2.3.4' }) },
    ];
    const info = readVersionInfo(new BufferSource(buildExecutable({ platform: 'x64', resources })));
    expect(info).toMatchObject({ fixed: { fileVersion: [1, 2, 3, 4] }, warnings: [] });
  });

  it.each([
    [100, 100],
    ['OTHER', '"OTHER"'],
    ['1', '"1"'],
  ])('takes VS_VERSION_INFO (1) only, as Windows does, not %j', (name, named) => {
    const resources = [name, 1].map((one, i) => ({
      type: 16,
      name: one,
      data: buildVersionResource({ fileVersion: i === 0 ? '9.9.9.9' : '1.1.1.1' }),
    }));
    const both = buildExecutable({ platform: 'x86', resources });
    expect(readVersionInfo(new BufferSource(both))).toMatchObject({
      fixed: { fileVersion: [1, 1, 1, 1] },
      warnings: [],
    });
    for (const bytes of [
      buildExecutable({ platform: 'x86', resources: resources.slice(0, 1) }),
      buildNewExecutable({ resources: resources.slice(0, 1) }),
    ]) {
      expect(readVersionInfo(new BufferSource(bytes))).toMatchObject({
        fixed: null,
        languages: [],
        warnings: [{ code: 'PE_BAD_VERSION', expected: 1, found: named }],
      });
    }
  });

  it('reads a few kilobytes of a large file', () => {
    const bytes = buildExecutable({ platform: 'x64', version: plan, size: 10_000_000 });
    let total = 0;
    const source: ByteSource = {
      size: bytes.length,
      read(offset, length) {
        total += length;
        return bytes.subarray(offset, offset + length);
      },
    };
    expect(readVersionInfo(source)?.fixed?.fileVersion).toEqual([7, 1, 10, 68]);
    expect(total).toBeLessThan(4096);
  });
});
