import { BufferSource, readAll } from '../../bytes/byte-source.js';
import { HotfixkitError } from '../../errors.js';
import { FileSource } from '../../fs/file-source.js';
import { Hasher } from '../../fs/hash.js';
import { writeFileWhole } from '../../fs/write-file-whole.js';
import type { FileFacts } from '../compare-file.js';
import type { Candidate, CandidateFacts, CandidateNames } from './candidate.js';

const FORMAT = 'hotfixkit verify state 1';
/** A state larger than this was not written by us. */
const LIMIT = 512 * 1024 * 1024;

interface Entry {
  size: number;
  modified: number;
  facts: FileFacts[];
}

/**
 * What has been read already, so that a run that was broken off goes on where it was and a later one reads only what has
 * changed: facts by path, size and time of change. Lines of JSON; written whole beside its place and renamed.
 */
export class ScanState {
  readonly #path: string;
  readonly #key: string;
  readonly #known = new Map<string, Entry>();
  readonly #fresh = new Map<string, Entry>();

  /** Reads what is there. Throws `STATE_INVALID` for a file that is something else: it is not to be overwritten. */
  constructor(path: string, names: CandidateNames) {
    this.#path = path;
    const hasher = new Hasher('sha256');
    hasher.update(new TextEncoder().encode(names.key()));
    this.#key = hasher.hex();
    this.#load();
  }

  /** What is known of a candidate that has not changed since; null: it must be read. */
  find(fullPath: string, candidate: Candidate): CandidateFacts | null {
    const entry = this.#known.get(fullPath);
    if (!entry || entry.size !== candidate.size || entry.modified !== candidate.modified) return null;
    this.#fresh.set(fullPath, entry);
    return { facts: entry.facts, problem: null };
  }

  add(fullPath: string, candidate: Candidate, facts: FileFacts[]): void {
    this.#fresh.set(fullPath, { size: candidate.size, modified: candidate.modified, facts });
  }

  /** Saves what is known. At the end of a whole run files that were not met any more are left out. */
  async save(how: { whole: boolean }): Promise<void> {
    const entries = how.whole ? this.#fresh : new Map([...this.#known, ...this.#fresh]);
    const lines = [JSON.stringify({ format: FORMAT, key: this.#key })];
    for (const [path, { size, modified, facts }] of entries) {
      lines.push(JSON.stringify([path, size, modified, facts]));
    }
    await writeFileWhole(this.#path, new BufferSource(new TextEncoder().encode(`${lines.join('\n')}\n`)));
  }

  #load(): void {
    let text: string;
    try {
      const source = new FileSource(this.#path);
      try {
        if (source.size > LIMIT) throw foreign(this.#path);
        text = new TextDecoder().decode(readAll(source));
      } finally {
        source.close();
      }
    } catch (error) {
      if (error instanceof HotfixkitError && error.code === 'FILE_NOT_FOUND') return;
      throw error;
    }
    if (text === '') return;
    const [head, ...lines] = text.split('\n');
    const header = parse(head!) as { format?: unknown; key?: unknown } | null;
    if (header?.format !== FORMAT) throw foreign(this.#path);
    // Read for other articles, a package may have been read for other names.
    if (header.key !== this.#key) return;
    for (const line of lines) {
      const entry = parse(line);
      if (isEntry(entry)) this.#known.set(entry[0], { size: entry[1], modified: entry[2], facts: entry[3] });
    }
  }
}

function foreign(path: string): HotfixkitError {
  return new HotfixkitError(
    'STATE_INVALID',
    'this is no state of hotfixkit and is left as it is; name another file',
    {
      file: path,
    },
  );
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function isEntry(value: unknown): value is [string, number, number, FileFacts[]] {
  return (
    Array.isArray(value) &&
    typeof value[0] === 'string' &&
    typeof value[1] === 'number' &&
    typeof value[2] === 'number' &&
    Array.isArray(value[3]) &&
    value[3].every(isFacts)
  );
}

function isFacts(value: unknown): value is FileFacts {
  if (typeof value !== 'object' || value === null) return false;
  const { path, name, size, version, platform } = value as Record<string, unknown>;
  const textOrNull = (one: unknown) => one === null || typeof one === 'string';
  return (
    typeof path === 'string' &&
    typeof name === 'string' &&
    typeof size === 'number' &&
    textOrNull(version) &&
    textOrNull(platform)
  );
}
