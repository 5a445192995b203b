import { listPackage, openPackage } from 'hotfixkit';

/** Executables of a package with their versions. */
export async function executables(path: string) {
  await using pkg = openPackage(path);
  const { files } = await listPackage(pkg, { only: ['*.exe'] });
  return files.map(({ path, version, platform }) => ({ path, version, platform }));
}

/** Rows of a table, by what the package is. */
export function mediaOf(bytes: Uint8Array) {
  using pkg = openPackage(bytes, { name: 'uploaded.msi' });
  return pkg.kind === 'msi' ? [...pkg.content.database.table('Media').rows()].length : null;
}
