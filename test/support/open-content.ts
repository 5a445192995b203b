import { openPackage } from '../../src/package/open-package.js';
import { closeBeforeRemoval } from './temp-folder.js';

/** What a package or folder holds, until the test ends. */
export function openContent(path: string) {
  const opened = openPackage(path);
  closeBeforeRemoval(() => opened.close());
  return opened.content;
}
