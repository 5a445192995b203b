import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BufferSource, readAll } from '../../../src/core/byte-source.js';
import { CompoundFile } from '../../../src/formats/cfb/compound-file.js';
import type { Storage } from '../../../src/formats/cfb/storage.js';
import { writeImageDatabase } from '../../../src/installer/image/image-database.js';
import { Database } from '../../../src/msi/database.js';
import { InstallPackage } from '../../../src/package/install/install-package.js';
import { corpusDir, describeCorpus } from '../../support/corpus.js';
import { buildPackage, type PackagePlan } from '../../support/package-builder.js';
import { sha256, standInPath, text } from '../../support/package-folder.js';

const now = new Date('2026-01-02T03:04:05Z');
const image = (msi: Uint8Array, options: { shortNames?: boolean } = {}): Uint8Array =>
  writeImageDatabase(new InstallPackage(new BufferSource(msi)), {
    shortNames: options.shortNames ?? false,
    user: 'tester',
    now,
  });
const rootOf = (bytes: Uint8Array): Storage => CompoundFile.open(new BufferSource(bytes)).root;
const databaseOf = (bytes: Uint8Array): Database => Database.open(rootOf(bytes));
/** Raw names and contents of every stream. */
const streamsOf = (bytes: Uint8Array): Map<string, string> =>
  new Map([...rootOf(bytes).streams].map(([name, entry]) => [name, sha256(readAll(entry.open()))]));

const build = (plan: Partial<PackagePlan> = {}): Uint8Array =>
  buildPackage({ files: [{ key: 'a', name: 'a', bytes: text('x') }], ...plan }).msi;

const SUMMARY = '\u0005SummaryInformation';

/** Names in the original that the image does not have, decoded; the others must be equal byte for byte. */
function dropped(before: Uint8Array, after: Uint8Array): string[] {
  const [old, now] = [streamsOf(before), streamsOf(after)];
  for (const [name, hash] of now) if (name !== SUMMARY) expect([name, old.get(name)]).toEqual([name, hash]);
  const gone = [...old.keys()].filter((name) => !now.has(name));
  const decoded = databaseOf(before).streamNames();
  // Table streams never go: what is gone has a name of its own.
  expect(databaseOf(after).streamNames()).toEqual(expect.arrayContaining([SUMMARY]));
  const left = new Set(databaseOf(after).streamNames());
  const names = decoded.filter((name) => !left.has(name));
  expect(names).toHaveLength(gone.length);
  return names.sort();
}

describe('writeImageDatabase', () => {
  it('drops cabinets and signatures and keeps every other stream byte for byte', () => {
    const msi = build({
      signatures: true,
      files: ['a', 'b', 'c'].map((key) => ({ key, name: key, bytes: text(key) })),
      mediaSplit: 2,
      rows: { Binary: [['ca.dll', text('library')]], Icon: [['i.ico', text('icon')]] },
      streams: { AdminProperties: text('X'), Other: text('other') },
    });
    expect(dropped(msi, image(msi))).toEqual([
      '\u0005DigitalSignature',
      '\u0005MsiDigitalSignatureEx',
      'files1.cab',
      'files2.cab',
    ]);
  });

  it('keeps what Media rows say, though the cabinets are gone', () => {
    const msi = build();
    const media = [...databaseOf(image(msi)).table('Media').records()];
    expect(media).toMatchObject([{ DiskId: 1, LastSequence: 1, Cabinet: '#files.cab' }]);
    expect(media).toEqual([...databaseOf(msi).table('Media').records()]);
  });

  it('keeps the class of the root storage', () => {
    expect(rootOf(image(build())).clsid).toBe('{000C1084-0000-0000-C000-000000000046}');
  });

  it.each([
    // Bit 0 by the names used, bit 1 cleared, bit 2 set, bit 3 as it is.
    [0, 4, 5],
    [1, 4, 5],
    [2, 4, 5],
    [3, 4, 5],
    [4, 4, 5],
    [5, 4, 5],
    [6, 4, 5],
    [8, 12, 13],
    [10, 12, 13],
  ])('Word Count %i becomes %i, with short names %i', (wordCount, long, short) => {
    const msi = build({ wordCount, cabinets: 'none' });
    const of = (shortNames: boolean) => databaseOf(image(msi, { shortNames })).summaryInformation().wordCount;
    expect(of(false)).toBe(long);
    expect(of(true)).toBe(short);
  });

  it('says who made it and when, and leaves the rest of the summary information as it was', () => {
    const msi = build({ codePage: 1251, product: { name: 'Обновление' } });
    const [before, after] = [
      databaseOf(msi).summaryInformation(),
      databaseOf(image(msi)).summaryInformation(),
    ];
    expect(after).toMatchObject({ lastAuthor: 'tester', lastSaved: now, wordCount: 4 });
    const changed = new Set([8, 13, 15]);
    const rest = (info: typeof before) => [...info.properties].filter(([id]) => !changed.has(id));
    expect(rest(after)).toEqual(rest(before));
    expect(after).toMatchObject({ subject: 'Обновление', codePage: 1251, revision: before.revision });
  });

  it('can be made again from an image', () => {
    const first = image(build({ signatures: true }));
    expect(sha256(image(first))).toBe(sha256(first));
  });

  it('of the stand-in has its tables and its custom action', () => {
    const msi = readFileSync(standInPath(1));
    expect(dropped(msi, image(msi))).toEqual(['kb977203.cab']);
  });
});

describeCorpus('images of real packages', () => {
  it.each([
    ['lessmsi/NUnit-2.5.2.9222.msi', ['nunit.cab']],
    ['lessmsi/msi_with_external_cab.msi', []],
    ['jsign/minimal-signed-with-signtool.msi', ['\u0005DigitalSignature', '\u0005MsiDigitalSignatureEx']],
    ['omaha/test7zSigned.msi', ['\u0005DigitalSignature', '\u0005MsiDigitalSignatureEx', 'product.cab']],
    ['wix3/Products_Hello_World_hello_world.msi', ['HelloWorld_Readme.cab']],
  ])('%s', (path, expected) => {
    const msi = readFileSync(join(corpusDir, path));
    expect(dropped(msi, image(msi))).toEqual(expected);
  });
});
