import { lastPartAt } from '../../core/safe-paths.js';
import type { CabinetFile } from '../../formats/cab/cabinet-folder.js';
import type { CabinetSet } from '../../formats/cab/cabinet-set.js';

/** An open cabinet, or spanning set, whose members are looked up by keys of the File table. */
export class OpenCabinet {
  readonly set: CabinetSet;
  /** Keys whose members were compared with others that a program may take. */
  readonly judged = new Set<string>();
  /** The first member of each name, whatever its letter case. */
  readonly #byUpperCase = new Map<string, CabinetFile>();
  /** The first member of each name that differs in letter case from one before it. */
  readonly #otherCases = new Map<string, CabinetFile>();
  /** Members that are not the first of their name in any letter case and have other content, by that name in upper case. */
  readonly #further = new Map<string, CabinetFile[]>();

  constructor(set: CabinetSet) {
    this.set = set;
    for (const file of set.files) this.#add(file);
    for (const file of set.files) this.#addLastPart(file);
  }

  /**
   * The member for a File key: an exact name before one that differs in letter case, and the first member of a name before
   * further ones, since FDI hands out members in order.
   */
  lookUp(key: string): CabinetFile | undefined {
    const first = this.#byUpperCase.get(key.toUpperCase());
    if (first === undefined || first.name === key) return first;
    return this.#otherCases.get(key) ?? first;
  }

  /** Whether {@link candidates} has more than one member. */
  hasSeveral(key: string): boolean {
    return this.#further.size > 0 && this.#further.has(key.toUpperCase());
  }

  /** The members that a program may take for a File key that {@link lookUp} finds. */
  candidates(key: string): CabinetFile[] {
    const upper = key.toUpperCase();
    return [this.#byUpperCase.get(upper)!, ...(this.#further.get(upper) ?? [])];
  }

  #add(file: CabinetFile): void {
    const upper = file.name.toUpperCase();
    const first = this.#byUpperCase.get(upper);
    if (!first) {
      this.#byUpperCase.set(upper, file);
      return;
    }
    if (first.name !== file.name && !this.#otherCases.has(file.name)) this.#otherCases.set(file.name, file);
    if (!isSameContent(first, file)) this.#addFurther(upper, file);
  }

  /** Windows takes the whole name for the key; other programs write the file under the last part. */
  #addLastPart(file: CabinetFile): void {
    const at = lastPartAt(file.name);
    if (at > 0) this.#addFurther(file.name.slice(at).toUpperCase(), file);
  }

  #addFurther(upper: string, file: CabinetFile): void {
    const others = this.#further.get(upper);
    if (others) others.push(file);
    else this.#further.set(upper, [file]);
  }
}

function isSameContent(one: CabinetFile, other: CabinetFile): boolean {
  return one.folder === other.folder && one.folderOffset === other.folderOffset && one.size === other.size;
}
