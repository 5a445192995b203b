/* The file tables of KB977203 as published: name, size in bytes, UTC date and time, platform; versions by service pack. */

export type ServicePack = 1 | 2;

export interface PublishedFile {
  name: string;
  version: string | null;
  size: number;
  /** `YYYY-MM-DD`, UTC. */
  date: string;
  /** `HH:MM`, UTC. */
  time: string;
  platform: 'x86' | 'x64' | 'IA-64' | null;
}

type Row = [name: string, size: number, date: string, time: string, platform?: 'x86' | 'x64' | 'IA-64'];

const servicePack1: Row[] = [
  ['Ccmcertfix.exe', 17_768, '2008-12-01', '01:40', 'x86'],
  ['Ccmgencert.dll', 130_408, '2008-12-01', '01:40', 'x86'],
  ['Ccmsetup-sup.cab', 257_833, '2008-12-01', '01:40'],
  ['Ccmsetup.exe', 609_128, '2008-12-01', '01:40', 'x86'],
  ['Ccmsetup.msi', 1_662_464, '2008-12-01', '01:40'],
  ['Mcs.msi', 7_312_896, '2008-12-01', '01:40'],
  ['Mcsisapip.dll', 205_672, '2008-12-01', '01:40', 'x86'],
  ['Mp.msi', 9_515_520, '2008-12-01', '01:40'],
  ['Sccm2007ac-sp1-kb977203-x86.msp', 3_076_096, '2008-12-01', '01:40'],
  ['Smpmgr.dll', 85_864, '2008-12-01', '01:40', 'x86'],
  ['Ccmgencert.dll', 649_576, '2008-12-01', '01:40', 'IA-64'],
  ['Ccmgencert.dll', 285_032, '2008-12-01', '01:40', 'x64'],
  ['Mcsisapip.dll', 480_616, '2008-12-01', '01:40', 'x64'],
];

const servicePack2: Row[] = [
  ['Ccmcertfix.exe', 17_768, '2010-01-25', '06:27', 'x86'],
  ['Ccmgencert.dll', 130_408, '2010-01-25', '06:27', 'x86'],
  ['Ccmsetup-sup.cab', 253_016, '2009-12-10', '03:40'],
  ['Ccmsetup.exe', 611_688, '2010-01-25', '06:27', 'x86'],
  ['Ccmsetup.msi', 1_662_976, '2010-01-25', '06:27'],
  ['Mcs.msi', 7_204_864, '2010-01-25', '06:28'],
  ['Mcsisapip.dll', 206_696, '2010-01-25', '06:28', 'x86'],
  ['Mp.msi', 9_180_672, '2010-01-25', '06:28'],
  ['Sccm2007ac-sp2-kb977203-x86.msp', 444_928, '2010-01-25', '06:28'],
  ['Smpmgr.dll', 86_376, '2010-01-25', '06:28', 'x86'],
  ['Ccmgencert.dll', 649_576, '2010-01-25', '06:28', 'IA-64'],
  ['Ccmgencert.dll', 285_032, '2010-01-25', '06:29', 'x64'],
  ['Mcsisapip.dll', 481_640, '2010-01-25', '06:29', 'x64'],
];

/** Executables have the version of the hotfix for their service pack, everything else has none. */
export const hotfixVersions = { 1: '4.0.6221.1193', 2: '4.0.6487.2111' } as const;

export function publishedFiles(servicePack: ServicePack): PublishedFile[] {
  const rows = servicePack === 1 ? servicePack1 : servicePack2;
  return rows.map(([name, size, date, time, platform]) => ({
    name,
    version: platform ? hotfixVersions[servicePack] : null,
    size,
    date,
    time,
    platform: platform ?? null,
  }));
}
