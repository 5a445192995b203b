import { BufferSource } from '../../core/byte-source.js';
import { crc32 } from '../../core/crc32.js';
import { HotfixkitError, type Warning } from '../../core/errors.js';
import { applyDelta } from '../../formats/pa19/apply-delta.js';
import { readDelta } from '../../formats/pa19/read-delta.js';
import { readFileFacts } from '../../formats/pe/file-facts.js';

export interface DeltaToApply {
  bytes: Uint8Array;
  /** If false, a delta that does not fit leaves the file unchanged. */
  isFatal: boolean;
  /** File name of the patch, for messages. */
  label: string;
}

export interface DeltaResult {
  bytes: Uint8Array;
  warnings: Warning[];
  /** A delta did not fit and was skipped. */
  isUnchecked?: true;
}

/** Base limits in bytes for what the deltas of one file may produce and compare. */
const ALWAYS_MADE = 64 * 1024 * 1024;
const ALWAYS_SEEN = 256 * 1024 * 1024;
/** Added per byte of the old file: each delta reads and writes a whole file. */
const TIMES_MADE = 8;
const TIMES_SEEN = 24;
/** Added per byte of the deltas. */
const TIMES_DELTAS = 100;

/**
 * Limits the cost of all deltas of one file. A delta of a few bytes may state that the old file equals the new one, so a
 * thousand of them would make as many copies, all kept to the end; one that fits nothing is compared with each.
 */
class DeltaBudget {
  #made: number;
  #seen: number;

  constructor(old: Uint8Array, deltas: readonly DeltaToApply[]) {
    const packed = deltas.reduce((sum, { bytes }) => sum + bytes.length, 0) * TIMES_DELTAS;
    this.#made = ALWAYS_MADE + old.length * TIMES_MADE + packed;
    this.#seen = ALWAYS_SEEN + old.length * TIMES_SEEN + packed;
  }

  /** Whether the limit is used up. */
  get isSpent(): boolean {
    return this.#made < 0 || this.#seen < 0;
  }

  /** Throws `DELTA_TOO_LARGE`. */
  countMade(bytes: number): void {
    this.#made -= bytes;
    if (this.#made < 0) throw this.#tooMuch('make');
  }

  /** Throws `DELTA_TOO_LARGE`. */
  countSeen(bytes: number): void {
    this.#seen -= bytes;
    if (this.#seen < 0) throw this.#tooMuch('read');
  }

  #tooMuch(what: string): HotfixkitError {
    return new HotfixkitError('DELTA_TOO_LARGE', `its deltas ${what} far more data than their size allows`);
  }
}

/**
 * Applies the deltas for one file in order, each to the previous result. A delta may also fit a state
 * before that, since patches are made against several versions; a delta that fits no state must
 * have been applied already, or it is an error.
 *
 * Throws `DELTA_*`, naming the file, the patch and the found version of the file, if any.
 */
export function applyDeltas(
  old: Uint8Array,
  deltas: readonly DeltaToApply[],
  file: { key: string; path: string },
): DeltaResult {
  const states = [old];
  const warnings: Warning[] = [];
  let isUnchecked = false;
  const budget = new DeltaBudget(old, deltas);
  for (const delta of deltas) {
    try {
      states.push(applyOne(delta.bytes, states, budget));
      isUnchecked = false;
    } catch (error) {
      const named = nameFile(error, delta, file, states.at(-1)!);
      if (delta.isFatal || !(named instanceof HotfixkitError) || budget.isSpent) throw named;
      warnings.push({
        code: named.code,
        message: `${named.message}; the file is not changed`,
        ...named.facts,
      });
      isUnchecked = true;
    }
  }
  return { bytes: states.at(-1)!, warnings, ...(isUnchecked ? { isUnchecked } : {}) };
}

function applyOne(bytes: Uint8Array, states: readonly Uint8Array[], budget: DeltaBudget): Uint8Array {
  let failure: unknown = null;
  for (const state of [...states].reverse()) {
    try {
      budget.countSeen(state.length);
      const result = applyDelta(bytes, state);
      budget.countMade(result.length);
      return result;
    } catch (error) {
      if (!isWrongOldFile(error)) throw error;
      failure ??= error;
    }
  }
  // A patch applied again finds its own result.
  const latest = states.at(-1)!;
  const { newSize, newCrc } = readDelta(bytes);
  if (latest.length === newSize && crc32(latest) === newCrc) return latest;
  throw failure;
}

function isWrongOldFile(error: unknown): boolean {
  return error instanceof HotfixkitError && error.code === 'DELTA_WRONG_OLD_FILE';
}

function nameFile(
  error: unknown,
  { label }: DeltaToApply,
  { key, path }: { key: string; path: string },
  old: Uint8Array,
): unknown {
  if (!(error instanceof HotfixkitError)) return error;
  const facts = { ...error.facts, file: label, entry: key };
  if (isWrongOldFile(error)) {
    const { version } = readFileFacts(new BufferSource(old));
    if (version !== null) facts.found = `${facts.found}, version ${version}`;
  }
  return new HotfixkitError(error.code, `${path} cannot be patched: ${error.message}`, facts, {
    cause: error,
  });
}
