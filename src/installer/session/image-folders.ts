import { isAbsolute, join, relative, resolve } from 'node:path';
import { localPath } from '../../node/user-path.js';
import { isWindowsPath } from '../../node/windows-prefix.js';
import type { AdministrativeSession } from './administrative-session.js';
import { redirectFolders } from './redirected-folders.js';

/** The folders of the Directory table in the image, and their properties in a session. */
export class ImageFolders {
  readonly #session: AdministrativeSession;
  readonly #target: string;
  readonly #moved = new Map<string, string>();

  /** @param target folder of the image, absolute */
  constructor(session: AdministrativeSession, target: string) {
    this.#session = session;
    this.#target = target;
  }

  /** The new places of folders that were moved, relative to the target, by Directory key. */
  get moved(): ReadonlyMap<string, string> {
    return this.#moved;
  }

  /**
   * Moves a folder as a custom action of type 35 does. A folder that would leave the image is not moved, with a
   * warning.
   */
  move(directory: string, path: string, action: string): void {
    const { platform } = this.#session;
    const local = localPath(path, platform);
    const place = relative(this.#target, resolve(this.#target, local));
    // A path of Windows is outside every image on another system, as it is there outside one on another drive.
    const isElsewhere = (platform !== 'win32' && isWindowsPath(path)) || /^file:\/\//i.test(local);
    if (isElsewhere || place.startsWith('..') || isAbsolute(place)) {
      this.#session.warn({
        code: 'ACTION_SKIPPED',
        message: `${action} would move the folder ${directory} out of the image, to ${path}; it is not moved`,
        stream: 'CustomAction',
        entry: action,
      });
      return;
    }
    this.#moved.set(directory, place.replaceAll('\\', '/'));
    this.toProperties();
  }

  /** Sets the property of every folder, and the paths of files and component folders in the session. */
  toProperties(): void {
    const { package: pkg, properties } = this.#session;
    const target = this.#target;
    const folders = redirectFolders(pkg.database, pkg.directories, this.#moved);
    const separator = this.#session.platform === 'win32' ? '\\' : '/';
    const folderOf = (path: string): string => `${path === '' ? target : join(target, path)}${separator}`;
    for (const [id, { sourceLong }] of folders) properties.set(id, folderOf(sourceLong));
    properties.fix('TARGETDIR', folderOf(''));
    const components = new Map(pkg.database.rows('Component').map((row) => [row.Component, row.Directory_]));
    const files = new Map(pkg.files.map((file) => [file.key, file]));
    const componentFolder = (key: string): string | null => {
      const paths = folders.get(components.get(key) ?? '');
      return paths ? folderOf(paths.sourceLong) : null;
    };
    this.#session.paths = {
      component: componentFolder,
      file: (key) => {
        const file = files.get(key);
        const folder = file?.component ? componentFolder(file.component) : null;
        return file && folder !== null ? `${folder}${file.name}` : null;
      },
    };
  }
}
