import { describe, expect, it } from 'vitest';
import { BufferSource } from '../src/core/byte-source.js';
import { readVersionInfo } from '../src/formats/pe/version-info.js';
import { buildExecutable } from './support/portable-executable-builder.js';

// A script, not part of the program: plain JavaScript without types.
const script = '../scripts/executable/set-version.js';
const { setVersion } = (await import(script)) as {
  setVersion: (program: Uint8Array, version: string, strings: Record<string, string>) => Uint8Array;
};

const strings = {
  CompanyName: 'Node.js',
  FileDescription: 'Node.js JavaScript Runtime',
  LegalCopyright: 'Copyright Node.js contributors. MIT license.',
  ProductName: 'Node.js',
};

describe('setVersion', () => {
  it.each(['x86', 'x64'] as const)('replaces version and names of a program for %s', (platform) => {
    const plain = buildExecutable({ platform, version: { fileVersion: '22.23.3.0', strings } });
    const made = setVersion(plain, '1.20.3', { ProductName: 'hotfixkit' });
    expect(made).toHaveLength(plain.length);
    const info = readVersionInfo(new BufferSource(made))!;
    expect(info.fixed).toMatchObject({ fileVersion: [1, 20, 3, 0], productVersion: [1, 20, 3, 0] });
    expect(info.strings).toEqual({
      ProductName: 'hotfixkit',
      FileVersion: '1.20.3',
      ProductVersion: '1.20.3',
    });
    expect([info.languages, info.warnings]).toEqual([[0x409], []]);
  });

  it('refuses what there is no room for, and a program without a version', () => {
    const plain = buildExecutable({ platform: 'x64', version: { fileVersion: '1.0.0.0' } });
    expect(() => setVersion(plain, '1.0.0', { ProductName: 'x'.repeat(1000) })).toThrow('has room for');
    expect(() => setVersion(buildExecutable({ platform: 'x64' }), '1.0.0', {})).toThrow();
  });
});
