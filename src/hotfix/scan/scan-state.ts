import { type ErrorFacts, HotfixkitError, type Warning } from '../../core/errors.js';
import { jsonExcess } from '../../core/json-limits.js';
import { FileSource } from '../../node/file-source.js';
import { Hasher } from '../../node/hash.js';
import { enterCritical, leaveCritical } from '../../node/run-monitor.js';
import { writePiecesAtomic } from '../../node/write-file-atomic.js';
import type { FileFacts } from '../verify/compare-file.js';
import type { Candidate, CandidateFacts, CandidateNames } from './candidate.js';

const PRODUCT = 'hotfixkit verify state ';
/** Raised where the facts or warnings of a file change, too: those that an earlier version kept may lack what is compared. */
const FORMAT = `${PRODUCT}4`;
/** Longest state, in bytes. Candidates that do not fit are read each time. */
const LIMIT = 256 * 1024 * 1024;
/** Longest line, in characters; a package has 5,000 files at most. */
const LONGEST_LINE = 16 * 1024 * 1024;
/** Bytes at either end that hold the first line and the last one. */
const ENDS = 1024;
const STEP = 1024 * 1024;
/**
 * A file that changed less than this before it was read, in milliseconds, may change again without a new time (FAT has
 * a resolution of two seconds).
 */
const FRESH = 2000;

/**
 * The results of earlier reading, so that an interrupted run continues and a later one reads only changed files. A
 * result is valid for a file of the same size, times and number on its disk ({@link Candidate.identity}). The result of
 * a file that was changed within two seconds before it was read is not kept.
 *
 * The file has one line of JSON for each answer, between a first line with format and articles and a last line with the
 * SHA-256 of all before it. It is written whole beside its place and renamed. One that was edited or cut is ignored with a
 * warning. The hash is not a secret: anyone who can write the file can write answers into it.
 */
export class ScanState {
  readonly warnings: Warning[] = [];
  readonly #path: string;
  readonly #key: string;
  /** Lines without their paths, by path: as text they take a fraction of the memory. */
  readonly #known = new Map<string, string>();
  readonly #fresh = new Map<string, string>();

  /** Reads an existing state. Throws `STATE_INVALID` for any other file, which must not be overwritten. */
  constructor(path: string, names: CandidateNames) {
    this.#path = path;
    const hasher = new Hasher('sha256');
    hasher.update(new TextEncoder().encode(names.key()));
    this.#key = hasher.hex();
    let source: FileSource;
    try {
      source = new FileSource(path, { isOutput: true });
    } catch (error) {
      if (error instanceof HotfixkitError && error.code === 'FILE_NOT_FOUND') return;
      throw error;
    }
    try {
      this.#load(source);
    } finally {
      source.close();
    }
  }

  /** The result for a candidate that has not changed since; null if it must be read. */
  find(fullPath: string, candidate: Candidate): CandidateFacts | null {
    const line = this.#known.get(fullPath);
    const entry = line === undefined ? null : parse(`[${line}`);
    if (!isEntry(entry)) return null;
    const [size, identity, facts] = entry;
    if (size !== candidate.size || identity !== candidate.identity) return null;
    this.#fresh.set(fullPath, line!);
    return { facts, problem: null };
  }

  /** Keeps the result for a candidate that was examined at `seen` or later (milliseconds since 1970). */
  add(fullPath: string, candidate: Candidate, facts: FileFacts[], seen: number): void {
    if (candidate.modified > seen - FRESH) return;
    this.#fresh.set(fullPath, JSON.stringify([candidate.size, candidate.identity, facts]).slice(1));
  }

  /** Saves the results; returns the warnings of writing. At the end of a complete run, files that were not found any more are left out. */
  async save(how: { whole: boolean }): Promise<Warning[]> {
    enterCritical();
    try {
      return await writePiecesAtomic(this.#path, this.#pieces(how.whole));
    } finally {
      leaveCritical();
    }
  }

  *#pieces(isWhole: boolean): Generator<Uint8Array> {
    const encoder = new TextEncoder();
    const hasher = new Hasher('sha256');
    let length = 0;
    let entries = 0;
    const piece = (line: string): Uint8Array => {
      const bytes = encoder.encode(`${line}\n`);
      hasher.update(bytes);
      length += bytes.length;
      return bytes;
    };
    yield piece(JSON.stringify({ format: FORMAT, key: this.#key }));
    for (const [path, line] of this.#entries(isWhole)) {
      // Most paths have two bytes a character at most. Results that do not fit are read again next time.
      if (length + 3 * (path.length + line.length) > LIMIT - ENDS) break;
      yield piece(`[${JSON.stringify(path)},${line}`);
      entries++;
    }
    yield encoder.encode(`${JSON.stringify({ entries, sha256: hasher.hex() })}\n`);
  }

  *#entries(isWhole: boolean): Generator<[string, string]> {
    yield* this.#fresh;
    if (isWhole) return;
    for (const entry of this.#known) if (!this.#fresh.has(entry[0])) yield entry;
  }

  #load(source: FileSource): void {
    const { size } = source;
    if (size === 0) return;
    const header = parse(firstLine(source)) as { format?: unknown; key?: unknown } | null;
    if (typeof header?.format !== 'string' || !header.format.startsWith(PRODUCT)) throw foreign(this.#path);
    if (header.format !== FORMAT) {
      this.#ignore('it was written by another version');
      return;
    }
    if (size > LIMIT) {
      this.#ignore('it is too large', { expected: LIMIT, found: size });
      return;
    }
    // For other articles, other files of a package may have been read.
    if (header.key !== this.#key) return;
    const footer = lastLine(source);
    const end = parse(footer) as { entries?: unknown; sha256?: unknown } | null;
    const length = size - new TextEncoder().encode(footer).length - 1;
    if (typeof end?.sha256 !== 'string' || this.#readLines(source, length) !== end.sha256) {
      this.#known.clear();
      this.#ignore('it was changed or cut');
    }
  }

  /** Reads the lines of the first `length` bytes. Returns their SHA-256, or null if they are not lines of a state. */
  #readLines(source: FileSource, length: number): string | null {
    const hasher = new Hasher('sha256');
    const decoder = new TextDecoder();
    let rest = '';
    let isFirst = true;
    for (let at = 0; at < length; at += STEP) {
      const bytes = source.read(at, Math.min(STEP, length - at));
      hasher.update(bytes);
      const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
      rest = lines.pop()!;
      if (rest.length > LONGEST_LINE) return null;
      for (const line of lines) {
        if (!isFirst) this.#take(line);
        isFirst = false;
      }
    }
    return hasher.hex();
  }

  #take(line: string): void {
    const end = endOfText(line, 1);
    const path = end < 0 || line[0] !== '[' || line[end] !== ',' ? null : parse(line.slice(1, end));
    if (typeof path === 'string') this.#known.set(path, line.slice(end + 1));
  }

  #ignore(reason: string, facts: ErrorFacts = {}): void {
    this.warnings.push({
      code: 'STATE_INVALID',
      message: `this state is not used, and everything is read again: ${reason}`,
      file: this.#path,
      ...facts,
    });
  }
}

/** The end of the JSON string that begins at `start`; -1 if there is none. */
function endOfText(line: string, start: number): number {
  if (line[start] !== '"') return -1;
  for (let quote = line.indexOf('"', start + 1); quote >= 0; quote = line.indexOf('"', quote + 1)) {
    let slashes = 0;
    while (line[quote - 1 - slashes] === '\\') slashes++;
    if (slashes % 2 === 0) return quote + 1;
  }
  return -1;
}

function firstLine(source: FileSource): string {
  const text = new TextDecoder().decode(source.read(0, Math.min(ENDS, source.size)));
  return text.split('\n', 1)[0]!;
}

/** Without its line feed; empty where the file does not end in one. */
function lastLine(source: FileSource): string {
  const length = Math.min(ENDS, source.size);
  const text = new TextDecoder().decode(source.read(source.size - length, length));
  return text.endsWith('\n') ? text.slice(text.lastIndexOf('\n', text.length - 2) + 1, -1) : '';
}

function foreign(path: string): HotfixkitError {
  return new HotfixkitError(
    'STATE_INVALID',
    'this file is not a state of hotfixkit and is not overwritten; name another file',
    {
      file: path,
    },
  );
}

/** A package has 5,000 files at most, of a dozen facts each; all are flat. */
const MOST = { depth: 10, values: 200_000 };

function parse(line: string): unknown {
  if (jsonExcess(line, MOST) !== null) return null;
  try {
    return JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isEntry(value: unknown): value is [number, string, FileFacts[]] {
  return (
    Array.isArray(value) &&
    typeof value[0] === 'number' &&
    typeof value[1] === 'string' &&
    Array.isArray(value[2]) &&
    value[2].every(isFacts)
  );
}

function isFacts(value: unknown): value is FileFacts {
  if (typeof value !== 'object' || value === null) return false;
  const { path, name, size, version, platform, sha256 } = value as Record<string, unknown>;
  const textOrNull = (one: unknown) => one === null || typeof one === 'string';
  return (
    typeof path === 'string' &&
    typeof name === 'string' &&
    typeof size === 'number' &&
    textOrNull(version) &&
    textOrNull(platform) &&
    (sha256 === undefined || textOrNull(sha256))
  );
}
