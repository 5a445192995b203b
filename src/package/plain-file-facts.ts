import type { PackageFileFacts } from './package-content.js';

/** The facts of a file with only path and size known. */
export function plainFileFacts(path: string, size: number): PackageFileFacts {
  return {
    key: path,
    name: path.slice(path.lastIndexOf('/') + 1),
    targetPath: path,
    sourcePath: path,
    sourceShortPath: null,
    size,
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
  };
}
