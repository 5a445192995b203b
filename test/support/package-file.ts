import { CheckedPackageFile } from '../../src/package/checked-package-file.js';
import type { FilePart, PackageFile, PackageFileFacts } from '../../src/package/package-content.js';
import { plainFileFacts } from '../../src/package/plain-file-facts.js';

/** A file as a package would describe it; what is not said is unknown. Its content is `pieces`, none where absent. */
export function packageFile(
  change: Partial<PackageFileFacts> & { key: string },
  ...pieces: readonly Uint8Array[]
): PackageFile {
  return new DescribedFile({ ...plainFileFacts(change.key, 0), ...change }, pieces);
}

class DescribedFile extends CheckedPackageFile {
  readonly #pieces: readonly Uint8Array[];

  constructor(facts: PackageFileFacts, pieces: readonly Uint8Array[]) {
    super(facts);
    this.#pieces = pieces;
  }

  modified(): null {
    return null;
  }

  protected *parts(): Generator<FilePart, void, void> {
    for (const chunk of this.#pieces) yield { file: this, chunk };
    yield { file: this, end: true };
  }
}
