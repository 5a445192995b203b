import type { ByteSource } from '../bytes/byte-source.js';
import { CompoundFile } from '../cfb/compound-file.js';
import type { Warning } from '../errors.js';
import { Database } from '../msi/database.js';
import { CabinetGroup } from './cabinet-group.js';
import { CabinetPackage } from './cabinet-package.js';
import type { FilePart, PackageContent, PackageFile } from './package-content.js';
import { isCabinet } from './package-signature.js';

/**
 * A patch (`.msp`) or transform (`.mst`) by itself: its database and, for a patch, the members of its cabinets under
 * their File keys. Where those go is said by the product that is patched, so that no paths are known here.
 */
export class PatchPackage implements PackageContent {
  readonly kind: 'msp' | 'mst';
  readonly compoundFile: CompoundFile;
  readonly database: Database;
  readonly #group: CabinetGroup;

  constructor(
    source: ByteSource,
    kind: 'msp' | 'mst',
    options: { strict?: boolean; codePage?: number } = {},
  ) {
    this.kind = kind;
    this.compoundFile = CompoundFile.open(source, { strict: options.strict ?? false });
    this.database = Database.open(this.compoundFile.root, options);
    const cabinets = new Map<CabinetPackage, string>();
    for (const name of this.database.streamNames()) {
      const stream = this.database.stream(name);
      if (!isCabinet(stream.read(0, Math.min(4, stream.size)))) continue;
      cabinets.set(new CabinetPackage(stream, { ...options, name }), name);
    }
    this.#group = new CabinetGroup([...cabinets.keys()], (_, holder) => ({
      targetPath: null,
      sourcePath: null,
      cabinet: `#${cabinets.get(holder)}`,
    }));
  }

  get files(): readonly PackageFile[] {
    return this.#group.files;
  }

  get warnings(): readonly Warning[] {
    return [...this.compoundFile.warnings, ...this.database.warnings, ...this.#group.warnings];
  }

  check(): void {}

  modified(file: PackageFile): Date | null {
    return this.#group.modified(file);
  }

  batches(files: readonly PackageFile[]): PackageFile[][] {
    return this.#group.batches(files);
  }

  decode(files: readonly PackageFile[]): Generator<FilePart, void, void> {
    return this.#group.decode(files);
  }

  openLoose(): null {
    return null;
  }

  close(): void {}
}
