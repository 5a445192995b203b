import type { PackageFileFacts } from './package-content.js';

/** The facts of a file of which only the path and the size are known. */
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
