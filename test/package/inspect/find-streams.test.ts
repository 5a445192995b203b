import { describe, expect, it } from 'vitest';
import { findStreams } from '../../../src/package/inspect/find-streams.js';
import { databaseOf } from '../../../src/package/node/diff-packages.js';
import { openPackage } from '../../../src/package/open-package.js';
import { caught } from '../../support/caught.js';
import { buildPackage } from '../../support/package-builder.js';

const data = (length: number): Uint8Array => new Uint8Array(length);
const { msi } = buildPackage({
  files: [{ key: 'a', name: 'a', bytes: data(1) }],
  rows: {
    Binary: [
      ['CustomActions', data(3)],
      ['both', data(4)],
    ],
    Icon: [
      ['setup.ico', data(5)],
      ['both', data(6)],
    ],
  },
});
const database = databaseOf(openPackage(msi).content)!;

describe('findStreams', () => {
  it.each<[string[], string[], boolean]>([
    [['Binary.CustomActions'], ['Binary.CustomActions'], true],
    [['CustomActions'], ['Binary.CustomActions'], true],
    [['CUSTOMACTIONS'], ['Binary.CustomActions'], true],
    [['setup.ico'], ['Icon.setup.ico'], true],
    [['both'], ['Binary.both', 'Icon.both'], false],
    [['*.ico', 'icon.*'], ['Icon.setup.ico', 'Icon.both'], false],
    [['SummaryInformation', 'files.cab'], ['\u0005SummaryInformation', 'files.cab'], false],
  ])('%j gives %j', (asked, names, isNamed) => {
    const found = findStreams(database, asked);
    expect([[...found.names].sort(), found.isNamed]).toEqual([[...names].sort(), isNamed]);
  });

  it('gives all without a name', () => {
    expect(findStreams(database, []).names).toEqual(database.streamNames());
  });

  it('suggests the nearest name of a stream or a row', () => {
    const error = caught(() => findStreams(database, ['files.cab', 'CustomAction']));
    expect([error?.code, error?.message]).toEqual([
      'MSI_NO_STREAM',
      'the database has no stream CustomAction; did you mean CustomActions?',
    ]);
    expect(caught(() => findStreams(database, ['*.dll']))?.message).toMatch(/lists them$/);
  });
});
