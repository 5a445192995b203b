import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { HotfixkitError } from '../../../src/core/errors.js';
import { readPortableExecutable, startsLikeExecutable } from '../../../src/formats/pe/portable-executable.js';
import { corpusDir, describeCorpus } from '../../support/corpus.js';
import { buildExecutable, buildNewExecutable } from '../../support/portable-executable-builder.js';

const read = (bytes: Uint8Array) => readPortableExecutable(new BufferSource(bytes));

describe('readPortableExecutable', () => {
  it.each([
    ['x86', 'PE32', 0x14c],
    ['x64', 'PE32+', 0x8664],
    ['IA-64', 'PE32+', 0x200],
    ['ARM64', 'PE32+', 0xaa64],
    ['ARM', 'PE32', 0x1c4],
  ] as const)('%s', (platform, kind, machine) => {
    const executable = read(buildExecutable({ platform, version: { fileVersion: '1.2.3.4' } }));
    expect(executable).toMatchObject({ kind, machine, platform, headerOffset: 0x80, certificateTable: null });
    expect(executable?.sections.map((section) => section.name)).toEqual(['.text', '.rsrc']);
  });

  it('16-bit', () => {
    const executable = read(buildNewExecutable({}));
    expect(executable).toMatchObject({ kind: 'NE', machine: 0, platform: null, sections: [] });
  });

  it('notes where the certificates are, as an offset in the file, and where the image ends', () => {
    const certificate = new Uint8Array(21).fill(7);
    const bytes = buildExecutable({ platform: 'x86', size: 5000, certificate });
    const executable = read(bytes)!;
    expect(executable.certificateTable).toEqual({ offset: 5000 - 32, size: 32 });
    expect(executable.imageEnd).toBe(0x400 + 0x1000 - 0x200); // whole blocks of 512 below the certificates
    const without = read(bytes.subarray(0, 4990));
    expect(without?.certificateTable).toBeNull();
  });

  const dos = new Uint8Array(128);
  dos.set([0x4d, 0x5a]);
  const pointing = (offset: number, signature: string) => {
    const bytes = dos.slice();
    new DataView(bytes.buffer).setUint32(0x3c, offset, true);
    if (offset + 4 <= 128) bytes.set(new TextEncoder().encode(signature), offset);
    return bytes;
  };
  it.each([
    ['nothing', new Uint8Array()],
    ['MZ alone', Uint8Array.of(0x4d, 0x5a)],
    ['a text', new TextEncoder().encode('MS Windows '.repeat(20))],
    ['an MS-DOS program', dos],
    ['an MS-DOS program with garbage for an offset', pointing(0xfffffff0, '')],
    ['an offset just behind the end', pointing(125, '')],
    ['a linear executable', pointing(64, 'LE\0\0')],
    ['an OS/2 executable', pointing(64, 'LX\0\0')],
  ])('null for %s', (_, bytes) => {
    expect(read(bytes)).toBeNull();
  });

  it.each([
    ['a PE', buildExecutable({ platform: 'x64', version: { fileVersion: '1.2.3.4' } }), 0x80],
    ['a 16-bit executable', buildNewExecutable({ version: { fileVersion: '1.2.3.4' } }), 0x80],
  ])('%s cut anywhere is null, PE_BAD_HEADER or still readable', (_, bytes, headerOffset) => {
    for (let length = 0; length <= 0x300; length++) {
      const cut = bytes.slice(0, length);
      try {
        const executable = read(cut);
        if (length < headerOffset + 4) expect(executable).toBeNull();
      } catch (error) {
        expect(error).toBeInstanceOf(HotfixkitError);
        expect((error as HotfixkitError).code).toBe('PE_BAD_HEADER');
        expect(length).toBeGreaterThanOrEqual(headerOffset + 4);
      }
    }
  });

  it.each([
    [0xffff, { structure: 'IMAGE_FILE_HEADER', expected: 'at most 1024', found: 0xffff }],
    [1000, { structure: 'IMAGE_SECTION_HEADER', expected: '40000 bytes' }],
  ])('refuses a section table of %i rows that the file does not hold', (count, facts) => {
    const bytes = buildExecutable({ platform: 'x86' });
    new DataView(bytes.buffer).setUint16(0x86, count, true);
    expect(() => read(bytes)).toThrow(
      expect.objectContaining({ code: 'PE_BAD_HEADER', facts: expect.objectContaining(facts) }),
    );
  });
});

it('startsLikeExecutable', () => {
  expect(startsLikeExecutable(Uint8Array.of(0x4d, 0x5a, 0))).toBe(true);
  expect(startsLikeExecutable(Uint8Array.of(0x5a, 0x4d))).toBe(false);
  expect(startsLikeExecutable(new Uint8Array())).toBe(false);
});

describeCorpus('executables of the corpus', () => {
  // As file(1) and exiftool name them.
  it.each([
    ['jsign/MORE.EXE', null],
    ['jsign/wineyes.exe', { kind: 'PE32', machine: 0x14c, platform: 'x86' }],
    ['pa19/p01_pe64_exe.old', { kind: 'PE32+', machine: 0x8664, platform: 'x64' }],
    ['pa19/p03_pe32_exe.old', { kind: 'PE32', machine: 0x14c, platform: 'x86' }],
    ['pa19/rcedit-x86-5.0.2.exe', { kind: 'PE32', machine: 0x14c, platform: 'x86' }],
    ['pa19/n01_text.old', null],
  ])('%s', (name, expected) => {
    const executable = read(readFileSync(join(corpusDir, name)));
    if (expected === null) expect(executable).toBeNull();
    else expect(executable).toMatchObject(expected);
  });
});
