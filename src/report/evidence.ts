import type { Warning } from '../core/errors.js';
import { isWeakening } from '../core/weakening-warnings.js';

/** How something stands: right, to be looked at, wrong, or neither. */
export type Tone = 'good' | 'warn' | 'bad' | 'none';

/** A column of {@link EvidenceTable}. */
export interface EvidenceColumn {
  /** The name of the column in CSV; it stays the same: `size_found`. */
  name: string;
  /** Its heading for people. */
  title: string;
  /** `status` is a verdict in a word; `code` and `hash` are shown letter by letter, `time` (ISO 8601)
   * as people read it. Text where left out. */
  kind?: 'status' | 'code' | 'hash' | 'number' | 'time';
  /** Shown for people in small print below the first cell that is not: long, and not for comparing. */
  isBelow?: boolean;
}

/** A row: as many cells as there are columns. Null is what is not known. */
export interface EvidenceRow {
  tone: Tone;
  cells: readonly (string | number | null)[];
}

/** One table of a document. */
export interface EvidenceTable {
  /** What it is about: a path, an article, or all files. */
  title: string;
  /** How it was made and what it says, in whole sentences. */
  notes: readonly string[];
  columns: readonly EvidenceColumn[];
  rows: readonly EvidenceRow[];
  /** Rows of another kind than those of the first table: they are not in CSV, which is one table. */
  isFurther?: boolean;
}

/** What a command found, in a form that HTML, Markdown and CSV are made from. */
export interface Evidence {
  /** The kind of document: `Verification`. */
  kind: string;
  title: string;
  /** Null where nothing was judged. */
  verdict: { tone: Exclude<Tone, 'none'>; headline: string; reasons: readonly string[] } | null;
  tables: readonly EvidenceTable[];
  warnings: readonly Warning[];
}

/** Who made a document, and how. */
export interface Provenance {
  tool: { name: string; version: string };
  /** ISO 8601, UTC. */
  created: string;
  /** The command line, without passwords. */
  command: string;
  host: string;
  user: string;
}

/** A file with its digest, as `sha256sum` lists it. */
export interface HashedFile {
  path: string;
  /** Lower-case hexadecimal. */
  sha256: string;
  /** Why it is not right; absent where it is, or was not judged. */
  remark?: string;
}

/** The tone of a verdict: what weakens a good one turns it amber. */
export function toneOf(ok: boolean, warnings: readonly Warning[]): Exclude<Tone, 'none'> {
  if (!ok) return 'bad';
  return warnings.some(isWeakening) ? 'warn' : 'good';
}
