import { buildPackage } from '../package-builder.js';
import { buildExecutable } from '../portable-executable-builder.js';
import { buildClientPatch } from './client.js';
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

export function buildMember(plan: MemberPlan): Uint8Array {
  switch (plan.name.slice(plan.name.lastIndexOf('.'))) {
    case '.msi':
      return padCompoundFile(innerPackage(plan), plan.size);
    case '.msp':
      return padCompoundFile(buildClientPatch(plan.servicePack, plan.modified), plan.size);
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
