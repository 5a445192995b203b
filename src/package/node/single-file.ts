import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { disposable } from '../../core/disposable.js';
import { FileSource } from '../../node/file-source.js';
import type { OpenedFolder } from '../opened-package.js';
import { FolderPackage } from './folder-package.js';

/** A file by itself, as a folder that has nothing else in it. */
export function openSingleFile(path: string): OpenedFolder {
  const full = resolve(path);
  const name = basename(full);
  const { size, mtime } = statSync(full);
  const content = new FolderPackage({
    files: () => [{ path: name, size, modified: mtime }],
    open: (asked) => (asked === name ? new FileSource(full) : null),
  });
  return disposable({
    kind: 'folder' as const,
    location: null,
    path,
    name,
    inside: [],
    size,
    content,
    source: null,
    container: null,
    close: () => content.close(),
  });
}

/** Whether the path is that of a file, and not of a folder or of something inside a file. */
export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
