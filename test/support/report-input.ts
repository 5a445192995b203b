import { manifestFromCatalogue } from '../../src/hotfix/manifest/catalogue.js';
import { planStage } from '../../src/hotfix/stage/plan-stage.js';
import type { FileFacts } from '../../src/hotfix/verify/compare-file.js';
import { verifyFiles } from '../../src/hotfix/verify/verify-files.js';
import type { ReportInput } from '../../src/report/report.js';
import { emptyFolder } from './content-folder.js';

/** What a report of KB977203 for SP2 is made from; `change` spoils the files before they are verified. */
export function sp2ReportInput(change: (files: FileFacts[]) => FileFacts[] = (files) => files): ReportInput {
  const manifest = manifestFromCatalogue('977203');
  const files = manifest.sections[1]!.files.map(
    (row): FileFacts => ({
      path: `SMS/${row.platform ?? 'Client'}/${row.name}`,
      name: row.name,
      size: row.size!,
      version: row.version,
      platform: row.platform,
      modified: `${row.date}T${row.time}:00Z`,
    }),
  );
  const verification = verifyFiles(change(files), manifest);
  const plan = planStage({
    manifest,
    product: verification.manifest.product,
    sources: {
      patches: [
        { path: 'p', name: 'Sccm2007ac-sp2-kb977203-x86.msp', size: 444928, sha256: 'a1'.repeat(32) },
      ],
      utility: { path: 'u', name: 'Ccmcertfix.exe', size: 17768, sha256: 'b2'.repeat(32) },
    },
    client: { label: 'out/content/client', ...emptyFolder },
    utility: { label: 'out/content/CCMCertFix', ...emptyFolder },
    packageId: 'ABC0001F',
    packageFile: 'SCCM2007-SP2-KB977203-ENU.msi',
  });
  return {
    tool: { name: 'hotfixkit', version: '0.1.0' },
    created: '2026-08-04T10:22:31.000Z',
    input: {
      file: 'SCCM2007-SP2-KB977203-ENU.msi',
      size: 21430272,
      sha256: 'c3'.repeat(32),
      kind: 'msi',
      product: 'Software Update KB977203',
      productCode: '{6E1A0E9C-6F1B-4C55-9B37-1C7A8C2E5B10}',
      signature: true,
    },
    manifest,
    verification,
    image: { path: 'out/image', files: 13, bytes: 20123456 },
    staged: verification.ok
      ? plan.copies.map(({ content, to, size, sha256, action }) => ({
          path: `out/content/${content === 'client' ? 'client' : 'CCMCertFix'}/${to}`,
          size,
          sha256,
          action,
        }))
      : [],
    next: plan.next,
    warnings: plan.warnings,
  };
}

/** One file wrong in each way that the table can be contradicted. */
export function spoil(files: FileFacts[]): FileFacts[] {
  const spoilt = files.map((file, index) => {
    if (index === 3) return { ...file, version: '4.0.6487.2000' };
    if (index === 5) return { ...file, size: 7204865 };
    if (index === 11) return { ...file, platform: 'x86' };
    return file;
  });
  spoilt.splice(9, 1);
  return [...spoilt, { ...files[12]!, path: 'old/Mcsisapip.dll', version: '4.0.6221.1193' }];
}
