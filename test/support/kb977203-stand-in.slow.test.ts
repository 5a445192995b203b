import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BufferSource } from '../../src/core/byte-source.js';
import { dosDateTimeToDate } from '../../src/core/dos-date-time.js';
import { Cabinet } from '../../src/formats/cab/cabinet.js';
import { CabinetSet } from '../../src/formats/cab/cabinet-set.js';
import { CompoundFile } from '../../src/formats/cfb/compound-file.js';
import { readFileFacts } from '../../src/formats/pe/file-facts.js';
import { applyTransform } from '../../src/msi/apply-transform.js';
import { Database } from '../../src/msi/database.js';
import { Transform } from '../../src/msi/transform.js';
import { checkTransform, readTransformTarget } from '../../src/msi/transform-validation.js';
import { articlesDir, describeCorpus } from './corpus.js';
import { buildStandIn, type StandIn, standInFiles, standInVariants, timeOf } from './kb977203-stand-in.js';
import { buildClient } from './stand-in/client.js';
import { publishedFiles, type ServicePack } from './stand-in/published-files.js';

const servicePacks: ServicePack[] = [1, 2];

function open(bytes: Uint8Array): Database {
  const file = CompoundFile.open(new BufferSource(bytes), { strict: true });
  expect(file.warnings).toEqual([]);
  return Database.open(file.root, { strict: true });
}

function content(standIn: StandIn): { key: string; bytes: Uint8Array; modified: Date }[] {
  const set = CabinetSet.open(open(standIn.bytes).stream('kb977203.cab'), { strict: true });
  return set.files.map((file) => ({
    key: file.name,
    bytes: set.readFile(file),
    modified: dosDateTimeToDate(file.modified!),
  }));
}

describe.each(servicePacks)('the stand-in for SP%i', (servicePack) => {
  const standIn = buildStandIn({ servicePack });
  const members = new Map(content(standIn).map((member) => [member.key, member]));

  it('is called as the vendor calls it', () => {
    expect(standIn.fileName).toBe(`SCCM2007-SP${servicePack}-KB977203-ENU.msi`);
  });

  it('is the same every time', () => {
    expect(Buffer.compare(buildStandIn({ servicePack }).bytes, standIn.bytes)).toBe(0);
  });

  it.each(standIn.files)('$key is as published', (file) => {
    const { bytes, modified } = members.get(file.key)!;
    expect(bytes.length).toBe(file.size);
    expect(modified).toEqual(timeOf(file));
    const facts = readFileFacts(new BufferSource(bytes));
    expect(facts).toMatchObject({ version: file.version, platform: file.platform, warnings: [] });
  });

  it('has valid databases, a patch and a cabinet among its files', () => {
    const kinds = { 'Ccmsetup.msi': 'msi', 'Mcs.msi': 'msi', 'Mp.msi': 'msi' };
    for (const [key, kind] of Object.entries(kinds)) {
      const database = open(members.get(key)!.bytes);
      expect(database.kind).toBe(kind);
      expect([...database.table('File').records()]).toHaveLength(1);
    }
    const patch = open(members.get(`Sccm2007ac-sp${servicePack}-kb977203-x86.msp`)!.bytes);
    expect(patch.kind).toBe('msp');
    const { template, revision, lastAuthor } = patch.summaryInformation();
    expect(template).toMatch(/^\{[0-9A-F-]{36}\};\{[0-9A-F-]{36}\}$/);
    expect(revision).toMatch(/^\{[0-9A-F-]{36}\}$/);
    expect(lastAuthor).toBe(`:SP${servicePack}toKB977203;:#SP${servicePack}toKB977203`);
    expect([...patch.storage.storages.keys()].sort()).toEqual([
      `#SP${servicePack}toKB977203`,
      `SP${servicePack}toKB977203`,
    ]);
    const cabinet = Cabinet.open(new BufferSource(members.get('Ccmsetup-sup.cab')!.bytes), { strict: true });
    expect(cabinet.header.size).toBe(members.get('Ccmsetup-sup.cab')!.bytes.length);
    expect(cabinet.files.map((file) => file.name)).toEqual(['ccmsetup-sup.txt', 'padding.bin']);
  });

  it('has a patch that makes the client of its service pack the one with the hotfix', () => {
    const patch = open(members.get(`Sccm2007ac-sp${servicePack}-kb977203-x86.msp`)!.bytes);
    const transform = Transform.open(patch.storage.storages.get(`SP${servicePack}toKB977203`)!);
    const client = open(buildClient(servicePack, 'before'));
    expect(checkTransform(transform.summary, readTransformTarget(client))).toEqual([]);
    const [made, wanted] = [applyTransform(client, transform), open(buildClient(servicePack, 'after'))];
    const rows = (database: Database, table: string) =>
      [...database.table(table).records()]
        // Where the patch's file lies is another matter than where the package's does.
        .map(({ Sequence: _, ...row }) => JSON.stringify(row))
        .sort();
    for (const table of ['File', 'Component', 'FeatureComponents', 'Property', 'MsiFileHash', 'Directory']) {
      expect(rows(made, table), table).toEqual(rows(wanted, table));
    }
    const set = CabinetSet.open(patch.stream('PCW_CAB_Client'), { strict: true });
    expect(set.files.map(({ name }) => name)).toEqual(['CcmExec.exe', 'Ccmgencert.dll', 'KB977203.txt']);
  });

  it('has tables as an authoring tool writes them', () => {
    const database = open(standIn.bytes);
    expect(database.tableNames).toEqual(
      expect.arrayContaining([
        ...[
          'File',
          'Component',
          'Directory',
          'Media',
          'Feature',
          'FeatureComponents',
          'Property',
          'MsiFileHash',
        ],
        ...[
          'AdminExecuteSequence',
          'AdminUISequence',
          'InstallExecuteSequence',
          'InstallUISequence',
          'Binary',
        ],
        ...['CustomAction', 'Upgrade', 'LaunchCondition', 'CreateFolder', 'Registry', '_Validation'],
      ]),
    );
    const files = [...database.table('File').records()];
    expect(files.map((row) => [row.File, row.FileSize, row.Version])).toEqual(
      expect.arrayContaining(standIn.files.map((file) => [file.key, file.size, file.version])),
    );
    const hashed = [...database.table('MsiFileHash').records()].map((row) => row.File_);
    const unversioned = standIn.files.filter((file) => file.version === null).map((file) => file.key);
    expect(hashed.sort()).toEqual(unversioned.sort());
  });
});

describe('variants', () => {
  const good = new Map(content(buildStandIn({ servicePack: 2 })).map(({ key, bytes }) => [key, bytes]));

  it.each(standInVariants.filter((variant) => variant !== 'good'))('%s differs in one file', (variant) => {
    const standIn = buildStandIn({ servicePack: 2, variant });
    const members = new Map(content(standIn).map(({ key, bytes }) => [key, bytes]));
    const changed = [...good.keys()].filter((key) => {
      const bytes = members.get(key);
      return !bytes || Buffer.compare(bytes, good.get(key)!) !== 0;
    });
    const wrong = standIn.files.filter((file) => !file.present || Object.keys(file.differs).length > 0);
    expect(changed).toEqual(wrong.map((file) => file.key));
    expect(changed).toHaveLength(1);
    const [file] = wrong;
    const bytes = members.get(file!.key);
    expect(bytes !== undefined).toBe(file!.present);
    if (bytes) {
      const facts = readFileFacts(new BufferSource(bytes));
      expect({ size: bytes.length, version: facts.version, platform: facts.platform }).toEqual({
        size: file!.differs.size ?? file!.size,
        version: file!.differs.version ?? file!.version,
        platform: file!.differs.platform ?? file!.platform,
      });
    }
  });

  it.each(['DEU', 'RUS', 'JPN'] as const)('%s has its strings in its code page', (language) => {
    const standIn = buildStandIn({ servicePack: 2, language });
    expect(standIn.fileName).toBe(`SCCM2007-SP2-KB977203-${language}.msi`);
    const database = open(standIn.bytes);
    const [{ Title: title } = {}] = [...database.table('Feature').records()].filter(
      (row) => row.Feature === 'SiteServer',
    );
    expect(title).toBe(
      { DEU: 'Standortserver für Größe', RUS: 'Сервер сайта', JPN: 'サイト サーバー' }[language],
    );
    expect(database.summaryInformation().template).toBe(
      `Intel;${{ DEU: 1031, RUS: 1049, JPN: 1041 }[language]}`,
    );
  });
});

describeCorpus('the published tables', () => {
  it.each(['zh-cn-kb977203', 'vi-kb977203'])('are those of %s', (article) => {
    const { sections } = JSON.parse(readFileSync(join(articlesDir, `${article}.expected.json`), 'utf8'));
    const rows = sections.map(({ files }: { files: unknown[] }) => files);
    const lower = (files: ReturnType<typeof publishedFiles>) =>
      files.map((file) => ({ ...file, name: file.name.toLowerCase() }));
    expect(rows.map(lower)).toEqual(servicePacks.map((pack) => lower(publishedFiles(pack))));
  });
});

const hasMsiextract = ((): boolean => {
  try {
    return execFileSync('msiextract', ['--version']).length > 0;
  } catch {
    return false;
  }
})();

describe.skipIf(!hasMsiextract)('msiextract', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'hotfixkit-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(servicePacks)('takes the same bytes out of SP%i', (servicePack) => {
    const standIn = buildStandIn({ servicePack });
    const out = join(folder, String(servicePack));
    writeFileSync(join(folder, standIn.fileName), standIn.bytes);
    execFileSync('msiextract', ['-C', out, join(folder, standIn.fileName)]);
    const extracted = readdirSync(out, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    const members = content(standIn);
    expect(extracted).toHaveLength(13);
    for (const path of extracted) {
      const bytes = readFileSync(path);
      const same = members.filter((member) => Buffer.compare(member.bytes, bytes) === 0);
      expect(same, relative(out, path)).toHaveLength(1);
    }
  });
});

describe('standInFiles', () => {
  it('tells target, source and short source paths apart', () => {
    const file = standInFiles(2).find(({ key }) => key === 'Mcsisapip.dll.x64');
    expect(file).toMatchObject({
      targetPath: 'Microsoft Configuration Manager/bin/x64/Mcsisapip.dll',
      sourcePath: 'Program Files/Microsoft Configuration Manager/bin/amd64/Mcsisapip.dll',
      sourceShortPath: 'PROGRA~1/MICROS~1/bin/amd64/MCSISA~1.DLL',
    });
  });
});
