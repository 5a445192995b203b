import { cabinetsAnywhere } from '../archive/cabinets-anywhere.js';
import { UnpackBudget } from '../archive/unpack-budget.js';
import type { ByteSource } from '../core/byte-source.js';
import type { Warning } from '../core/errors.js';
import { possibleSize } from '../formats/cab/cabinet-sizes.js';
import { CabinetGroup } from './cabinet-group.js';
import { CabinetPackage, type CabinetPackageOptions } from './cabinet-package.js';
import type { FilePart, PackageContent, PackageFile } from './package-content.js';

/** The cabinets found inside a file that is not a package: self-extractors, several cabinets in a row. */
export class EmbeddedCabinets implements PackageContent {
  readonly kind = 'cab';
  readonly embedded = true;
  readonly #group: CabinetGroup;
  readonly #found: Warning;
  /** Size in bytes of the file that contains the cabinets. */
  readonly #packed: number;
  readonly #budget: UnpackBudget;

  /** Null if there are none. Throws `CAB_*` for damaged cabinets, `CONTAINER_*` for too many files in all. */
  static search(source: ByteSource, options: CabinetPackageOptions = {}): EmbeddedCabinets | null {
    const found = cabinetsAnywhere(source);
    if (!found) return null;
    const budget = options.budget ?? new UnpackBudget();
    const cabinets = found.cabinets.map((one) => new CabinetPackage(one, { ...options, budget }));
    return new EmbeddedCabinets(cabinets, found.warning, source.size, budget);
  }

  private constructor(
    cabinets: readonly CabinetPackage[],
    found: Warning,
    packed: number,
    budget: UnpackBudget,
  ) {
    this.#packed = packed;
    this.#budget = budget;
    this.#group = new CabinetGroup(this, cabinets);
    this.#found = found;
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
    this.#group.check(files);
    this.#budget.checkOutput(this.#packed, possibleSize(files.map((file) => this.#group.memberOf(file))));
  }

  incomplete(files: readonly PackageFile[]): readonly PackageFile[] {
    return this.#group.incomplete(files);
  }

  batches(files: readonly PackageFile[]): PackageFile[][] {
    return this.#group.batches(files);
  }

  decode(files: readonly PackageFile[]): Generator<FilePart, void, void> {
    return this.#group.decode(files);
  }

  close(): void {}
}
