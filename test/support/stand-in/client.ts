import { buildDelta, type DeltaPlan } from '../delta-builder.js';
import { buildPackage, guidFrom, type PlannedFile } from '../package-builder.js';
import { buildPatch, type PatchedFile } from '../patch-builder.js';
import { buildExecutable } from '../portable-executable-builder.js';
import type { ServicePack } from './published-files.js';

/*
 * The client that the stand-in's patch is for: a small package of the service pack, and the patch that brings it to the
 * hotfix. One file comes whole, one as a delta, one is new, one goes, one stays. All codes are made up.
 */

const COMPANY = 'hotfixkit stand-in';

const versions = {
  1: { before: '4.00.6221.1000', after: '4.00.6221.1193' },
  2: { before: '4.00.6487.2000', after: '4.00.6487.2111' },
} as const;

/** File keys of the client, and what the patch does with each. */
export const clientFiles = {
  'CcmExec.exe': 'whole',
  'Ccmgencert.dll': 'delta',
  'CcmHttp.ini': 'removed',
  'KB977203.txt': 'added',
  'CcmEula.txt': 'kept',
} as const;

/** Product codes that the client patch says it is for; the package is the first. */
export function clientProductCodes(servicePack: ServicePack): string[] {
  return ['i386', 'x64'].map((platform) => guidFrom(`stand-in client SP${servicePack} ${platform}`));
}

export function clientPatchCode(servicePack: ServicePack): string {
  return guidFrom(`stand-in client patch SP${servicePack}`);
}

/** The client's package: `before` the hotfix, or as somebody would make it with the hotfix in it. */
export function buildClient(servicePack: ServicePack, state: 'before' | 'after' = 'before'): Uint8Array {
  const version = versions[servicePack][state];
  return buildPackage({
    product: {
      name: `Configuration Manager 2007 SP${servicePack} client (stand-in)`,
      version,
      manufacturer: COMPANY,
      code: clientProductCodes(servicePack)[0]!,
      upgradeCode: guidFrom('stand-in client'),
    },
    packageCode: guidFrom(`stand-in client package SP${servicePack} ${state}`),
    saved: timeOf(servicePack, state),
    directories: [
      { id: 'TARGETDIR', parent: null, defaultDir: 'SourceDir' },
      { id: 'ProgramFilesFolder', parent: 'TARGETDIR', defaultDir: '.:PROGRA~1|Program Files' },
      { id: 'CCMDIR', parent: 'ProgramFilesFolder', defaultDir: 'CCM' },
    ],
    files: Object.entries(clientFiles).flatMap(([key, change]): PlannedFile[] => {
      if (state === 'before' ? change === 'added' : change === 'removed') return [];
      return [clientFile(servicePack, state, key as keyof typeof clientFiles)];
    }),
  }).msi;
}

/** The client patch, not yet brought to its published length. */
export function buildClientPatch(servicePack: ServicePack, saved: Date): Uint8Array {
  const content = (state: 'before' | 'after', key: keyof typeof clientFiles): Uint8Array =>
    clientFile(servicePack, state, key).bytes;
  const modified = timeOf(servicePack, 'after');
  const old = content('before', 'Ccmgencert.dll');
  const delta: DeltaPlan = {
    newFile: content('after', 'Ccmgencert.dll'),
    oldFiles: [{ content: old, reference: old }],
    fileTime: 1_199_145_600,
  };
  const files: Record<string, PatchedFile> = {
    'CcmExec.exe': { whole: content('after', 'CcmExec.exe'), modified },
    'Ccmgencert.dll': {
      delta: buildDelta(delta),
      // What an installer tests the old file with before it looks for the delta; Wine's drops the row without it.
      header: buildDelta({ ...delta, headerOnly: true }),
      modified,
    },
    'KB977203.txt': { whole: content('after', 'KB977203.txt'), modified },
  };
  return buildPatch({
    code: clientPatchCode(servicePack),
    targets: [
      {
        name: `SP${servicePack}toKB977203`,
        before: buildClient(servicePack, 'before'),
        after: buildClient(servicePack, 'after'),
        files,
        cabinet: 'PCW_CAB_Client',
      },
    ],
    products: clientProductCodes(servicePack),
    metadata: {
      AllowRemoval: '1',
      Classification: 'Hotfix',
      Description: 'Stand-in for the client hotfix of KB977203',
      DisplayName: 'KB977203 - Advanced Client Hotfix (stand-in)',
      ManufacturerName: COMPANY,
      MoreInfoURL: 'about:blank',
      TargetProductName: `Configuration Manager 2007 SP${servicePack} client (stand-in)`,
    },
    sequences: [['StandInClient', null, dotted(servicePack, 'after'), 0]],
    summary: {
      title: 'KB977203 client hotfix stand-in',
      subject: 'Configuration Manager 2007 client',
      author: COMPANY,
      keywords: 'PatchSourceList',
      created: saved,
      lastSaved: saved,
    },
  });
}

/** Without the zero that the product's own texts have: as a version resource and the File table want it. */
function dotted(servicePack: ServicePack, state: 'before' | 'after'): string {
  return versions[servicePack][state].replace('4.00.', '4.0.');
}

function timeOf(servicePack: ServicePack, state: 'before' | 'after'): Date {
  if (state === 'before')
    return new Date(servicePack === 1 ? '2008-05-16T04:00:00Z' : '2009-10-08T04:00:00Z');
  return new Date(servicePack === 1 ? '2008-12-01T01:40:00Z' : '2010-01-25T06:28:00Z');
}

function clientFile(
  servicePack: ServicePack,
  state: 'before' | 'after',
  key: keyof typeof clientFiles,
): PlannedFile {
  const place = { key, name: key, directory: 'CCMDIR' };
  if (!key.endsWith('.exe') && !key.endsWith('.dll')) {
    const text = `Stand-in for ${key}, Configuration Manager 2007 SP${servicePack} client.\r\n`;
    return { ...place, bytes: new TextEncoder().encode(text), modified: timeOf(servicePack, 'before') };
  }
  const version = dotted(servicePack, state);
  const modified = timeOf(servicePack, state);
  const bytes = buildExecutable({
    platform: 'x86',
    dll: key.endsWith('.dll'),
    size: state === 'before' ? 12_288 : 12_800,
    timestamp: modified,
    version: {
      fileVersion: version,
      translations: [[0x409, 1200]],
      strings: { CompanyName: COMPANY, FileDescription: `Stand-in for ${key}`, OriginalFilename: key },
    },
  });
  return { ...place, bytes, version, language: '1033', modified };
}
