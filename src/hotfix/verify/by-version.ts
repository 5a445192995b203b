import { groupBy } from '../../core/group-by.js';
import { versionKey } from './compare-file.js';

/** Items of one name, to be found by version: what has none may be of each version. */
export class ByVersion<Item> {
  readonly #all: readonly Item[];
  /** The places of items. */
  readonly #byVersion: ReadonlyMap<string | null, readonly number[]>;

  constructor(items: readonly Item[], versionOf: (item: Item) => string | null | undefined) {
    this.#all = items;
    this.#byVersion = groupBy(items.keys(), (place) => keyOf(versionOf(items[place]!)));
  }

  /** What may be of a version, in its order; all where that is not known. */
  of(version: string | null | undefined): readonly Item[] {
    const key = keyOf(version);
    if (key === null) return this.#all;
    const same = this.#byVersion.get(key) ?? [];
    const open = this.#byVersion.get(null) ?? [];
    const places = open.length === 0 ? same : [...same, ...open].sort((a, b) => a - b);
    return places.map((place) => this.#all[place]!);
  }
}

const keyOf = (version: string | null | undefined): string | null =>
  version === null || version === undefined ? null : versionKey(version);
