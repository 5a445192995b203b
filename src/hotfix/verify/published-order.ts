import {
  compareFileVersions,
  type FileVersion,
  formatFileVersion,
  tryParseFileVersion,
} from '../../core/file-version.js';
import type { ManifestFile } from '../manifest/manifest.js';

type Row = Pick<ManifestFile, 'version' | 'date'>;

/**
 * The order of a row among others of its name, of which a table may have thousands: by versions where both have one, and by dates
 * where those are equal or absent.
 */
export class PublishedOrder {
  readonly #all = new Dates();
  readonly #withoutVersion = new Dates();
  readonly #ofVersion = new Map<string, Dates>();
  #lowest: FileVersion | null = null;
  #highest: FileVersion | null = null;

  constructor(rows: Iterable<Row>) {
    for (const row of rows) this.#add(row);
  }

  #add({ version: text, date }: Row): void {
    const version = tryParseFileVersion(text ?? '');
    this.#all.add(date);
    if (version === null) {
      this.#withoutVersion.add(date);
      return;
    }
    const key = formatFileVersion(version);
    const known = this.#ofVersion.get(key);
    if (known) known.add(date);
    else this.#ofVersion.set(key, new Dates().add(date));
    if (this.#lowest === null || compareFileVersions(version, this.#lowest) < 0) this.#lowest = version;
    if (this.#highest === null || compareFileVersions(version, this.#highest) > 0) this.#highest = version;
  }

  /** 1 where a row is later than all of them, -1 where it is earlier than all; otherwise 0. */
  of({ version: text, date }: Row): number {
    const version = tryParseFileVersion(text ?? '');
    const orders = new Set(
      version === null
        ? this.#all.orders(date)
        : [
            ...(this.#lowest !== null && compareFileVersions(version, this.#lowest) > 0 ? [1] : []),
            ...(this.#highest !== null && compareFileVersions(version, this.#highest) < 0 ? [-1] : []),
            ...(this.#ofVersion.get(formatFileVersion(version))?.orders(date) ?? []),
            ...this.#withoutVersion.orders(date),
          ],
    );
    const [order = 0] = orders;
    return orders.size === 1 ? order : 0;
  }
}

/** The dates of some rows. */
class Dates {
  readonly #dates = new Set<string | null>();
  #first: string | null = null;
  #last: string | null = null;

  add(date: string | null): this {
    this.#dates.add(date);
    if (date === null) return this;
    if (this.#first === null || date < this.#first) this.#first = date;
    if (this.#last === null || date > this.#last) this.#last = date;
    return this;
  }

  /** How a date compares with each of them, each result once. */
  orders(date: string | null): number[] {
    if (this.#dates.size === 0) return [];
    if (date === null) return [0];
    return [
      ...(this.#first !== null && date > this.#first ? [1] : []),
      ...(this.#last !== null && date < this.#last ? [-1] : []),
      ...(this.#dates.has(date) || this.#dates.has(null) ? [0] : []),
    ];
  }
}
