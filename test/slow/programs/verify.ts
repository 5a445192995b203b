import { describeError, HotfixkitError, manifestFromCatalogue, openPackage, verifyPackage } from 'hotfixkit';

/** A gate for a release pipeline. */
export async function gate(path: string, kb: string) {
  try {
    await using pkg = openPackage(path);
    const result = await verifyPackage(pkg, manifestFromCatalogue(kb));
    const wrong = result.files.filter(({ status }) => status !== 'match');
    return { status: result.ok ? 0 : 1, counts: result.counts, wrong, fit: result.fit };
  } catch (error) {
    if (!(error instanceof HotfixkitError)) throw error;
    return { status: 3, message: describeError(error) };
  }
}
