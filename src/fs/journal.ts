import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import type { FileIdentity } from './file-identity.js';
import { JOURNAL, type StagingFolder } from './staging-folder.js';

/** An output folder of a run. */
export interface JournalRoot {
  /** Absolute. */
  path: string;
  /** The same, from the folder that the journal is of: it counts where the folders are reached by other paths now. */
  relative: string;
  /** How many folders the run made for it: itself, and so many less one above it. */
  made: number;
}

/** First line of a journal. */
export interface JournalHeader {
  hotfixkit: 1;
  id: string;
  /** ISO 8601, UTC. */
  since: string;
  /** The first one is where the journal lies. */
  roots: JournalRoot[];
}

/** What stands in place of a journal in the other folders of a run. */
export interface JournalPointer {
  hotfixkit: 1;
  id: string;
  /** The folder where the journal lies. */
  of: { path: string; relative: string };
}

/** One step of putting files in place; `path` is relative to the output folder number `root`, spelled as on disk. */
export type JournalStep =
  | { step: 'folder'; root: number; path: string }
  | {
      step: 'put';
      root: number;
      path: string;
      /** Name in the staging folder; steps are known by it. */
      staged: string;
      written: FileIdentity;
      /** What it replaces, and the name in the staging folder under which that is kept; null for a new file. */
      before: { kept: string; was: FileIdentity; readOnly: boolean } | null;
    }
  | { step: 'remove'; root: number; path: string; kept: string }
  /** A folder that goes when all is done, if nothing is in it by then. */
  | { step: 'remove-folder'; root: number; path: string };

/** `begin`: the steps are known and may have been taken. `done`: the run is over but for cleaning up. */
type JournalLine = JournalStep | { step: 'begin' } | { step: 'done' };

export interface ReadJournal {
  header: JournalHeader;
  /** Empty where nothing has been put in place yet. */
  steps: JournalStep[];
  isDone: boolean;
}

/** A journal being written: what a run is about to do, so that another one can complete it or take it back. */
export class Journal {
  readonly #descriptor: number;
  #isOpen = true;

  /** Throws what the disk throws. */
  constructor(staging: StagingFolder, header: JournalHeader | JournalPointer) {
    this.#descriptor = openSync(staging.path(JOURNAL), 'wx', 0o666);
    this.#write([header]);
  }

  /** Steps, and that they will be taken now. */
  begin(steps: readonly JournalStep[], flush: boolean): void {
    this.#write([...steps, { step: 'begin' }]);
    if (flush) fsyncSync(this.#descriptor);
  }

  /** Other facts of a step that is known already. */
  amend(step: JournalStep, flush: boolean): void {
    this.#write([step]);
    if (flush) fsyncSync(this.#descriptor);
  }

  /**
   * From here on the run counts as done. Where that cannot be written down the journal is as it was, so that whoever
   * recovers does not take a run for done that was then taken back.
   */
  done(flush: boolean): void {
    const { size } = fstatSync(this.#descriptor);
    try {
      this.#write([{ step: 'done' }]);
      if (flush) fsyncSync(this.#descriptor);
    } catch (error) {
      ftruncateSync(this.#descriptor, size);
      throw error;
    }
  }

  close(): void {
    if (this.#isOpen) closeSync(this.#descriptor);
    this.#isOpen = false;
  }

  #write(lines: readonly (JournalLine | JournalHeader | JournalPointer)[]): void {
    const bytes = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    for (let done = 0; done < bytes.length; ) done += writeSync(this.#descriptor, bytes, done);
  }
}

/** Larger journals are none: a step takes some 300 bytes. */
const LIMIT = 512 * 1024 * 1024;

/**
 * Reads the journal of a staging folder: null where it is empty or missing, since the run was killed before it wrote
 * anything; `foreign` where the file is not a journal of this run. The last line may be torn: its step was not taken.
 */
export function readJournal(staging: StagingFolder): ReadJournal | JournalPointer | null | 'foreign' {
  let text: string;
  try {
    text = readText(staging.path(JOURNAL));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const end = text.lastIndexOf('\n');
  if (end < 0) return text.length < 64 * 1024 ? null : 'foreign';
  const lines = text.slice(0, end).split('\n');
  const values: unknown[] = [];
  for (const line of lines) {
    try {
      values.push(JSON.parse(line));
    } catch {
      // A line that power loss left empty or torn, and what follows it.
      break;
    }
  }
  const [first, ...rest] = values;
  if (isPointer(first) && first.id === staging.id) return first;
  if (!isHeader(first) || first.id !== staging.id) return 'foreign';
  const steps = new Map<string, JournalStep>();
  let hasBegun = false;
  let isDone = false;
  for (const line of rest) {
    if (isStep(line, first.roots.length)) steps.set(keyOf(line), line);
    else if (isMark(line, 'begin')) hasBegun = true;
    else if (isMark(line, 'done')) isDone = true;
    else return 'foreign';
  }
  return { header: first, steps: hasBegun ? [...steps.values()] : [], isDone };
}

function readText(path: string): string {
  const descriptor = openSync(path, 'r');
  try {
    const parts: Buffer[] = [];
    for (let size = 0; size <= LIMIT; ) {
      const buffer = Buffer.alloc(1024 * 1024);
      const count = readSync(descriptor, buffer, 0, buffer.length, null);
      if (count === 0) break;
      parts.push(buffer.subarray(0, count));
      size += count;
    }
    return Buffer.concat(parts).toString('utf8');
  } finally {
    closeSync(descriptor);
  }
}

function keyOf(step: JournalStep): string {
  if (step.step === 'folder' || step.step === 'remove-folder')
    return `${step.step} ${step.root} ${step.path}`;
  return `file ${step.root} ${step.step === 'put' ? step.staged : step.kept}`;
}

type Fields = Record<string, unknown>;

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isHeader(value: unknown): value is JournalHeader {
  return (
    isObject(value) &&
    value.hotfixkit === 1 &&
    typeof value.id === 'string' &&
    typeof value.since === 'string' &&
    Array.isArray(value.roots) &&
    value.roots.length > 0 &&
    value.roots.every(
      (root) =>
        isObject(root) &&
        typeof root.path === 'string' &&
        typeof root.relative === 'string' &&
        Number.isSafeInteger(root.made),
    )
  );
}

function isPointer(value: unknown): value is JournalPointer {
  return (
    isObject(value) &&
    value.hotfixkit === 1 &&
    typeof value.id === 'string' &&
    isObject(value.of) &&
    typeof value.of.path === 'string' &&
    typeof value.of.relative === 'string'
  );
}

function isMark(value: unknown, step: string): boolean {
  return isObject(value) && value.step === step;
}

function isStep(value: unknown, roots: number): value is JournalStep {
  if (!isObject(value) || !isPath(value.path)) return false;
  if (!Number.isInteger(value.root) || (value.root as number) < 0 || (value.root as number) >= roots)
    return false;
  switch (value.step) {
    case 'folder':
    case 'remove-folder':
      return true;
    case 'remove':
      return isOwnName(value.kept);
    case 'put':
      return (
        isOwnName(value.staged) &&
        isIdentity(value.written) &&
        (value.before === null ||
          (isObject(value.before) &&
            isOwnName(value.before.kept) &&
            isIdentity(value.before.was) &&
            typeof value.before.readOnly === 'boolean'))
      );
    default:
      return false;
  }
}

/** Relative and going down only: a journal speaks of nothing outside its folder. */
function isPath(value: unknown): boolean {
  return (
    typeof value === 'string' &&
    value !== '' &&
    !value.includes('\0') &&
    value.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && !isSeparated(part))
  );
}

/** On Windows these would lead elsewhere. */
function isSeparated(part: string): boolean {
  return process.platform === 'win32' && /[\\:]/.test(part);
}

function isOwnName(value: unknown): boolean {
  return typeof value === 'string' && /^\d{1,9}(\.old)?$/.test(value);
}

function isIdentity(value: unknown): boolean {
  return (
    isObject(value) &&
    ['file', 'size', 'modified'].every((key) => typeof value[key] === 'string') &&
    (value.sha256 === undefined || typeof value.sha256 === 'string')
  );
}
