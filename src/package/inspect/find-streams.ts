import { HotfixkitError } from '../../core/errors.js';
import { nearestName } from '../../core/nearest-name.js';
import { pathFilter } from '../../core/path-filter.js';
import { printable, withoutActing } from '../../core/visible-text.js';
import type { Database } from '../../msi/database.js';
import { isStandardTable } from '../../msi/schema.js';

/** Streams that were asked for. */
export interface FoundStreams {
  /** Decoded names, each once. */
  names: readonly string[];
  /** Whether one was asked for, by its own name and not by a pattern. */
  isNamed: boolean;
}

/**
 * The streams that names and patterns ask for: as they are listed, with or without control characters, or by the key of a row
 * (`CustomActions` for `Binary.CustomActions`). No name asks for all.
 *
 * Throws `MSI_NO_STREAM` for a name that no stream fits, with the nearest one.
 */
export function findStreams(database: Database, asked: readonly string[]): FoundStreams {
  const all = database.streamNames();
  if (asked.length === 0) return { names: all, isNamed: false };
  const found = asked.map((name) => streamsOf(database, all, name));
  return {
    names: [...new Set(found.flatMap(({ names }) => names))],
    isNamed: asked.length === 1 && found[0]!.isNamed,
  };
}

/** A stream name without control characters. */
export function visibleName(name: string): string {
  return withoutActing(name, () => '');
}

function streamsOf(database: Database, all: readonly string[], asked: string): FoundStreams {
  const exact =
    all.find((one) => one === asked) ??
    all.find((one) => printable(one) === asked) ??
    all.find((one) => visibleName(one) === asked);
  if (exact !== undefined) return { names: [exact], isNamed: true };
  const keyOf = (name: string): string => visibleName(rowKey(database, name) ?? '');
  const wanted = asked.toLowerCase();
  const ofRow = all.filter((one) => keyOf(one).toLowerCase() === wanted);
  if (ofRow.length > 0) return { names: ofRow, isNamed: ofRow.length === 1 };
  const fits = pathFilter([asked]);
  const names = all.filter((one) => fits(printable(one)) || fits(visibleName(one)) || fits(keyOf(one)));
  if (names.length > 0) return { names, isNamed: false };
  const meant = nearestName(asked, [...all, ...all.map(keyOf)].map(visibleName));
  const advice = meant === null ? '"streams" without a name lists them' : `did you mean ${meant}?`;
  throw new HotfixkitError('MSI_NO_STREAM', `the database has no stream ${asked}; ${advice}`, {
    stream: asked,
  });
}

/** The key of the row that a stream belongs to: `setup.ico` of `Icon.setup.ico`; null where it belongs to none. */
function rowKey(database: Database, name: string): string | null {
  const dot = name.indexOf('.');
  const table = name.slice(0, Math.max(0, dot));
  // A transform has rows of tables that only its database has.
  return database.hasTable(table) || isStandardTable(table) ? name.slice(dot + 1) : null;
}
