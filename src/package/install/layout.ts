import type { PackageFile } from '../package-content.js';

/**
 * Where extracted files go: folders of the installed product (`target`), folders of the installation source
 * (`source`), one folder (`flat`), or one folder with File keys as names (`key`).
 */
export const Layouts = ['target', 'source', 'flat', 'key'] as const;

/**
 * - `target`: the folders that an installation would create, long names;
 * - `source`: those of an administrative image, long names;
 * - `flat`: names only;
 * - `key`: one file a File key.
 */
export type Layout = (typeof Layouts)[number];

/** Whether a layout has the paths of an installation or an administrative installation. */
export function isInstalledLayout(layout: Layout): boolean {
  return layout === 'target' || layout === 'source';
}

/** The path of a file in a layout, as the package states it (not yet safe); null if it does not. */
export function layoutPath(file: PackageFile, layout: Layout): string | null {
  switch (layout) {
    case 'target':
      return file.targetPath;
    case 'source':
      return file.sourcePath;
    case 'flat':
      return file.name;
    case 'key':
      return file.key;
  }
}
