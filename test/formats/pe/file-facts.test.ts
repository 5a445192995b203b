import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BufferSource, type ByteSource } from '../../../src/core/byte-source.js';
import { HotfixkitError } from '../../../src/core/errors.js';
import { CabinetSet } from '../../../src/formats/cab/cabinet-set.js';
import { CompoundFile } from '../../../src/formats/cfb/compound-file.js';
import { type FileFacts, readFileFacts } from '../../../src/formats/pe/file-facts.js';
import { FileFactsCollector } from '../../../src/formats/pe/file-facts-collector.js';
import { Database } from '../../../src/msi/database.js';
import { corpusDir, describeCorpus, expectedDir } from '../../support/corpus.js';
import { buildExecutable, buildNewExecutable } from '../../support/portable-executable-builder.js';
import { runs } from '../../support/thorough.js';

const facts = (bytes: Uint8Array) => readFileFacts(new BufferSource(bytes));

const nothing: FileFacts = {
  kind: null,
  platform: null,
  version: null,
  productVersion: null,
  languages: [],
  versionString: null,
  productVersionString: null,
  warnings: [],
};

describe('readFileFacts', () => {
  it('shows the text beside the fixed version, which decides', () => {
    const bytes = buildExecutable({
      platform: 'IA-64',
      dll: true,
      version: {
        fileVersion: '7.1.10.68',
        productVersion: '7.1.0.0',
        strings: { FileVersion: ' 7.01.1068 ' },
      },
    });
    expect(facts(bytes)).toEqual({
      kind: 'PE32+',
      platform: 'IA-64',
      version: '7.1.10.68',
      productVersion: '7.1.0.0',
      languages: [1033],
      versionString: '7.01.1068',
      productVersionString: '7.1.0.0',
      warnings: [],
    });
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['a text', new TextEncoder().encode('text')],
    ['an MS-DOS program', Uint8Array.from({ length: 100 }, (_, i) => 'MZ'.charCodeAt(i) || 0)],
  ])('is all null for %s', (_, bytes) => {
    expect(facts(bytes)).toEqual(nothing);
  });

  it('has a platform where there is no version', () => {
    expect(facts(buildExecutable({ platform: 'ARM64' }))).toEqual({
      ...nothing,
      kind: 'PE32+',
      platform: 'ARM64',
    });
  });

  it('turns damage into warnings', () => {
    const bytes = buildExecutable({ platform: 'x86', version: { fileVersion: '1.2.3.4' } });
    new DataView(bytes.buffer).setUint32(0x80 + 24 + 96 + 16, 0x7fff0000, true);
    expect(facts(bytes)).toMatchObject({
      platform: 'x86',
      version: null,
      warnings: [{ code: 'PE_BAD_RESOURCE' }],
    });
    expect(facts(bytes.subarray(0, 0x90))).toMatchObject({
      platform: null,
      warnings: [{ code: 'PE_BAD_HEADER' }],
    });
  });

  it('passes on what is wrong with the source', () => {
    const source: ByteSource = {
      size: 1000,
      read() {
        throw new HotfixkitError('CAB_CHECKSUM', 'damaged');
      },
    };
    expect(() => readFileFacts(source)).toThrow(expect.objectContaining({ code: 'CAB_CHECKSUM' }));
  });

  it('never throws, whatever is cut or flipped', () => {
    const samples = [
      buildExecutable({ platform: 'x86', version: { fileVersion: '1.2.3.4' } }),
      buildExecutable({ platform: 'x64', version: { fileVersion: '1.2.3.4' } }),
      buildNewExecutable({ version: { fileVersion: '1.2.3.4' } }),
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...samples),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 }),
        fc.nat(),
        (sample, flips, cut) => {
          const bytes = sample.slice(0, sample.length - (cut % 3 === 0 ? cut % sample.length : 0));
          for (const [at, value] of flips) {
            if (bytes.length > 0) bytes[at % bytes.length] = value;
          }
          facts(bytes);
        },
      ),
      { seed: 977203, numRuns: runs(3000) },
    );
  });
});

describeCorpus('executables of the corpus', () => {
  // From exiftool 12.57. Where it takes the language from the key of the string table, since there is no
  // VarFileInfo\Translation, Windows knows none, nor does this.
  it.each([
    ['pa19/rcedit-x86-1.1.2.exe', 'x86', '0.2.0.0', '0.2.0.0', '0.2.0', '0.2.0', [1033]],
    ['pa19/rcedit-x86-2.3.0.exe', 'x86', '0.2.0.0', '0.2.0.0', '0.2.0', '0.2.0', [1033]],
    ['pa19/rcedit-x86-5.0.2.exe', 'x86', '2.0.0.0', '2.0.0.0', '2.0.0', '2.0.0', [1033]],
    ['pa19/p01_pe64_exe.old', 'x64', '1.0.0.1', '0.0.0.0', '1.0.0.1', null, []],
    ['pa19/p01_pe64_exe.new', 'x64', '2.0.0.5', '0.0.0.0', '2.0.0.5 beta', null, []],
    ['pa19/p04_pe32_dll.new', 'x86', '2.0.0.5', '0.0.0.0', '2.0.0.5 beta', null, []],
    ['jsign/wineyes.exe', 'x86', null, null, null, null, []],
    ['jsign/MORE.EXE', null, null, null, null, null, []],
  ])('%s', (name, platform, version, productVersion, versionString, productVersionString, languages) => {
    expect(facts(readFileSync(join(corpusDir, name)))).toMatchObject({
      platform,
      version,
      productVersion,
      versionString,
      productVersionString,
      languages,
      warnings: [],
    });
  });
});

describeCorpus('executables in packages of the corpus', () => {
  // File.Version and File.Language as msiinfo exports them; whoever made the packages took them from the executables.
  it.each([
    ['NUnit-2.5.2.9222.msi', [], 65],
    ['putty-0.68-installer.msi', [], 6],
    ['vcredist.msi', ['vcredis1.cab'], 56],
  ])('%s', (name, external, count) => {
    const folder = join(corpusDir, 'lessmsi');
    const database = Database.open(
      CompoundFile.open(new BufferSource(readFileSync(join(folder, name)))).root,
    );
    const cabinets = [
      ...database.streamNames().map((stream) => database.stream(stream)),
      ...external.map((cabinet) => new BufferSource(readFileSync(join(folder, cabinet)))),
    ].filter((source) => source.size > 36 && new TextDecoder().decode(source.read(0, 4)) === 'MSCF');
    const found = new Map<string, FileFactsCollector>();
    for (const cabinet of cabinets) {
      const set = CabinetSet.open(cabinet);
      for (const file of set.files) found.set(file.name, new FileFactsCollector(file.size));
      for (const part of set.decode(set.files)) {
        if ('chunk' in part) found.get(part.file.name)!.write(part.chunk);
      }
    }
    const table = readFileSync(join(expectedDir, 'lessmsi', name, 'tables/File.idt'), 'latin1');
    const rows = table
      .split('\r\n')
      .slice(3)
      .map((line) => line.split('\t'))
      .filter((row) => row.length > 5);
    let versioned = 0;
    for (const [key = '', , , , version, language] of rows) {
      const facts = found.get(key)!.finish()!;
      if (facts.version === null) expect(version, key).not.toMatch(/^\d+\.\d/);
      else expect([facts.version, facts.languages.join(',')], key).toEqual([version, language]);
      if (facts.version !== null) versioned++;
    }
    expect(versioned).toBe(count);
  });
});

/** Wine's own modules and exiftool, where a machine has both: some hundred libraries by other compilers. */
const wineModules = '/usr/lib/x86_64-linux-gnu/wine/x86_64-windows';
const hasExiftool = ((): boolean => {
  try {
    return execFileSync('exiftool', ['-ver']).length > 0;
  } catch {
    return false;
  }
})();

describe.skipIf(!existsSync(wineModules) || !hasExiftool)('Wine modules, as exiftool reads them', () => {
  it('machine, versions and texts are the same', () => {
    const files = readdirSync(wineModules)
      .filter((name) => /\.(dll|exe|cpl|ocx|sys)$/.test(name))
      .filter((_, i) => i % 3 === 0)
      .map((name) => join(wineModules, name));
    const tags = [
      ...['-MachineType', '-FileVersionNumber', '-ProductVersionNumber', '-FileVersion', '-ProductVersion'],
      '-LanguageCode',
    ];
    const options = { encoding: 'utf8', maxBuffer: 1 << 24 } as const;
    const rows = execFileSync('exiftool', ['-T', '-n', '-q', ...tags, ...files], options)
      .trimEnd()
      .split('\n');
    expect(rows).toHaveLength(files.length);
    files.forEach((file, i) => {
      const found = facts(readFileSync(file));
      const language = found.languages[0]?.toString(16).padStart(4, '0').toUpperCase();
      const machine = { x64: 0x8664, x86: 0x14c }[found.platform as string];
      const row = [
        machine,
        found.version,
        found.productVersion,
        found.versionString,
        found.productVersionString,
      ];
      expect([...row, language].map((value) => value ?? '-').join('\t'), file).toBe(rows[i]);
    });
  });
});
