import type { PackageFile } from '../../src/package/package-content.js';

/** A file as a package would describe it; what is not said is unknown. */
export function packageFile(change: Partial<PackageFile> & { key: string }): PackageFile {
  return {
    name: change.key,
    targetPath: change.key,
    sourcePath: change.key,
    sourceShortPath: null,
    size: 0,
    version: null,
    language: null,
    attributes: null,
    component: null,
    feature: null,
    media: null,
    cabinet: null,
    selected: true,
    md5: null,
    readOnly: false,
    ...change,
  };
}
