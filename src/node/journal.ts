import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { HotfixkitError } from '../core/errors.js';
import type { FileIdentity } from './file-identity.js';
import { JOURNAL, type StagingFolder } from './staging-folder.js';

/** An output folder of a run. */
export interface JournalRoot {
  /** Absolute. */
  path: string;
  /** The same, from the folder that the journal is of: it counts where the folders are reached by other paths now. */
  relative: string;
  /**
   * The folders that the run made for it, by their numbers on the disk (inode): itself, then those above it. In a copy of
   * the folder they are others, which are not the run's.
   */
  made: string[];
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

/** The file that the other folders of a run have instead of the journal. */
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
      /** Name in the staging folder, which identifies the step. */
      staged: string;
      written: FileIdentity;
      /** What it replaces, and the name in the staging folder under which that is kept; null for a new file. */
      before: { kept: string; was: FileIdentity; readOnly: boolean } | null;
    }
  | { step: 'remove'; root: number; path: string; kept: string }
  /** A folder that is removed at the end, if it is empty. */
  | { step: 'remove-folder'; root: number; path: string };

/** `begin`: the steps are known and may have been taken. `done`: the run is over but for cleaning up. */
type JournalLine = JournalStep | { step: 'begin' } | { step: 'done' };

export interface ReadJournal {
  header: JournalHeader;
  /** Empty where nothing has been put in place yet. */
  steps: JournalStep[];
  isDone: boolean;
}

/** Writes a journal: what a run is about to do, so that another run can complete it or undo it. */
export class Journal {
  readonly #descriptor: number;
  readonly #mostSteps: number;
  #steps = 0;
  #isOpen = true;

  /** Throws what the disk throws. */
  constructor(
    staging: StagingFolder,
    header: JournalHeader | JournalPointer,
    { mostSteps = MOST_STEPS }: JournalLimits = {},
  ) {
    this.#mostSteps = mostSteps;
    this.#descriptor = openSync(staging.path(JOURNAL), 'wx', 0o666);
    this.#write([header]);
  }

  /** Steps, and that they will be taken now. Throws `FILE_WRITE` for more than can be recovered. */
  begin(steps: readonly JournalStep[], flush: boolean): void {
    if (this.#steps + steps.length > this.#mostSteps) {
      throw new HotfixkitError(
        'FILE_WRITE',
        'this would change more files and folders than one run can take back; write fewer at a time',
        { expected: `${this.#mostSteps} at most`, found: this.#steps + steps.length },
      );
    }
    this.#steps += steps.length;
    this.#write([...steps, { step: 'begin' }]);
    if (flush) fsyncSync(this.#descriptor);
  }

  /** Other facts of a step that is known already. */
  amend(step: JournalStep, flush: boolean): void {
    this.#write([step]);
    if (flush) fsyncSync(this.#descriptor);
  }

  /**
   * Marks the run as done. If that cannot be written, the journal stays as it was, so that recovery does not complete a
   * run that was rolled back.
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
    let text = '';
    for (const line of lines) {
      text += `${JSON.stringify(line)}\n`;
      // In pieces, since the lines of 100,000 files are as large as all that is known of these.
      if (text.length < PIECE) continue;
      this.#writeText(text);
      text = '';
    }
    if (text !== '') this.#writeText(text);
  }

  #writeText(text: string): void {
    const bytes = Buffer.from(text);
    for (let done = 0; done < bytes.length; ) done += writeSync(this.#descriptor, bytes, done);
  }
}

/** Steps of one run: two for each row of the longest table that is read. */
const MOST_STEPS = 500_000;

/** Lines of a journal that are no steps. */
const MOST_MARKS = 1000;

export interface JournalLimits {
  /** Default 500,000. */
  mostSteps?: number;
}

/** Longest journal that is read, in bytes. A step takes about 300. */
const LIMIT = 256 * 1024 * 1024;
/** Longest line of a journal, in UTF-16 units: a path has 4,096 characters at most, each of which may take six. */
const LONGEST_LINE = 64 * 1024;
const PIECE = 256 * 1024;
const NEW_LINE = 0x0a;

/**
 * Reads the journal of a staging folder: null where it is empty or missing, since the run was killed before it wrote
 * anything; `foreign` where the file is not a journal of this run. The last line may be torn: its step was not taken.
 */
export function readJournal(
  staging: StagingFolder,
  { mostSteps = MOST_STEPS }: JournalLimits = {},
): ReadJournal | JournalPointer | null | 'foreign' {
  // Each step is written down once and may be amended once; the header and a few marks come with them.
  const lines = readLines(staging.path(JOURNAL), 2 * mostSteps + MOST_MARKS);
  if (lines === null) return 'foreign';
  let header: JournalHeader | null = null;
  const steps = new Map<string, JournalStep>();
  let hasBegun = false;
  let isDone = false;
  for (const text of lines) {
    let line: unknown;
    try {
      line = JSON.parse(text);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      // A line that power loss left empty or torn, and what follows it.
      if (header === null) return 'foreign';
      break;
    }
    if (header === null) {
      if (isPointer(line) && line.id === staging.id) return line;
      if (!isHeader(line) || line.id !== staging.id) return 'foreign';
      header = line;
    } else if (isStep(line, header.roots.length)) {
      steps.set(keyOf(line), line);
      if (steps.size > mostSteps) return 'foreign';
    } else if (isMark(line, 'begin')) hasBegun = true;
    else if (isMark(line, 'done')) isDone = true;
    else return 'foreign';
  }
  return header && { header, steps: hasBegun ? [...steps.values()] : [], isDone };
}

/**
 * Reads the complete lines of a journal; none where there is no file. Null if the file cannot be a journal, because
 * reading it could take for ever.
 */
function readLines(path: string, mostLines: number): Iterable<string> | null {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  let descriptor: number;
  try {
    // Windows has neither of the two constants; `undefined` counts as 0.
    descriptor = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    if (code === 'ELOOP' || code === 'ENXIO' || code === 'EISDIR') return null;
    throw error;
  }
  const stat = fstatSync(descriptor);
  if (stat.isFile() && stat.size <= LIMIT && hasAtMost(descriptor, mostLines)) return linesOf(descriptor);
  closeSync(descriptor);
  return null;
}

/** Whether a file has no more lines than so many: counting them takes far less than reading them. */
function hasAtMost(descriptor: number, mostLines: number): boolean {
  const buffer = Buffer.alloc(PIECE);
  let lines = 0;
  for (let at = 0; at < LIMIT && lines <= mostLines; ) {
    const count = readSync(descriptor, buffer, 0, PIECE, at);
    if (count === 0) break;
    const piece = buffer.subarray(0, count);
    for (let end = piece.indexOf(NEW_LINE); end >= 0; end = piece.indexOf(NEW_LINE, end + 1)) lines++;
    at += count;
  }
  return lines <= mostLines;
}

/** Closes the file in the end. A line that is too long comes cut. */
function* linesOf(descriptor: number): Generator<string> {
  try {
    const decoder = new StringDecoder('utf8');
    const buffer = Buffer.alloc(PIECE);
    let begun = '';
    for (let at = 0; at < LIMIT; ) {
      const count = readSync(descriptor, buffer, 0, PIECE, at);
      if (count === 0) return;
      at += count;
      const lines = (begun + decoder.write(buffer.subarray(0, count))).split('\n');
      begun = lines.pop()!;
      yield* lines;
      if (begun.length > LONGEST_LINE) {
        yield begun.slice(0, LONGEST_LINE);
        return;
      }
    }
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
        Array.isArray(root.made) &&
        root.made.every((folder) => typeof folder === 'string'),
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

/** Checks that a path is relative and leads down: a journal names nothing outside its folder. */
function isPath(value: unknown): boolean {
  return typeof value === 'string' && !leadsAway.test(value) && !isSeparated(value);
}

/** An empty part, `.`, `..`, or a character that no path has. */
const leadsAway = /(?:^|\/)\.{0,2}(?:\/|$)|\0/;

/** On Windows these would lead elsewhere. */
function isSeparated(path: string): boolean {
  return process.platform === 'win32' && /[\\:]/.test(path);
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
