import { type ByteSource, SliceSource } from '../core/byte-source.js';
import { HotfixkitError, type Warning } from '../core/errors.js';
import { listed } from '../core/plural.js';
import { pathKey } from '../core/safe-path.js';
import { findCabinets } from '../formats/cab/find-cabinets.js';
import { findEndOfCentralDirectory } from '../formats/zip/end-of-central-directory.js';
import { findLocalHeader } from '../formats/zip/find-local-header.js';
import type { OpenRequest } from './archive-format.js';
import { CabinetContainer, type CabinetPart, openCabinet } from './cabinet-container.js';
import { CombinedContainer } from './combined-container.js';
import type { Container } from './container.js';
import { databasesAnywhere } from './databases-anywhere.js';
import { openZip, type PlacedContainer } from './open-zip.js';
import { StoredContainer } from './stored-container.js';
import { isLimit } from './unpack-budget.js';
import { unsupportedBehindPadding } from './unsupported.js';

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
  const warnings = [...search.warnings, ...severalZips([...search.zips, main.container])];
  return new CombinedContainer(parts, isEmpty ? parts[0]! : main.container, warnings);
}

/** Programs for zip archives see the last one of a file; what a self-extractor takes, only its program knows. */
function severalZips(all: readonly Container[]): Warning[] {
  const zips = all.filter(
    ({ kind, files, warnings }) =>
      kind === 'zip' && files.length > 0 && !warnings.some(({ code }) => code === 'ZIP_TRUNCATED'),
  );
  if (zips.length < 2) return [];
  const seen = new Map<string, string>();
  const common = new Set<string>();
  for (const { files } of zips) {
    for (const { path } of files) {
      const key = pathKey(path);
      if (seen.has(key)) common.add(seen.get(key)!);
      else seen.set(key, path);
    }
  }
  const doubled = common.size > 0 ? `; in more than one of them: ${listed([...common])}` : '';
  const message = `this file has ${zips.length} zip archives, one after the other, and the files of all are listed; programs that unpack zip archives see only the last one${doubled}`;
  return [{ code: 'ZIP_SEVERAL', message, found: zips.length }];
}

interface Range {
  readonly start: number;
  readonly end: number;
}

class Search {
  readonly warnings: Warning[] = [];
  /** Of the archives found, those that are zip archives and not in the resources of a program. */
  readonly zips: Container[] = [];
  readonly #request: OpenRequest;
  #found = 0;

  constructor(request: OpenRequest) {
    this.#request = request;
  }

  inImage(length: number): Container[] {
    const { source, budget } = this.#request;
    const image = new SliceSource(source, 0, length);
    const zip = this.#attempt(0, () => openZip(image, budget, true));
    if (!zip || zip.container.files.length === 0) return this.#withoutDirectory(image, 0);
    const before = this.#withoutDirectory(new SliceSource(image, 0, zip.start), 0);
    return [...before, zip.container, ...this.#withoutDirectory(new SliceSource(image, zip.end), zip.end)];
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
      this.zips.push(zip.container);
      return [...before, zip.container, ...behind];
    }
    const taken: Range[] = [];
    const containers = this.#withoutDirectory(part, from, taken);
    return [...containers, ...this.#byLocalHeaders(part, from, taken)];
  }

  /** Finds zip archives that lack their end, or whose end is far from that of the file, outside the ranges `taken`. */
  #byLocalHeaders(part: ByteSource, from: number, taken: readonly Range[]): Container[] {
    const { budget } = this.#request;
    const containers: Container[] = [];
    for (let position = 0; this.#found < MOST; ) {
      const at = findLocalHeader(part, position);
      if (at === null) break;
      const within = taken.find(({ start, end }) => at >= start && at < end);
      if (within) {
        position = within.end;
        continue;
      }
      this.#found++;
      const rest = new SliceSource(part, at);
      const whole = this.#attempt(from + at, () => findEndOfCentralDirectory(rest, rest.size));
      const end = whole && whole.start === 0 ? whole.end : rest.size;
      const zip = this.#attempt(from + at, () => openZip(new SliceSource(rest, 0, end), budget, true));
      if (zip && zip.container.files.length > 0) {
        containers.push(zip.container);
        this.zips.push(zip.container);
      }
      position = at + end;
    }
    return containers;
  }

  /** Finds stored databases, and cabinets outside these. Adds their places to `taken`. */
  #withoutDirectory(part: ByteSource, from: number, taken: Range[] = []): Container[] {
    const { name, budget } = this.#request;
    const known = unsupportedBehindPadding(part);
    if (known) {
      this.#warn(
        'CONTAINER_UNSUPPORTED',
        `there is something else in this file that hotfixkit does not read: ${known.name}`,
        from + known.offset,
      );
    }
    const containers: Container[] = [];
    const databases = databasesAnywhere(part, from);
    if (databases.length > 0) {
      budget.countEntries(databases.length);
      containers.push(new StoredContainer(databases, { kind: 'update', title: 'packages' }));
      for (const { offset, source } of databases) taken.push({ start: offset, end: offset + source.size });
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
      if (!set) continue;
      sets.push({ set });
      taken.push({ start: offset, end: offset + set.cabinets[0]!.cabinet.header.size });
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
    // A damaged archive is found by its end and by its start.
    if (this.warnings.some((one) => one.offset === offset && one.message === message)) return;
    this.warnings.push({ code, message, offset });
  }
}
