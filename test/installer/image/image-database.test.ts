import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BufferSource, readAll } from '../../../src/core/byte-source.js';
import { CompoundFile } from '../../../src/formats/cfb/compound-file.js';
import type { Storage } from '../../../src/formats/cfb/storage.js';
import { planAdministrativeInstallation } from '../../../src/installer/image/administrative-plan.js';
import {
  type ImageDatabaseOptions,
  writeImageDatabase,
} from '../../../src/installer/image/image-database.js';
import { Database } from '../../../src/msi/database.js';
import { encodeStreamName } from '../../../src/msi/stream-name.js';
import { InstallPackage } from '../../../src/package/install/install-package.js';
import { corpusDir, describeCorpus } from '../../support/corpus.js';
import { buildPackage, type PackagePlan } from '../../support/package-builder.js';
import { sha256, standInPath, text } from '../../support/package-folder.js';

const now = new Date('2026-01-02T03:04:05Z');
const utf16 = (value: string): Uint8Array => new Uint8Array(Buffer.from(value, 'utf16le'));
const image = (msi: Uint8Array, options: Partial<ImageDatabaseOptions> = {}): Uint8Array =>
  writeImageDatabase(new InstallPackage(new BufferSource(msi)), {
    shortNames: false,
    user: 'tester',
    now,
    ...options,
  });
const rootOf = (bytes: Uint8Array): Storage => CompoundFile.open(new BufferSource(bytes)).root;
const databaseOf = (bytes: Uint8Array): Database => Database.open(rootOf(bytes));
/** Raw names and contents of every stream. */
const streamsOf = (bytes: Uint8Array): Map<string, string> =>
  new Map([...rootOf(bytes).streams].map(([name, entry]) => [name, sha256(readAll(entry.open()))]));

const build = (plan: Partial<PackagePlan> = {}): Uint8Array =>
  buildPackage({ files: [{ key: 'a', name: 'a', bytes: text('x') }], ...plan }).msi;

const SUMMARY = '\u0005SummaryInformation';
const ADMIN_PROPERTIES = 'AdminProperties';

const saysItIsAnImage = Buffer.from('IsAdminPackage="1" \0', 'utf16le').toString('hex');

/**
 * Names in the original that the image does not have, decoded; the others must be equal byte for byte, but for the two
 * that say that it is an image.
 */
function dropped(before: Uint8Array, after: Uint8Array): string[] {
  const [old, now] = [streamsOf(before), streamsOf(after)];
  const changed = new Set([SUMMARY, encodeStreamName(ADMIN_PROPERTIES, false)]);
  for (const [name, hash] of now) if (!changed.has(name)) expect([name, old.get(name)]).toEqual([name, hash]);
  const gone = [...old.keys()].filter((name) => !now.has(name));
  const decoded = databaseOf(before).streamNames();
  // Table streams never go: what is gone has a name of its own.
  expect(databaseOf(after).streamNames()).toEqual(expect.arrayContaining([SUMMARY, ADMIN_PROPERTIES]));
  const left = new Set(databaseOf(after).streamNames());
  const names = decoded.filter((name) => !left.has(name));
  expect(names).toHaveLength(gone.length);
  return names.sort();
}

describe('writeImageDatabase', () => {
  it('drops cabinets and the signature and keeps every other stream byte for byte', () => {
    const msi = build({
      signatures: true,
      files: ['a', 'b', 'c'].map((key) => ({ key, name: key, bytes: text(key) })),
      mediaSplit: 2,
      rows: { Binary: [['ca.dll', text('library')]], Icon: [['i.ico', text('icon')]] },
      streams: { AdminProperties: text('X'), Other: text('other') },
    });
    expect(dropped(msi, image(msi))).toEqual(['\u0005DigitalSignature', 'files1.cab', 'files2.cab']);
  });

  it.each([
    ['no stream', {}, {}, null, ''],
    ['a stream in a package that is no image', {}, { AdminProperties: utf16('A=1') }, null, ''],
    ['an image without the stream', { wordCount: 4 }, {}, null, ''],
    [
      'an image with properties',
      { wordCount: 4 },
      { AdminProperties: utf16('A=1 B="x y"') },
      null,
      'A="1" B="x y" ',
    ],
    ['properties of a session', {}, {}, { C: '3' }, 'C="3" '],
    ['properties of a session for an image', { wordCount: 5 }, { AdminProperties: utf16('A=1') }, {}, ''],
  ] as [string, Partial<PackagePlan>, Record<string, Uint8Array>, Record<string, string> | null, string][])(
    'has the stream AdminProperties: %s',
    (_, plan, streams, properties, expected) => {
      const msi = build({ ...plan, streams, ...(plan.wordCount === undefined ? {} : { cabinets: 'none' }) });
      const made = image(msi, { adminProperties: properties && new Map(Object.entries(properties)) });
      const stream = readAll(databaseOf(made).stream(ADMIN_PROPERTIES));
      expect(Buffer.from(stream).toString('utf16le')).toBe(`IsAdminPackage="1" ${expected}\0`);
    },
  );

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
    expect(before.lastSaved).not.toBeNull();
    expect(after).toMatchObject({
      lastAuthor: 'tester',
      lastPrinted: now,
      lastSaved: before.lastSaved,
      wordCount: 4,
    });
    const changed = new Set([8, 11, 15]);
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
    ['jsign/minimal-signed-with-signtool.msi', ['\u0005DigitalSignature']],
    ['omaha/test7zSigned.msi', ['\u0005DigitalSignature', 'product.cab']],
    ['wix3/Products_Hello_World_hello_world.msi', ['HelloWorld_Readme.cab']],
  ])('%s', (path, expected) => {
    const msi = readFileSync(join(corpusDir, path));
    expect(dropped(msi, image(msi))).toEqual(expected);
  });
});

/*
 * Databases of images that Windows made, with the list of their files. What of them does not depend on the package itself is
 * compared: streams, summary information, paths. Whoever published them edited some rows.
 */
const windowsImages = 'real/windows-images';

describe.skipIf(!existsSync(join(corpusDir, windowsImages)))('images made by Windows', () => {
  const read = (name: string): Uint8Array => readFileSync(join(corpusDir, windowsImages, name));
  const names = [
    '2005-x86_vcredist.msi',
    '2008-x86_vc_red.msi',
    '2012-x86_vc_runtimeAdditional_x86.msi',
    '2012-x86_vc_runtimeMinimum_x86.msi',
  ];

  it.each(names)('%s: an image made of it has its streams, byte for byte', (name) => {
    const theirs = read(name);
    const ours = image(theirs);
    expect(Buffer.from(readAll(databaseOf(theirs).stream(ADMIN_PROPERTIES))).toString('hex')).toBe(
      saysItIsAnImage,
    );
    const { [SUMMARY]: _, ...before } = Object.fromEntries(streamsOf(theirs));
    const { [SUMMARY]: __, ...after } = Object.fromEntries(streamsOf(ours));
    expect(after).toEqual(before);
  });

  it.each(names)('%s: its summary information has what we write, and nothing else is different', (name) => {
    const theirs = databaseOf(read(name)).summaryInformation();
    const ours = databaseOf(
      image(read(name), { user: theirs.lastAuthor!, now: theirs.lastPrinted! }),
    ).summaryInformation();
    expect(theirs.wordCount).toBe(4);
    expect(theirs.lastSaved!.getTime()).toBeLessThan(theirs.lastPrinted!.getTime());
    const values = (info: typeof theirs) =>
      [...info.properties].map(([id, { type, value }]) => [id, type, value]);
    // Windows writes the time of printing to 100 ns.
    expect(values(ours)).toEqual(values(theirs));
  });

  it.each([
    ['2005-x86.files.tsv', ['2005-x86_vcredist.msi']],
    ['2008-x86.files.tsv', ['2008-x86_vc_red.msi']],
    ['2012-x86.files.tsv', ['2012-x86_vc_runtimeAdditional_x86.msi', '2012-x86_vc_runtimeMinimum_x86.msi']],
  ])('%s: paths are those of our plan', (list, databases) => {
    const lines = Buffer.from(read(list)).toString('utf8').trim().split(/\r?\n/).slice(1);
    const theirs = lines.map((line) => line.split('\t')[0]!);
    const ours = databases.flatMap((name) => {
      const pkg = new InstallPackage(new BufferSource(read(name)));
      const plan = planAdministrativeInstallation(pkg, { packageName: name.replace(/^.*?_/, '') });
      return [plan.packageName!, ...plan.files.map(({ path }) => path)];
    });
    expect(ours.sort()).toEqual(theirs.sort());
  });
});
