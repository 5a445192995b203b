import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../src/core/byte-source.js';
import { CabinetSet } from '../../src/formats/cab/cabinet-set.js';
import { CompoundFile } from '../../src/formats/cfb/compound-file.js';
import { Database } from '../../src/msi/database.js';
import { type BuiltPackage, buildPackage, fileHash, guidFrom, type PlannedFile } from './package-builder.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const noise = (length: number) => Uint8Array.from({ length }, (_, i) => Math.imul(i + 1, 0x9e3779b1) >>> 13);

const files: PlannedFile[] = [
  { key: 'a', name: 'A.TXT', bytes: bytes('first') },
  { key: 'b', name: 'SECOND~1.TXT|second file.txt', bytes: bytes('second'), version: '1.2.3.4' },
  { key: 'c', name: 'c.bin', bytes: noise(3000) },
  { key: 'd', name: 'd.bin', bytes: new Uint8Array() },
];

const open = ({ msi }: BuiltPackage) => Database.open(CompoundFile.open(new BufferSource(msi)).root);
const rows = (built: BuiltPackage, table: string, ...columns: string[]) =>
  [...open(built).table(table).records()].map((row) => columns.map((column) => row[column]));

describe('buildPackage', () => {
  it('embeds one cabinet and hashes what has no version', () => {
    const built = buildPackage({ files });
    expect(built.loose.size).toBe(0);
    expect(open(built).summaryInformation().wordCount).toBe(2);
    expect(rows(built, 'Media', 'DiskId', 'LastSequence', 'Cabinet')).toEqual([[1, 4, '#files.cab']]);
    expect(rows(built, 'File', 'File', 'FileSize', 'Version', 'Attributes', 'Sequence')).toEqual([
      ['a', 5, null, 512, 1],
      ['b', 6, '1.2.3.4', 512, 2],
      ['c', 3000, null, 512, 3],
      ['d', 0, null, 512, 4],
    ]);
    expect(rows(built, 'MsiFileHash', 'File_').flat()).toEqual(['a', 'c', 'd']);
    const set = CabinetSet.open(open(built).stream('files.cab'));
    expect(set.files.map((file) => new TextDecoder().decode(set.readFile(file)).slice(0, 6))).toEqual([
      'first',
      'second',
      expect.any(String),
      '',
    ]);
  });

  it('splits over external cabinets', () => {
    const built = buildPackage({ files, cabinets: 'external', mediaSplit: 2 });
    expect([...built.loose.keys()]).toEqual(['files1.cab', 'files2.cab']);
    expect(rows(built, 'Media', 'DiskId', 'LastSequence', 'Cabinet')).toEqual([
      [1, 2, 'files1.cab'],
      [2, 4, 'files2.cab'],
    ]);
  });

  it('spans several cabinets, and counts a file to the disk where it starts', () => {
    const built = buildPackage({
      files,
      cabinets: 'external',
      cabinetOptions: { 'files.cab': { method: 'none', partBytes: 1500 } },
    });
    expect(rows(built, 'Media', 'DiskId', 'LastSequence', 'Cabinet')).toEqual([
      [1, 3, 'files1.cab'],
      [2, 3, 'files2.cab'],
      [3, 4, 'files3.cab'],
    ]);
    const set = CabinetSet.open(new BufferSource(built.loose.get('files1.cab')!), {
      resolve: (name) => new BufferSource(built.loose.get(name)!),
    });
    expect(set.readFile(set.files.find((file) => file.name === 'c')!)).toEqual(noise(3000));
  });

  it.each([
    [0, ['PFiles/Fixture/A.TXT', 'PFiles/Fixture/second file.txt']],
    [1, ['PFiles/Fixture/A.TXT', 'PFiles/Fixture/SECOND~1.TXT']],
    [2, ['A.TXT', 'second file.txt']],
  ])('lays out a source tree for Word Count %i', (wordCount, paths) => {
    const built = buildPackage({ files: files.slice(0, 2), cabinets: 'none', wordCount });
    expect([...built.loose.keys()]).toEqual(paths);
    expect(rows(built, 'Media', 'Cabinet')).toEqual([[null]]);
    // Not where Word Count says: the per-file bit for uncompressed.
    const attributes = 512 | (wordCount === 2 ? 8192 : 0);
    expect(rows(built, 'File', 'Attributes')).toEqual([[attributes], [attributes]]);
  });

  it('puts loose files behind those in cabinets and keeps the rows in the order of the plan', () => {
    const [first, ...others] = files;
    const built = buildPackage({ files: [{ ...first!, cabinet: null }, ...others] });
    expect(rows(built, 'File', 'File', 'Sequence')).toEqual([
      ['a', 4],
      ['b', 1],
      ['c', 2],
      ['d', 3],
    ]);
    expect(rows(built, 'Media', 'LastSequence', 'Cabinet')).toEqual([
      [3, '#files.cab'],
      [4, null],
    ]);
    expect([...built.loose.keys()]).toEqual(['A.TXT']);
  });

  it('takes features with levels, components with conditions, sequences and signatures', () => {
    const built = buildPackage({
      files: files.map((file, i) => ({ ...file, feature: i === 0 ? 'Off' : 'On', component: `C${i >> 1}` })),
      features: [{ id: 'On' }, { id: 'Off', parent: 'On', level: 0 }],
      components: { C1: { condition: 'VersionNT' } },
      sequences: { AdminExecuteSequence: { InstallAdminPackage: null, Extra: [10, 'X = 1'] } },
      signatures: true,
    });
    expect(rows(built, 'Feature', 'Feature', 'Feature_Parent', 'Level')).toEqual([
      ['On', null, 1],
      ['Off', 'On', 0],
    ]);
    expect(rows(built, 'Component', 'Component', 'Condition', 'KeyPath')).toEqual([
      ['C0', null, 'a'],
      ['C1', 'VersionNT', 'c'],
    ]);
    const admin = new Map(
      rows(built, 'AdminExecuteSequence', 'Action', 'Condition').map(([action, condition]) => [
        action,
        condition,
      ]),
    );
    expect(admin.has('InstallAdminPackage')).toBe(false);
    expect(admin.get('Extra')).toBe('X = 1');
    expect(open(built).streamNames()).toEqual(
      expect.arrayContaining(['\u0005DigitalSignature', '\u0005MsiDigitalSignatureEx']),
    );
  });
});

describe('fileHash', () => {
  // From the documentation of MsiGetFileHash's tests: MD5 of "abc", and nothing at all for an empty file.
  it.each([
    ['abc', [0x98500190, 0xb04fd23c, 0x7d3f96d6, 0x727fe128]],
    ['', [0, 0, 0, 0]],
  ])('of %j', (text, hash) => {
    expect(fileHash(bytes(text)).map((part) => part >>> 0)).toEqual(hash);
  });
});

it('guidFrom is the same for the same text', () => {
  expect(guidFrom('x')).toMatch(/^\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}$/);
  expect(guidFrom('x')).toBe(guidFrom('x'));
  expect(guidFrom('x')).not.toBe(guidFrom('y'));
});
