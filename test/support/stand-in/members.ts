import type { StorageContent } from '../../../src/cfb/compound-file-writer.js';
import { buildDatabase, buildDatabaseStorage } from '../database-builder.js';
import { columnsOf } from '../installer-schema.js';
import { buildPackage, guidFrom } from '../package-builder.js';
import { buildExecutable } from '../portable-executable-builder.js';
import { buildCabinetOfSize, padCompoundFile } from './padding.js';
import type { ServicePack } from './published-files.js';

/*
 * The content of the stand-in's thirteen files. Each is a valid file of its kind with the length that the article
 * gives; what fills it up compresses to almost nothing.
 */

const COMPANY = 'hotfixkit stand-in';

export interface MemberPlan {
  name: string;
  size: number;
  version: string | null;
  platform: 'x86' | 'x64' | 'IA-64' | null;
  modified: Date;
  servicePack: ServicePack;
}

/** Product codes that the stand-in's client patch says it is for; made up, like all its codes. */
export function clientProductCodes(servicePack: ServicePack): string[] {
  return ['i386', 'x64'].map((platform) => guidFrom(`stand-in client SP${servicePack} ${platform}`));
}

export function clientPatchCode(servicePack: ServicePack): string {
  return guidFrom(`stand-in client patch SP${servicePack}`);
}

export function buildMember(plan: MemberPlan): Uint8Array {
  switch (plan.name.slice(plan.name.lastIndexOf('.'))) {
    case '.msi':
      return padCompoundFile(innerPackage(plan), plan.size);
    case '.msp':
      return padCompoundFile(clientPatch(plan), plan.size);
    case '.cab':
      return buildCabinetOfSize(plan.size, 'ccmsetup-sup.txt', describe(plan), plan.modified);
    default:
      return executable(plan);
  }
}

function describe(plan: MemberPlan): string {
  return `Stand-in for ${plan.name} of KB977203, Configuration Manager 2007 SP${plan.servicePack}.\r\n`;
}

function executable(plan: MemberPlan): Uint8Array {
  const version = plan.version!;
  return buildExecutable({
    platform: plan.platform!,
    dll: plan.name.endsWith('.dll'),
    size: plan.size,
    timestamp: plan.modified,
    version: {
      fileVersion: version,
      translations: [[0x409, 1200]],
      strings: {
        CompanyName: COMPANY,
        FileDescription: `Stand-in for ${plan.name}`,
        // Written as the product's own files have it, with two digits: only the fixed numbers compare equal.
        FileVersion: version.replace(/^4\.0\./, '4.00.'),
        InternalName: plan.name,
        OriginalFilename: plan.name,
        ProductName: 'KB977203 stand-in',
        ProductVersion: version.replace(/^4\.0\./, '4.00.'),
      },
    },
  });
}

/** Ccmsetup.msi, Mcs.msi and Mp.msi: packages with one small file. */
function innerPackage(plan: MemberPlan): Uint8Array {
  const base = plan.name.replace(/\.msi$/i, '');
  return buildPackage({
    product: {
      name: `${base} stand-in`,
      version: plan.servicePack === 1 ? '4.00.6221.1193' : '4.00.6487.2111',
      manufacturer: COMPANY,
    },
    saved: plan.modified,
    directories: [
      { id: 'TARGETDIR', parent: null, defaultDir: 'SourceDir' },
      { id: 'ProgramFilesFolder', parent: 'TARGETDIR', defaultDir: '.:PROGRA~1|Program Files' },
      { id: 'INSTALLDIR', parent: 'ProgramFilesFolder', defaultDir: `${base}` },
    ],
    files: [
      {
        key: 'readme.txt',
        name: 'readme.txt',
        bytes: new TextEncoder().encode(describe(plan)),
        modified: plan.modified,
      },
    ],
  }).msi;
}

/** The client patch: the root class of patches, who it is for, and the two transforms that patches come with. */
function clientPatch(plan: MemberPlan): Uint8Array {
  const { servicePack } = plan;
  const products = clientProductCodes(servicePack);
  const pair = `SP${servicePack}toKB977203`;
  const strings = (rows: Record<string, string>): (string | null)[][] =>
    Object.entries(rows).map(([property, value]) => [null, property, value]);
  return buildDatabase({
    kind: 'msp',
    codePage: 1252,
    tables: [
      {
        name: 'MsiPatchMetadata',
        columns: columnsOf('MsiPatchMetadata'),
        rows: strings({
          AllowRemoval: '1',
          Classification: 'Hotfix',
          Description: 'Stand-in for the client hotfix of KB977203',
          DisplayName: 'KB977203 - Advanced Client Hotfix (stand-in)',
          ManufacturerName: COMPANY,
          MoreInfoURL: 'about:blank',
          TargetProductName: `Configuration Manager 2007 SP${servicePack} client (stand-in)`,
        }),
      },
      {
        name: 'MsiPatchSequence',
        columns: columnsOf('MsiPatchSequence'),
        rows: [['StandInClient', null, plan.servicePack === 1 ? '4.0.6221.1193' : '4.0.6487.2111', 0]],
      },
    ],
    storages: [pair, `#${pair}`].map((name) => ({ name, content: transform(plan, products[0]!) })),
    summary: {
      codePage: 1252,
      title: 'KB977203 client hotfix stand-in',
      subject: 'Configuration Manager 2007 client',
      author: COMPANY,
      keywords: `${pair}Source`,
      template: products.join(';'),
      lastAuthor: `:${pair};:#${pair}`,
      revision: clientPatchCode(servicePack),
      created: plan.modified,
      lastSaved: plan.modified,
      wordCount: 3,
      security: 4,
    },
  });
}

/** A transform that changes nothing, with the summary that says which product and version it is for. */
function transform(plan: MemberPlan, product: string): StorageContent {
  const from = plan.servicePack === 1 ? '4.00.6221.1000' : '4.00.6487.2000';
  const to = plan.servicePack === 1 ? '4.00.6221.1193' : '4.00.6487.2111';
  return buildDatabaseStorage({
    kind: 'mst',
    codePage: 1252,
    tables: [],
    summary: {
      codePage: 1252,
      title: 'Transform',
      template: 'Intel;1033',
      lastAuthor: 'Intel;1033',
      revision: `${product}${from};${product}${to};${guidFrom('stand-in client')}`,
      created: plan.modified,
      lastSaved: plan.modified,
      pageCount: 200,
      charCount: 0x09220000, // the product, its upgrade code and all of its version must fit
      security: 4,
    },
  });
}
