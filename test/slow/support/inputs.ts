import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildPlainDelta } from '../../support/delta-builder.js';
import { buildPackage, type PlannedFile } from '../../support/package-builder.js';
import { fixturesDir, writeTree } from '../../support/package-folder.js';
import { buildClient as buildProduct, buildSmallPatch } from '../../support/patch-scenario.js';
import { buildExecutable } from '../../support/portable-executable-builder.js';
import { buildClient, buildClientPatch } from '../../support/stand-in/client.js';
import { buildMember } from '../../support/stand-in/members.js';
import { exportedTaskSequence } from '../../support/task-sequence.js';

/*
 * Small inputs: what is tried is what happens to the files of a run, one after the other, not how large they are.
 */

export interface Inputs {
  /** Two packages of one product; each has a file that the other has not. */
  packages: { a: string; b: string };
  /** A package of two hundred files in two states, for runs that take a moment. */
  many: { a: string; b: string };
  /** A product, and a patch that changes one file, adds one and takes one away. */
  product: string;
  patch: string;
  /** A hotfix for staging, with a manifest that publishes its files; the other has another utility. */
  hotfix: string;
  /** The same hotfix in another package, which has one file more. */
  otherHotfix: string;
  manifest: string;
  /** The real stand-in, 21 MB unpacked. */
  standIn: string;
  article: string;
  delta: string;
  deltaOld: string;
  taskSequence: string;
}

export function writeInputs(folder: string): Inputs {
  mkdirSync(folder, { recursive: true });
  const put = (name: string, bytes: Uint8Array | string): string => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };
  const before = buildProduct('1.0.0', productFiles('before'));
  const after = buildProduct('1.0.1', productFiles('after'));
  const [deltaOld, deltaNew] = ['old', 'new'].map((word) => text(`${word} content of a file\n`.repeat(40)));
  return {
    packages: { a: put('A.msi', smallPackage('A')), b: put('B.msi', smallPackage('B')) },
    many: { a: put('manyA.msi', manyFiles('A')), b: put('manyB.msi', manyFiles('B')) },
    product: put('client.msi', before),
    patch: put(
      'client.msp',
      buildSmallPatch(before, after, {
        readme: { whole: productFiles('after').find(({ key }) => key === 'readme')!.bytes },
        tool: { whole: executable('2.0.0.0') },
        added: { whole: text('added by the patch\n') },
      }),
    ),
    ...writeHotfix(put),
    standIn: join(fixturesDir, 'kb977203/SCCM2007-SP2-KB977203-ENU.msi'),
    article: put(
      'article.txt',
      'File name\tFile version\tFile size\tDate\tTime\tPlatform\nCcmcertfix.exe\t4.0.6221.1193\t17,768\t01-Dec-2008\t01:40\tx86\n',
    ),
    delta: put('change.pa', buildPlainDelta(deltaOld!, deltaNew!)),
    deltaOld: put('delta.old', deltaOld!),
    taskSequence: put('ts.xml', exportedTaskSequence()),
  };
}

/** The client of the patch's product, as a folder of client installation files would have it. */
export function clientProduct(): Uint8Array {
  return buildClient(2);
}

export { writeTree };

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

function executable(version: string): Uint8Array {
  return buildExecutable({ platform: 'x86', size: 8192, version: { fileVersion: version } });
}

/** Text files, one of them read-only, and an executable whose version is higher in B. */
function smallPackage(state: 'A' | 'B'): Uint8Array {
  const version = state === 'A' ? '1.0.0.0' : '2.0.0.0';
  const READ_ONLY = 1;
  return buildPackage({
    product: { name: 'Small', version: state === 'A' ? '1.0.0' : '2.0.0' },
    directories: [
      { id: 'TARGETDIR', parent: null, defaultDir: 'SourceDir' },
      { id: 'INSTALLDIR', parent: 'TARGETDIR', defaultDir: 'Small' },
      { id: 'DOCS', parent: 'INSTALLDIR', defaultDir: 'docs' },
      { id: 'ONLY', parent: 'INSTALLDIR', defaultDir: `only${state}` },
    ],
    files: [
      { key: 'one', name: 'one.txt', bytes: text(`${state}: one\n`) },
      {
        key: 'two',
        name: 'two.txt',
        directory: 'DOCS',
        bytes: text(`${state}: two\n`),
        attributes: READ_ONLY,
      },
      { key: 'tool', name: 'tool.exe', bytes: executable(version), version },
      { key: 'same', name: 'same.txt', directory: 'DOCS', bytes: text('equal in both\n') },
      { key: `only${state}`, name: `only${state}.txt`, directory: 'ONLY', bytes: text(`only in ${state}\n`) },
    ],
  }).msi;
}

function manyFiles(state: 'A' | 'B'): Uint8Array {
  return buildPackage({
    product: { name: 'Many', version: state === 'A' ? '1.0.0' : '2.0.0' },
    files: Array.from({ length: 200 }, (_, i): PlannedFile => {
      const bytes = text(`${state}: file ${i}\n`.repeat(200));
      return { key: `f${i}`, name: `file${i}.txt`, bytes };
    }),
  }).msi;
}

function productFiles(state: 'before' | 'after'): PlannedFile[] {
  const version = state === 'before' ? '1.0.0.0' : '2.0.0.0';
  const files: PlannedFile[] = [
    { key: 'readme', name: 'readme.txt', bytes: text(`${state} the patch\n`) },
    { key: 'tool', name: 'tool.exe', bytes: executable(version), version },
    { key: 'kept', name: 'kept.txt', bytes: text('the same before and after\n') },
  ];
  if (state === 'before') files.push({ key: 'gone', name: 'gone.txt', bytes: text('taken away\n') });
  else files.push({ key: 'added', name: 'added.txt', bytes: text('added by the patch\n') });
  return files;
}

/** The client patch and the utility of KB977203, with a manifest in which the patch has the length that it has here. */
function writeHotfix(put: (name: string, bytes: Uint8Array | string) => string): {
  hotfix: string;
  otherHotfix: string;
  manifest: string;
} {
  const modified = new Date('2010-01-25T06:28:00Z');
  const patchName = 'Sccm2007ac-sp2-kb977203-x86.msp';
  const patch = buildClientPatch(2, modified);
  const utility = { name: 'Ccmcertfix.exe', version: '4.0.6487.2111', platform: 'x86' as const };
  const bytes = buildMember({ ...utility, size: 17_768, modified, servicePack: 2 });
  const manifest = JSON.parse(
    readFileSync(new URL('../../../src/hotfix/manifest/catalogue/kb977203.json', import.meta.url), 'utf8'),
  );
  const published = { date: '2010-01-25', time: '06:28' };
  manifest.sections = [
    {
      title: 'Small',
      product: 'ConfigMgr 2007 SP2',
      files: [
        { ...utility, size: bytes.length, ...published },
        { name: patchName, version: null, size: patch.length, platform: null, ...published },
      ],
    },
  ];
  const product = { name: 'Hotfix', version: '4.0.6487' };
  const files = [
    { key: 'utility', name: utility.name, bytes, version: utility.version, modified },
    { key: 'patch', name: patchName, bytes: patch, modified },
  ];
  const more = { key: 'more', name: 'more.txt', bytes: text('of the other package\n'), modified };
  return {
    hotfix: put('hotfix.msi', buildPackage({ product, files }).msi),
    otherHotfix: put('other-hotfix.msi', buildPackage({ product, files: [...files, more] }).msi),
    manifest: put('kb977203.json', JSON.stringify(manifest)),
  };
}
