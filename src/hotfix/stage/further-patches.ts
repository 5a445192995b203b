import { existsSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { HotfixkitError, type Warning } from '../../core/errors.js';
import { Folder } from '../../node/folder.js';
import { existingPath, localPath } from '../../node/user-path.js';
import { isWindowsPath } from '../../node/windows-prefix.js';
import { isFullPath } from './patch-property.js';

/** Further patches as the `PATCH` line names them. */
export interface FurtherPatches {
  /** Full Windows paths, and paths below the client source with `/`. */
  paths: string[];
  warnings: Warning[];
}

/**
 * Finds the further patches of a `PATCH` line. A path is looked for below the client source, then as a path of this
 * system; what is found below the client source becomes relative to it. A full Windows path stays as it is, because it
 * may be one that only the client has. A patch that clients would not find makes their whole installation fail, so it
 * throws `FILE_NOT_FOUND`, and `STAGE_BAD_LOCATION` for a file outside of the client source, or one that is no `.msp`.
 *
 * @param isNew the client source is made now and will be merged into another: what is not there is a warning only
 */
export function findFurtherPatches(given: readonly string[], client: string, isNew: boolean): FurtherPatches {
  const folder = new Folder(client, { isOutput: true });
  const warnings: Warning[] = [];
  const paths = given.map((text) => {
    const below = belowClient(text, client, folder);
    if (below !== null) return needPatch(below);
    // A file that is here, and not below the client source, was meant for it and will not be found on the client.
    if (isFullPath(text) && !(process.platform === 'win32' && isFile(text))) return needPatch(text);
    const path = localPath(text);
    const link = [join(client, path), existingPath(text)].find(
      (one) => isFile(one) && pathBelow(client, one) !== null,
    );
    if (link !== undefined) {
      throw new HotfixkitError(
        'STAGE_BAD_LOCATION',
        'this patch is reached by a link that leads out of the client source, the only folder that clients get: copy the file there in place of the link',
        { file: link },
      );
    }
    const beside = [join(client, path), existingPath(text)].find(isFile);
    if (beside !== undefined || isAbsolute(path) || path.split(/[\\/]/).includes('..')) {
      throw new HotfixkitError(
        'STAGE_BAD_LOCATION',
        'this patch is not in the client source, the only folder that clients get: copy it there, for example to i386/hotfix, and give that path',
        { file: beside ?? text },
      );
    }
    if (!isNew) {
      throw new HotfixkitError(
        'FILE_NOT_FOUND',
        `there is no such patch in the client source ${client}: clients would not find it, and their installation would fail; copy it there or correct the path`,
        { file: text },
      );
    }
    warnings.push({
      code: 'STAGE_CLIENT_SOURCE',
      message:
        'this further patch of the PATCH line is not looked for: it must be in the client source that the content is copied to, or installations fail',
      file: text,
    });
    return needPatch(text);
  });
  return { paths, warnings };
}

function needPatch(path: string): string {
  if (/\.msp$/i.test(path.trimEnd())) return path;
  throw new HotfixkitError(
    'STAGE_BAD_LOCATION',
    'a further patch of the PATCH line is a file .msp: give the path of one with --with-patch',
    { found: path },
  );
}

/** Whether clients get a file with the client source, by its path below it. */
export function isInClientSource(client: string): (path: string) => boolean {
  const folder = new Folder(client, { isOutput: true });
  return (path) => belowClient(path, client, folder) !== null;
}

/** The path relative to the client source, spelled as on disk; null if no such file is below it. */
function belowClient(text: string, client: string, folder: Folder): string | null {
  if (!existsSync(client)) return null;
  if (!isFullPath(text) && !isAbsolute(localPath(text))) {
    const found = folder.find(text);
    if (found !== null && isFile(join(client, found)))
      return isReallyBelow(join(client, found), client) ? found : null;
  }
  if (isWindowsPath(text) && process.platform !== 'win32') return null;
  const path = existingPath(text);
  if (!isFile(path) || !isReallyBelow(path, client)) return null;
  const between = pathBelow(client, path) ?? pathBelow(realpathSync(client), realpathSync(path));
  return between?.replaceAll(sep, '/') ?? null;
}

/** Whether a file is below the client source where all links are followed. */
function isReallyBelow(path: string, client: string): boolean {
  return pathBelow(realpathSync(client), realpathSync(path)) !== null;
}

/** The relative path; null for one that is not below the folder. */
function pathBelow(folder: string, path: string): string | null {
  const between = relative(resolve(folder), resolve(path));
  const isBelow = between !== '' && !isAbsolute(between) && between.split(sep)[0] !== '..';
  return isBelow ? between : null;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
