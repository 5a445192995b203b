import { extractPackage, patchProduct } from 'hotfixkit';

/** The files of a product as a patch leaves them. */
export async function patched(product: string, patch: string, folder: string) {
  await using pkg = patchProduct(product, [patch]);
  const { files, warnings } = await extractPackage(pkg, folder);
  return { steps: pkg.content.order.steps.length, files: files.map(({ path }) => path), warnings };
}
