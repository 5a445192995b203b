import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { openPackage } from '../../../src/package/open-package.js';
import {
  filesOnTheWay,
  judgePackage,
  packageSignature,
  signaturesOfHotfix,
} from '../../../src/package/signature/package-signatures.js';
import {
  plainExecutable,
  signedCabinetFile,
  signedCompoundFile,
  signedExecutable,
} from '../../support/authenticode-builder.js';
import { cabinetOf, selfExtractor } from '../../support/container-builder.js';
import { buildPackage } from '../../support/package-builder.js';
import { judgeTest, signExecutable, signPackage } from '../../support/signed-hotfix.js';
import { tempFolder } from '../../support/temp-folder.js';
import { buildZip } from '../../support/zip-builder.js';

const msi = signPackage(buildPackage({ files: [{ key: 'a', name: 'a.txt', bytes: Buffer.from('a') }] }).msi);
const zipOf = (name: string, bytes: Uint8Array) => buildZip({ files: [{ name, bytes }] });

describe('judgePackage', () => {
  it.each<[string, Uint8Array, [string, string, string][]]>([
    ['a package', msi, [['package', 'p', 'valid']]],
    [
      'a zip',
      zipOf('a.msi', msi),
      [
        ['download', 'p', 'no-signature'],
        ['package', 'p!a.msi', 'valid'],
      ],
    ],
    [
      'an executable around a zip around a cabinet',
      signExecutable(selfExtractor(zipOf('b.cab', cabinetOf({ 'a.msi': msi })))),
      [
        ['download', 'p', 'valid'],
        ['container', 'p!b.cab', 'no-signature'],
        ['package', 'p!b.cab!a.msi', 'valid'],
      ],
    ],
    ['a cabinet', signedCabinetFile(), [['package', 'p', 'valid']]],
  ])('judges %s from outside to inside', (_, bytes, expected) => {
    using opened = openPackage(bytes, { name: 'p', orContainer: true });
    expect(judgePackage(opened, judgeTest).map(({ role, path, verdict }) => [role, path, verdict])).toEqual(
      expected,
    );
  });

  it('has nothing to say of a folder', () => {
    using opened = openPackage(tempFolder());
    expect(filesOnTheWay(opened)).toEqual([]);
  });
});

describe('signaturesOfHotfix', () => {
  const changed = signedExecutable();
  changed[0x500]! ^= 1;
  const one = (path: string, bytes: Uint8Array) =>
    packageSignature('patch', path, judgeTest(new BufferSource(bytes)));
  it.each<[string, [string, Uint8Array][], { tone: string; text: string } | null]>([
    ['nothing', [['a.zip', zipOf('a', msi)]], null],
    ['good', [['x/a.exe', signedExecutable()]], { tone: 'good', text: 'valid (Test Signer): patch a.exe' }],
    [
      'unsigned',
      [
        ['a.exe', signedExecutable()],
        ['b.exe', plainExecutable()],
      ],
      { tone: 'warn', text: 'valid (Test Signer): patch a.exe; not signed: patch b.exe' },
    ],
    [
      'valid, with other names than were signed',
      [['a.msi', signedCompoundFile({ streams: [] }, { metadata: Buffer.alloc(32) })]],
      {
        tone: 'warn',
        text: 'valid (Test Signer), with other names, sizes or times of streams than were signed: patch a.msi',
      },
    ],
    ['changed', [['a.exe', changed]], { tone: 'bad', text: 'digest-mismatch (Test Signer): patch a.exe' }],
  ])('%s', (_, files, expected) => {
    expect(signaturesOfHotfix(files.map(([path, bytes]) => one(path, bytes)))).toEqual(expected);
  });
});
