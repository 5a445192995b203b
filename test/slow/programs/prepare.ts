import { manifestFromCatalogue, prepare } from 'hotfixkit';

/** From the download to content that is ready to be staged. */
export async function ready(path: string, folder: string) {
  const { report, plan, reports } = await prepare(path, folder, {
    manifest: manifestFromCatalogue('977203'),
    packageId: 'ABC00001',
  });
  return { verdict: report.verdict, next: plan?.next ?? [], reports };
}
