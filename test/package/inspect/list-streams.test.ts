import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listStreams } from '../../../src/package/inspect/list-streams.js';
import { databaseOf } from '../../../src/package/node/diff-packages.js';
import { openPackage } from '../../../src/package/open-package.js';
import { corpusDir, describeCorpus, expectedDir } from '../../support/corpus.js';
import { text, writePackage } from '../../support/package-folder.js';

const listAt = (path: string) => {
  const opened = openPackage(path);
  try {
    return listStreams(databaseOf(opened.content)!);
  } finally {
    opened.close();
  }
};

describe('listStreams', () => {
  it('tells what kind each is', () => {
    const path = writePackage({
      files: [{ key: 'a', name: 'a', bytes: text('x') }],
      signatures: true,
      rows: { Binary: [['ca.dll', text('library')]] },
      streams: { Stray: text('stray') },
    });
    const kinds = Object.fromEntries(listAt(path).map(({ name, kind }) => [name, kind]));
    expect(kinds).toEqual({
      '\u0005SummaryInformation': 'summary',
      '\u0005DigitalSignature': 'signature',
      '\u0005MsiDigitalSignatureEx': 'signature',
      'files.cab': 'cabinet',
      'Binary.ca.dll': 'binary',
      Stray: 'other',
    });
    expect(listAt(path).find(({ name }) => name === 'Stray')?.size).toBe(5);
  });
});

describeCorpus('real packages', () => {
  it.each([
    'lessmsi/vcredist.msi',
    'lessmsi/NUnit-2.5.2.9222.msi',
    'omaha/test7zSigned.msi',
    'wix3/PerMachineMsisMsps_PatchABv101.msp',
  ])('%s has the streams that msiinfo lists', (path) => {
    const expected = readFileSync(join(expectedDir, path, 'streams.txt'), 'utf8')
      .split('\n')
      .filter(Boolean);
    const plain = (name: string) => name.replace(/^\u0005/, '');
    const found = listAt(join(corpusDir, path))
      .filter(({ kind }) => kind !== 'storage')
      .map(({ name }) => plain(name));
    expect(found.sort()).toEqual(expected.map(plain).sort());
  });

  it('shows the transforms of a patch as storages', () => {
    const storages = listAt(join(corpusDir, 'wix3/PerMachineMsisMsps_PatchABv101.msp')).filter(
      ({ kind }) => kind === 'storage',
    );
    expect(storages.map(({ name }) => name).sort()).toEqual(['#rtmA.1', '#rtmB.2', 'rtmA.1', 'rtmB.2']);
    expect(storages.every(({ size }) => size === null)).toBe(true);
  });
});
