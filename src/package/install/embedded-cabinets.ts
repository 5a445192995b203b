import { UnpackBudget } from '../../archive/unpack-budget.js';
import { type ByteSource, SliceSource } from '../../core/byte-source.js';
import type { Warning } from '../../core/errors.js';
import { possibleSize } from '../../formats/cab/cabinet-sizes.js';
import { findCabinets } from '../../formats/cab/search.js';
import { CabinetPackage, type CabinetPackageOptions } from '../cabinet-package.js';
import type { FilePart, PackageContent, PackageFile } from '../package-content.js';
import { CabinetGroup } from './cabinet-group.js';

/** More cabinets than this in one file were not put there by a packager. */
const LIMIT = 1000;

/** The cabinets found inside a file that is not a package: self-extractors, several cabinets in a row. */
export class EmbeddedCabinets implements PackageContent {
  readonly kind = 'cab';
  readonly embedded = true;
  readonly #group: CabinetGroup;
  readonly #found: Warning;
  /** Bytes of the file that the cabinets are in. */
  readonly #packed: number;
  readonly #budget: UnpackBudget;

  /** Null where there are none. Throws `CAB_*` for what was found and is damaged, `CONTAINER_*` for too many files in all. */
  static search(source: ByteSource, options: CabinetPackageOptions = {}): EmbeddedCabinets | null {
    const offsets: number[] = [];
    for (const offset of findCabinets(source)) {
      offsets.push(offset);
      if (offsets.length === LIMIT) break;
    }
    if (offsets.length === 0) return null;
    const budget = options.budget ?? new UnpackBudget();
    return new EmbeddedCabinets(
      offsets.map((offset) => new CabinetPackage(new SliceSource(source, offset), { ...options, budget })),
      offsets,
      source.size,
      budget,
    );
  }

  private constructor(
    cabinets: readonly CabinetPackage[],
    offsets: readonly number[],
    packed: number,
    budget: UnpackBudget,
  ) {
    this.#packed = packed;
    this.#budget = budget;
    this.#group = new CabinetGroup(this, cabinets);
    this.#found = {
      code: 'PACKAGE_CABINET_FOUND',
      message: `this file is not a package; ${offsets.length === 1 ? 'a cabinet was' : `${offsets.length} cabinets were`} found inside`,
      offset: offsets[0]!,
    };
  }

  get cabinets(): readonly CabinetPackage[] {
    return this.#group.cabinets;
  }

  get files(): readonly PackageFile[] {
    return this.#group.files;
  }

  get warnings(): readonly Warning[] {
    return [this.#found, ...this.#group.warnings];
  }

  check(files: readonly PackageFile[]): void {
    this.#budget.checkOutput(this.#packed, possibleSize(files.map((file) => this.#group.memberOf(file))));
  }

  batches(files: readonly PackageFile[]): PackageFile[][] {
    return this.#group.batches(files);
  }

  decode(files: readonly PackageFile[]): Generator<FilePart, void, void> {
    return this.#group.decode(files);
  }

  close(): void {}
}
