import type { ByteSource } from '../bytes/byte-source.js';
import { CompoundFile } from '../cfb/compound-file.js';
import type { Warning } from '../errors.js';
import { Database } from '../msi/database.js';
import { CabinetPackage } from './cabinet-package.js';
import type { FilePart, PackageContent, PackageFile } from './package-content.js';
import { isCabinet } from './package-signature.js';

interface PatchFile extends PackageFile {
  readonly holder: CabinetPackage;
  readonly member: PackageFile;
}

/**
 * A patch (`.msp`) or transform (`.mst`) by itself: its database and, for a patch, the members of its cabinets under
 * their File keys. Where those go is said by the product that is patched, so that no paths are known here.
 */
export class PatchPackage implements PackageContent {
  readonly kind: 'msp' | 'mst';
  readonly compoundFile: CompoundFile;
  readonly database: Database;
  readonly files: readonly PatchFile[];
  readonly #cabinets: CabinetPackage[] = [];

  constructor(
    source: ByteSource,
    kind: 'msp' | 'mst',
    options: { strict?: boolean; codePage?: number } = {},
  ) {
    this.kind = kind;
    this.compoundFile = CompoundFile.open(source, { strict: options.strict ?? false });
    this.database = Database.open(this.compoundFile.root, options);
    const files: PatchFile[] = [];
    for (const name of this.database.streamNames()) {
      const stream = this.database.stream(name);
      if (!isCabinet(stream.read(0, Math.min(4, stream.size)))) continue;
      const holder = new CabinetPackage(stream, { ...options, name });
      this.#cabinets.push(holder);
      for (const member of holder.files) {
        files.push({ ...member, holder, member, targetPath: null, sourcePath: null, cabinet: `#${name}` });
      }
    }
    this.files = files;
  }

  get warnings(): readonly Warning[] {
    return [
      ...this.compoundFile.warnings,
      ...this.database.warnings,
      ...this.#cabinets.flatMap((cabinet) => [...cabinet.warnings]),
    ];
  }

  check(): void {}

  modified(file: PackageFile): Date | null {
    const { holder, member } = file as PatchFile;
    return holder.modified(member);
  }

  batches(files: readonly PackageFile[]): PackageFile[][] {
    return this.#byCabinet(files).flatMap(([holder, own]) => {
      const fileOf = new Map(own.map((file) => [file.member, file]));
      return holder.batches([...fileOf.keys()]).map((batch) => batch.map((member) => fileOf.get(member)!));
    });
  }

  *decode(files: readonly PackageFile[]): Generator<FilePart, void, void> {
    for (const [holder, own] of this.#byCabinet(files)) {
      const fileOf = new Map(own.map((file) => [file.member, file]));
      for (const part of holder.decode([...fileOf.keys()])) yield { ...part, file: fileOf.get(part.file)! };
    }
  }

  openLoose(): null {
    return null;
  }

  close(): void {}

  #byCabinet(files: readonly PackageFile[]): [CabinetPackage, PatchFile[]][] {
    return this.#cabinets
      .map((holder): [CabinetPackage, PatchFile[]] => [
        holder,
        (files as readonly PatchFile[]).filter((file) => file.holder === holder),
      ])
      .filter(([, own]) => own.length > 0);
  }
}
