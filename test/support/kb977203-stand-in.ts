import { buildPackage, guidFrom, type PlannedDirectory, type PlannedFeature } from './package-builder.js';
import { buildExecutable } from './portable-executable-builder.js';
import { clientProductCodes } from './stand-in/client.js';
import { buildMember } from './stand-in/members.js';
import {
  hotfixVersions,
  type PublishedFile,
  publishedFiles,
  type ServicePack,
} from './stand-in/published-files.js';

/*
 * Stand-ins for SCCM2007-SP1-KB977203-ENU.msi and SCCM2007-SP2-KB977203-ENU.msi, which nobody but their vendor may
 * hand out: thirteen files with the published names, sizes, versions, platforms and times in an embedded cabinet, laid
 * out as a site server has them. Nothing in them is the vendor's; codes are made up.
 */

export const standInVariants = [
  'good',
  'wrong-version',
  'wrong-size',
  'missing-file',
  'wrong-platform',
] as const;
export type StandInVariant = (typeof standInVariants)[number];

export type StandInLanguage = keyof typeof languages;

export interface StandInOptions {
  servicePack: ServicePack;
  variant?: StandInVariant;
  /** The part of the file name that names the language, with the strings and the code page that go with it. */
  language?: StandInLanguage;
}

/** One file as the article has it and as the stand-in does. */
export interface StandInFile extends PublishedFile {
  /** File.File */
  key: string;
  /** Where an installation puts it, from TARGETDIR on; `/` between the parts. */
  targetPath: string;
  /** Where an administrative image has it: source names, long. */
  sourcePath: string;
  /** The same with short names. */
  sourceShortPath: string;
  /** False in the variant without it. */
  present: boolean;
  /** What the file in this variant has instead of the published value; empty for all but one file. */
  differs: Partial<Pick<PublishedFile, 'version' | 'size' | 'platform'>>;
}

export interface StandIn {
  fileName: string;
  bytes: Uint8Array;
  /** In the order of the article. */
  files: StandInFile[];
}

const languages = {
  ENU: { id: 1033, codePage: 1252, product: 'Software update KB977203 stand-in', server: 'Site server' },
  DEU: {
    id: 1031,
    codePage: 1252,
    product: 'Softwareupdate KB977203 (Platzhalter)',
    server: 'Standortserver für Größe',
  },
  RUS: { id: 1049, codePage: 1251, product: 'Обновление KB977203 (замена)', server: 'Сервер сайта' },
  JPN: { id: 1041, codePage: 932, product: 'ソフトウェア更新 KB977203 代用', server: 'サイト サーバー' },
} as const;

/** The folders of a site server below its installation folder. */
const directories: PlannedDirectory[] = [
  { id: 'TARGETDIR', parent: null, defaultDir: 'SourceDir' },
  { id: 'ProgramFilesFolder', parent: 'TARGETDIR', defaultDir: '.:PROGRA~1|Program Files' },
  { id: 'SMSDIR', parent: 'ProgramFilesFolder', defaultDir: 'MICROS~1|Microsoft Configuration Manager' },
  { id: 'LOGSDIR', parent: 'SMSDIR', defaultDir: 'Logs' },
  { id: 'LOGSKB', parent: 'LOGSDIR', defaultDir: 'KB977203' },
  { id: 'CLIENTDIR', parent: 'SMSDIR', defaultDir: 'Client' },
  { id: 'CLIENTI386', parent: 'CLIENTDIR', defaultDir: 'i386' },
  { id: 'HOTFIXDIR', parent: 'CLIENTI386', defaultDir: 'hotfix' },
  { id: 'HOTFIXKB', parent: 'HOTFIXDIR', defaultDir: 'KB977203' },
  { id: 'BINDIR', parent: 'SMSDIR', defaultDir: 'bin' },
  { id: 'BINI386', parent: 'BINDIR', defaultDir: 'i386' },
  { id: 'BINIA64', parent: 'BINDIR', defaultDir: 'ia64:IA64BI~1|ia64 binaries' },
  { id: 'BINX64', parent: 'BINDIR', defaultDir: 'x64:amd64' },
];

const features: Omit<PlannedFeature, 'title'>[] = [
  { id: 'SiteServer' },
  { id: 'Client', parent: 'SiteServer' },
  { id: 'Utility', parent: 'SiteServer' },
];

/** Where each file goes: Directory, Feature, short name, and what its File key has after the name. */
function placeOf(file: PublishedFile): {
  directory: string;
  feature: string;
  short?: string;
  suffix: string;
} {
  const name = file.name.toLowerCase();
  if (name === 'ccmcertfix.exe')
    return { directory: 'LOGSKB', feature: 'Utility', short: 'CCMCER~1.EXE', suffix: '' };
  if (name.endsWith('.msp'))
    return { directory: 'HOTFIXKB', feature: 'Client', short: 'SCCM20~1.MSP', suffix: '' };
  if (name === 'ccmsetup.exe') return { directory: 'CLIENTDIR', feature: 'Client', suffix: '' };
  if (name === 'ccmsetup.msi') return { directory: 'CLIENTI386', feature: 'Client', suffix: '' };
  if (name === 'ccmsetup-sup.cab') {
    return { directory: 'CLIENTI386', feature: 'Client', short: 'CCMSET~1.CAB', suffix: '' };
  }
  const directory = file.platform === 'IA-64' ? 'BINIA64' : file.platform === 'x64' ? 'BINX64' : 'BINI386';
  const suffix = file.platform === 'IA-64' ? '.ia64' : file.platform === 'x64' ? '.x64' : '';
  const short = { 'ccmgencert.dll': 'CCMGEN~1.DLL', 'mcsisapip.dll': 'MCSISA~1.DLL' }[name];
  return { directory, feature: 'SiteServer', ...(short ? { short } : {}), suffix };
}

/** What each variant has wrong: one file, by its key, and the value that it has instead. */
function faultOf(
  variant: StandInVariant,
  servicePack: ServicePack,
): { key: string; differs: StandInFile['differs'] } | null {
  switch (variant) {
    case 'good':
      return null;
    case 'wrong-version':
      // The service pack's own file, which the hotfix would have replaced.
      return {
        key: 'Smpmgr.dll',
        differs: { version: servicePack === 1 ? '4.0.6221.1000' : '4.0.6487.2000' },
      };
    case 'wrong-size':
      return { key: 'Mcs.msi', differs: { size: servicePack === 1 ? 7_312_384 : 7_204_352 } };
    case 'missing-file':
      // One of two files of this name.
      return { key: 'Mcsisapip.dll.x64', differs: {} };
    case 'wrong-platform':
      // One of three files of this name, in the right place with the right version and size.
      return { key: 'Ccmgencert.dll.ia64', differs: { platform: 'x64' } };
  }
}

export function buildStandIn(options: StandInOptions): StandIn {
  const { servicePack, variant = 'good', language = 'ENU' } = options;
  const files = standInFiles(servicePack, variant);
  const { id, codePage, product, server } = languages[language];
  const version = servicePack === 1 ? '4.00.6221.1193' : '4.00.6487.2111';
  const name = `${product} (Configuration Manager 2007 SP${servicePack})`;
  const saved = timeOf(files.at(-1)!);
  const { msi } = buildPackage({
    product: {
      name,
      version,
      manufacturer: 'hotfixkit stand-in',
      upgradeCode: guidFrom(`stand-in SP${servicePack}`),
    },
    packageCode: guidFrom(`stand-in package SP${servicePack} ${variant} ${language}`),
    template: `Intel;${id}`,
    codePage,
    saved,
    directories,
    features: features.map((feature) => ({
      ...feature,
      title: feature.id === 'SiteServer' ? server : feature.id,
    })),
    files: files
      .filter((file) => file.present)
      .map((file) => {
        const { directory, feature, short } = placeOf(file);
        const actual = { ...file, ...file.differs };
        return {
          key: file.key,
          name: short ? `${short}|${file.name}` : file.name,
          directory,
          feature,
          bytes: buildMember({ ...actual, modified: timeOf(file), servicePack }),
          ...(actual.version === null ? {} : { version: actual.version, language: '1033' }),
          modified: timeOf(file),
          cabinet: '#kb977203.cab',
        };
      }),
    // Several folders, so that one file comes out without decoding the others.
    cabinetOptions: { '#kb977203.cab': { filesPerFolder: 3 } },
    properties: {
      ProductLanguage: String(id),
      ARPNOMODIFY: '1',
      HOTFIXID: 'KB977203',
      SecureCustomProperties: 'NEWERHOTFIX',
    },
    sequences: {
      InstallExecuteSequence: { SetHotfixFolder: 1010, CreatePackageAndProgram: [6500, 'CREATEPACKAGE = 1'] },
      AdminExecuteSequence: { SetHotfixFolder: 1010 },
    },
    rows: otherTables(servicePack, saved),
    validation: true,
  });
  return { fileName: `SCCM2007-SP${servicePack}-KB977203-${language}.msi`, bytes: msi, files };
}

/** The thirteen files, with what the variant has wrong about one of them. */
export function standInFiles(servicePack: ServicePack, variant: StandInVariant = 'good'): StandInFile[] {
  const fault = faultOf(variant, servicePack);
  return publishedFiles(servicePack).map((file) => {
    const { directory, short = file.name, suffix } = placeOf(file);
    const key = file.name + suffix;
    const broken = fault?.key === key;
    return {
      ...file,
      key,
      targetPath: pathOf(directory, file.name, (target) => longName(target)),
      sourcePath: pathOf(directory, file.name, (target, source) => longName(source ?? target)),
      sourceShortPath: pathOf(directory, short, (target, source) => shortName(source ?? target)),
      present: !(broken && variant === 'missing-file'),
      differs: broken ? fault.differs : {},
    };
  });
}

export function timeOf(file: PublishedFile): Date {
  return new Date(`${file.date}T${file.time}:00Z`);
}

/** A custom action that runs code, one that sets a property, and what tools of the time wrote beside it. */
function otherTables(
  servicePack: ServicePack,
  saved: Date,
): NonNullable<Parameters<typeof buildPackage>[0]['rows']> {
  const library = buildExecutable({
    platform: 'x86',
    dll: true,
    timestamp: saved,
    version: { fileVersion: hotfixVersions[servicePack] },
  });
  return {
    Binary: [['hotfixca.dll', library]],
    CustomAction: [
      ['SetHotfixFolder', 51, 'HOTFIXFOLDER', '[HOTFIXKB]'],
      ['CreatePackageAndProgram', 1 + 64, 'hotfixca.dll', 'CreatePackageAndProgram'],
    ],
    CreateFolder: [['HOTFIXKB', 'C_Ccmsetup.exe']],
    LaunchCondition: [['VersionNT >= 500', '[ProductName] needs Windows 2000 or later.']],
    Upgrade: [[guidFrom(`stand-in SP${servicePack}`), '5.0.0', null, null, 2, null, 'NEWERHOTFIX']],
    Registry: [
      [
        'ClientProducts',
        2,
        'Software\\hotfixkit stand-in\\KB977203',
        'ClientProducts',
        clientProductCodes(servicePack).join(';'),
        'C_Ccmsetup.exe',
      ],
    ],
  };
}

function pathOf(
  directory: string,
  name: string,
  pick: (target: string, source: string | undefined) => string,
): string {
  const parts = [name];
  for (let entry = find(directory); entry.parent !== null; entry = find(entry.parent)) {
    const [target = '', source] = entry.defaultDir.split(':');
    const part = pick(target, source);
    if (part !== '.') parts.unshift(part);
  }
  return parts.join('/');
}

function find(id: string): PlannedDirectory {
  return directories.find((directory) => directory.id === id)!;
}

function longName(name: string): string {
  return name.split('|')[1] ?? name;
}

function shortName(name: string): string {
  return name.split('|')[0]!;
}
