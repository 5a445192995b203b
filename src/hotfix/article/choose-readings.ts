import type { Reading } from './segment-row.js';

/** The reading that is used for a row, and why it may be wrong. */
export interface Choice {
  reading: Reading;
  /** Null where all evidence points to it. */
  doubt: string | null;
}

/**
 * Chooses one reading for each row. The rows of an article are evidence for each other: versions and dates repeat,
 * sizes have the same grouping, blanks are at the same places. If two readings remain, the better one is used, with a
 * doubt.
 */
export function chooseReadings(rows: readonly (readonly Reading[])[]): (Choice | null)[] {
  const usual = rows.map((readings) => {
    const least = readings[0]?.cost ?? 0;
    return readings.filter(({ cost }) => cost <= least + 1);
  });
  const evidence = new Evidence(usual);
  return usual.map((readings) => choose(readings, evidence));
}

/** The rows that could have a version: how many, how many with a size as linkers make it, what follows the version. */
interface VersionRows {
  count: number;
  padded: number;
  next: Map<string, number>;
}

class Evidence {
  /** The number of different rows that each value would fit. */
  readonly #fits = new Map<string, Set<string>>();
  readonly #habits = new Map<string, number>();
  /** Of each version that a row could have: what follows it, and whether the size is as linkers make it. */
  readonly #versions = new Map<string, Map<string, { next: string; padded: boolean }>>();
  readonly #counted = new Map<string, VersionRows>();
  #sure = 0;

  constructor(rows: readonly (readonly Reading[])[]) {
    for (const readings of rows) {
      const [first] = readings;
      if (first === undefined) continue;
      // Equal rows are no evidence for each other.
      const key = [first.version, first.size, first.date?.iso, first.time].join(' ');
      for (const reading of readings) {
        if (reading.version !== null) {
          this.#note(`version ${reading.version}`, key);
          const rows = this.#versions.get(reading.version) ?? new Map();
          rows.set(key, { next: reading.next, padded: reading.size !== null && reading.size % 512 === 0 });
          this.#versions.set(reading.version, rows);
        }
        if (reading.date?.iso) this.#note(`date ${reading.date.iso}`, key);
      }
      if (readings.length === 1) {
        this.#sure++;
        for (const habit of habits(first)) this.#habits.set(habit, (this.#habits.get(habit) ?? 0) + 1);
      }
    }
  }

  #note(value: string, key: string): void {
    const known = this.#fits.get(value);
    if (known) known.add(key);
    else this.#fits.set(value, new Set([key]));
  }

  fits(value: string): number {
    return this.#fits.get(value)?.size ?? 0;
  }

  /** The different rows that could have a version, counted once. */
  rowsOf(version: string): VersionRows {
    let rows = this.#counted.get(version);
    if (rows === undefined) {
      rows = { count: 0, padded: 0, next: new Map() };
      for (const { next, padded } of this.#versions.get(version)?.values() ?? []) {
        rows.count++;
        if (padded) rows.padded++;
        rows.next.set(next, (rows.next.get(next) ?? 0) + 1);
      }
      this.#counted.set(version, rows);
    }
    return rows;
  }

  /** Share of the rows with a single reading that have the habit. */
  share(habit: string): number {
    return this.#sure === 0 ? 0 : (this.#habits.get(habit) ?? 0) / this.#sure;
  }

  get sure(): number {
    return this.#sure;
  }
}

function habits(reading: Reading): string[] {
  const { grouping, size, dateShape, version } = reading;
  return [
    ...(size !== null && size > 999 ? [`grouping ${grouping}`] : []),
    ...(dateShape === null ? [] : [`date ${dateShape}`]),
    ...(version === null ? [] : [`version ${version.split(/[.,]/).length}`]),
  ];
}

function choose(readings: readonly Reading[], evidence: Evidence): Choice | null {
  if (readings.length === 0) return null;
  const same = new Map<string, Reading>();
  for (const reading of readings) {
    const key = JSON.stringify([
      reading.name,
      reading.version,
      reading.size,
      reading.date,
      reading.time,
      reading.platform,
      reading.folder,
      reading.level,
    ]);
    if (!same.has(key)) same.set(key, reading);
  }
  const distinct = [...same.values()];
  const scored = distinct
    .map((reading) => ({ reading, points: points(reading, evidence) }))
    .sort((a, b) => b.points.total - a.points.total || a.reading.cost - b.reading.cost);
  const [best, second] = scored;
  if (second === undefined) return { reading: best!.reading, doubt: ownDoubt(best!.reading) };
  const decided = scored.slice(1).every(({ reading }) => isDecided(best!.reading, reading, evidence));
  const clear = best!.reading.cost + 1 <= Math.min(...scored.slice(1).map(({ reading }) => reading.cost));
  if (decided || clear) return { reading: best!.reading, doubt: ownDoubt(best!.reading) };
  return { reading: best!.reading, doubt: `could also be ${difference(best!.reading, second.reading)}` };
}

/**
 * Whether the rows prove one reading against another. The readings differ in where a version ends: the digits after the
 * right end vary like first digits of sizes, those after an end that is too early do not. A few rows prove little:
 * several versions that differ in their last digit look like a shorter one.
 */
function isDecided(best: Reading, other: Reading, evidence: Evidence): boolean {
  if (best.version === null || other.version === null || best.version === other.version) {
    const date = (reading: Reading) => (reading.date?.iso ? evidence.fits(`date ${reading.date.iso}`) : 0);
    return best.version === other.version && date(best) >= 3 && date(other) <= 1;
  }
  const own = evidence.rowsOf(best.version);
  const rival = evidence.rowsOf(other.version);
  if (own.count <= rival.count && best.version.length < other.version.length) return false;
  const padded = own.count >= 2 && own.padded === own.count && rival.padded === 0;
  if (padded) return true;
  if (other.version.startsWith(best.version)) {
    const digits = own.next;
    // Half of the first digits of sizes are 1 or 2.
    const natural = digits.has('1') || digits.has('2');
    const varied = digits.size >= Math.min(5, Math.max(4, own.count / 2));
    return natural && varied && own.count > rival.count * 2;
  }
  if (best.version.startsWith(other.version)) {
    return own.count >= 3 && rival.next.size === 1;
  }
  return own.count >= 3 && rival.count <= 1;
}

function ownDoubt(reading: Reading): string | null {
  return reading.impossible ? 'a date or time in it is impossible' : null;
}

/** `strong`: how many rows support the values; `total`: with habits and typical file sizes. */
function points(reading: Reading, evidence: Evidence): { strong: number; total: number } {
  const version = reading.version === null ? 0 : evidence.fits(`version ${reading.version}`);
  const date = reading.date?.iso ? evidence.fits(`date ${reading.date.iso}`) : 0;
  const shared = habits(reading).reduce((sum, habit) => sum + evidence.share(habit), 0);
  const strong = version * 2 + date;
  // Linkers pad to 512 bytes, signatures to 8.
  const padded =
    reading.size === null ? 0 : reading.size % 512 === 0 ? 0.9 : reading.size % 16 === 0 ? 0.1 : 0;
  const last = reading.version?.split(/[.,]/).at(-1)?.length ?? 0;
  const usual = last === 4 || last === 0 ? 0.5 : 0;
  return { strong, total: Math.min(strong, 12) + shared + padded + usual - reading.cost };
}

function difference(taken: Reading, other: Reading): string {
  const parts = (['name', 'version', 'size', 'time', 'platform', 'folder'] as const)
    .filter((field) => taken[field] !== other[field])
    .map((field) => `${field} ${other[field] ?? 'none'}`);
  if (taken.date?.iso !== other.date?.iso) parts.push(`date ${other.date?.iso ?? 'none'}`);
  return parts.join(', ') || 'read in another way';
}
