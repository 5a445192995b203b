import { type ByteSource, SliceSource } from '../core/byte-source.js';
import { HotfixkitError, type Warning } from '../core/errors.js';
import { findCabinets } from '../formats/cab/find-cabinets.js';
import type { OpenRequest } from './archive-format.js';
import { CabinetContainer, type CabinetPart, openCabinet } from './cabinet-container.js';
import { CombinedContainer } from './combined-container.js';
import type { Container } from './container.js';
import { databasesAnywhere } from './databases-anywhere.js';
import { openZip, type PlacedContainer } from './open-zip.js';
import { StoredContainer } from './stored-container.js';
import { isLimit } from './unpack-budget.js';
import { unsupportedFormat } from './unsupported.js';

/** Maximum of consecutive archives in one file. No packager writes more. */
const MOST = 64;
/** The shortest archive: the end record of an empty zip archive. */
const SHORTEST = 22;

/**
 * A container and the archives before and after it in the same file, between `from` and `to`: old
 * self-extractors are a program followed by several archives. An archive that cannot be opened
 * becomes a warning.
 *
 * @param image size in bytes of the program at the start, with packages and cabinets in its resources; skips these
 * if the container is itself one of them
 */
export function withFurtherArchives(
  request: OpenRequest,
  main: PlacedContainer,
  from = 0,
  to = request.source.size,
  image = 0,
): Container {
  const search = new Search(request);
  const before = [
    ...(main.start < image ? [] : search.inImage(image)),
    ...search.between(from, Math.min(main.start, to)),
  ];
  const behind = search.between(Math.max(main.end, from), to);
  const others = [...before, ...behind];
  if (others.length + search.warnings.length === 0) return main.container;
  // An archive without files does not identify the whole.
  const isEmpty = main.container.files.length === 0 && others.length > 0;
  const parts = isEmpty ? others : [...before, main.container, ...behind];
  if (parts.length === 1 && search.warnings.length === 0) return parts[0]!;
  return new CombinedContainer(parts, isEmpty ? parts[0]! : main.container, search.warnings);
}

class Search {
  readonly warnings: Warning[] = [];
  readonly #request: OpenRequest;
  #found = 0;

  constructor(request: OpenRequest) {
    this.#request = request;
  }

  inImage(length: number): Container[] {
    return this.#withoutDirectory(new SliceSource(this.#request.source, 0, length), 0);
  }

  between(from: number, to: number): Container[] {
    if (to - from < SHORTEST) return [];
    const { source, budget } = this.#request;
    if (this.#found === MOST) {
      this.#warn(
        'CONTAINER_TOO_MANY',
        `more than ${MOST} archives one after the other; the others were not looked at`,
        from,
      );
      return [];
    }
    const part = new SliceSource(source, from, to - from);
    const zip = this.#attempt(from, () => openZip(part, budget, true));
    if (zip) {
      this.#found++;
      const before = this.between(from, from + zip.start);
      const behind = this.between(from + zip.end, to);
      // The end record of an empty archive does not count as an archive.
      if (zip.container.files.length === 0) return [...before, ...behind];
      return [...before, zip.container, ...behind];
    }
    return this.#withoutDirectory(part, from);
  }

  /** Finds stored databases, and cabinets outside these. */
  #withoutDirectory(part: ByteSource, from: number): Container[] {
    const { name, budget } = this.#request;
    const known = unsupportedFormat(part);
    if (known !== null) {
      this.#warn(
        'CONTAINER_UNSUPPORTED',
        `there is something else in this file that hotfixkit does not read: ${known}`,
        from,
      );
    }
    const containers: Container[] = [];
    const databases = databasesAnywhere(part, from);
    if (databases.length > 0) {
      budget.countEntries(databases.length);
      containers.push(new StoredContainer(databases, { kind: 'update', title: 'packages' }));
    }
    const sets: CabinetPart[] = [];
    for (const offset of findCabinets(part)) {
      if (databases.some((one) => offset >= one.offset && offset < one.offset + one.source.size)) continue;
      if (sets.length === MOST) {
        this.#warn(
          'CONTAINER_TOO_MANY',
          `more than ${MOST} cabinets in a row; the others were not looked at`,
          from + offset,
        );
        break;
      }
      const set = this.#attempt(from + offset, () =>
        openCabinet(new SliceSource(part, offset), name, budget),
      );
      if (set) sets.push({ set });
    }
    const cabinets =
      sets.length === 0
        ? null
        : this.#attempt(from, () => {
            return new CabinetContainer(
              sets,
              { kind: 'update', title: 'self-extracting cabinet', rename: true },
              budget,
            );
          });
    return cabinets ? [...containers, cabinets] : containers;
  }

  #attempt<T>(offset: number, open: () => T): T | null {
    try {
      return open();
    } catch (error) {
      if (!(error instanceof HotfixkitError) || error.kind !== 'input' || isLimit(error)) throw error;
      this.#warn(error.code, `another archive in this file cannot be opened: ${error.message}`, offset);
      return null;
    }
  }

  #warn(code: Warning['code'], message: string, offset: number): void {
    this.warnings.push({ code, message, offset });
  }
}
