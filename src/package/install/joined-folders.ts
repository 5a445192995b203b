import type { NeighbourFile } from '../../archive/archive-format.js';
import type { OpenedSource, SourceFolder } from './source-folder.js';

/** Several folders as one: each file is that of the first folder which has it. */
export class JoinedFolders implements SourceFolder {
  readonly path: string;
  readonly #folders: readonly SourceFolder[];

  constructor(own: SourceFolder, others: readonly SourceFolder[]) {
    this.#folders = [own, ...others];
    this.path = this.#folders.flatMap(({ path }) => path || []).join(', ');
  }

  open(relative: string): OpenedSource | null {
    return this.#first((folder) => folder.open(relative));
  }

  find(relative: string): NeighbourFile | 'link' | null {
    return this.#first((folder) => folder.find(relative));
  }

  openOnOtherDisk(name: string, disk: string): OpenedSource | null {
    return this.#first((folder) => folder.openOnOtherDisk?.(name, disk) ?? null);
  }

  whyAbsent(relative: string): string | null {
    return this.#first((folder) => folder.whyAbsent?.(relative) ?? null);
  }

  get doubled(): readonly (readonly string[])[] {
    return this.#folders.flatMap(({ doubled = [] }) => doubled);
  }

  size(relative: string): number | null {
    return this.#first((folder) => folder.size(relative));
  }

  modified(relative: string): Date | null {
    return this.#first((folder) => folder.modified(relative));
  }

  #first<T>(ask: (folder: SourceFolder) => T | null): T | null {
    for (const folder of this.#folders) {
      const found = ask(folder);
      if (found !== null) return found;
    }
    return null;
  }
}
