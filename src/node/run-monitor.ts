/** Words of the shared memory, by their index. */
const Word = {
  /** Grows whenever the run makes progress. */
  beats: 0,
  /** See {@link enterCritical}. */
  critical: 1,
  /** 1: the run has heard that it is to end. */
  aborting: 2,
  /** Bytes of output that the supervisor has not written yet. */
  output: 3,
  /** 1: the run ends those of its own threads that take too much memory. */
  watchesMemory: 4,
  /** Bytes of the path of the input. */
  inputLength: 5,
  /** Widths of the terminals; 0: none. */
  stdoutColumns: 6,
  stderrColumns: 7,
  /** 1: the run stands still; 2: its process is to end. */
  still: 8,
  /** The exit status of that. */
  status: 9,
} as const;

const WORDS = 16;
/** Longer paths are cut in messages of the supervisor. */
const PATH_BYTES = 4096;
/** Output that may wait for the supervisor, in bytes, before the run waits for it. */
const MOST_OUTPUT = 1024 * 1024;

/** How often a waiting run reports progress, in milliseconds. */
const PULSE = 100;
/** A thread that is busy for a larger share of its time than this is not waiting. */
const BUSY = 0.9;

const free = 0;
const entered = 1;
const stopped = -1;

/**
 * Memory that a run shares with the thread that supervises it, so that the supervisor sees progress during synchronous
 * work. The run attaches itself with {@link attachRunMonitor}.
 */
export class RunMonitor {
  readonly memory: SharedArrayBuffer;
  readonly #words: Int32Array;
  readonly #path: Uint8Array;

  constructor(memory = new SharedArrayBuffer(WORDS * 4 + PATH_BYTES)) {
    this.memory = memory;
    this.#words = new Int32Array(memory, 0, WORDS);
    this.#path = new Uint8Array(memory, WORDS * 4);
  }

  /** A number that changes with every step of the run. */
  get beats(): number {
    return Atomics.load(this.#words, Word.beats);
  }

  beat(): void {
    Atomics.add(this.#words, Word.beats, 1);
  }

  /** The file that the run opened last and has not closed; empty: none yet. */
  get input(): string {
    return new TextDecoder().decode(this.#path.slice(0, Atomics.load(this.#words, Word.inputLength)));
  }

  set input(path: string) {
    const { written } = new TextEncoder().encodeInto(path, this.#path);
    Atomics.store(this.#words, Word.inputLength, written);
  }

  get isAborting(): boolean {
    return Atomics.load(this.#words, Word.aborting) === 1;
  }

  set isAborting(value: boolean) {
    Atomics.store(this.#words, Word.aborting, Number(value));
  }

  get watchesMemory(): boolean {
    return Atomics.load(this.#words, Word.watchesMemory) === 1;
  }

  set watchesMemory(value: boolean) {
    Atomics.store(this.#words, Word.watchesMemory, Number(value));
  }

  columns(stream: 'stdout' | 'stderr'): number | undefined {
    return Atomics.load(this.#words, Word[`${stream}Columns`]) || undefined;
  }

  setColumns(stream: 'stdout' | 'stderr', columns: number | undefined): void {
    Atomics.store(this.#words, Word[`${stream}Columns`], columns ?? 0);
  }

  /** Whether output waits to be written: then the reader is slow, not the run. */
  get hasOutput(): boolean {
    return Atomics.load(this.#words, Word.output) > 0;
  }

  /** For a run that writes its output itself. */
  set hasOutput(value: boolean) {
    Atomics.store(this.#words, Word.output, Number(value));
  }

  /** Counts output that is sent to the supervisor; waits while too much is unwritten. */
  sendOutput(bytes: number): void {
    this.beat();
    Atomics.add(this.#words, Word.output, bytes);
    for (;;) {
      const waiting = Atomics.load(this.#words, Word.output);
      if (waiting <= MOST_OUTPUT) return;
      Atomics.wait(this.#words, Word.output, waiting);
    }
  }

  outputWritten(bytes: number): void {
    Atomics.sub(this.#words, Word.output, bytes);
    Atomics.notify(this.#words, Word.output);
  }

  /**
   * Asks to stop the run. False while the run is in critical work: ask again later. After true, the run cannot begin
   * such work any more.
   */
  stop(): boolean {
    return Atomics.compareExchange(this.#words, Word.critical, free, stopped) !== entered;
  }

  /** Stops this thread where it is, until {@link release}; returns the exit status. */
  standStill(): number {
    Atomics.store(this.#words, Word.still, 1);
    Atomics.wait(this.#words, Word.still, 1);
    return Atomics.load(this.#words, Word.status);
  }

  get standsStill(): boolean {
    return Atomics.load(this.#words, Word.still) === 1;
  }

  /** Lets the process of a run that stands still end. */
  release(status: number): void {
    Atomics.store(this.#words, Word.status, status);
    Atomics.store(this.#words, Word.still, 2);
    Atomics.notify(this.#words, Word.still);
  }

  /** For {@link enterCritical}: waits for ever if the run is being stopped. */
  enter(): void {
    while (Atomics.compareExchange(this.#words, Word.critical, free, entered) === stopped) {
      Atomics.wait(this.#words, Word.critical, stopped);
    }
  }

  leave(): void {
    Atomics.store(this.#words, Word.critical, free);
    Atomics.notify(this.#words, Word.critical);
  }
}

let monitor: RunMonitor | null = null;
let depth = 0;
let threads = 0;
const inputs: string[] = [];
let lastInput = '';
let onInput: () => void = () => undefined;
let onInputClosed: () => void = () => undefined;
let onCritical: () => void = () => undefined;
let onOutputFolder: (path: string, isNew: boolean) => void = () => undefined;

/**
 * Attaches the monitor to this thread. `input` is called before a file is read, `outputFolder` with each folder that
 * will be written to, and whether it will be made, `critical` before critical work.
 */
export function attachRunMonitor(
  to: RunMonitor,
  listeners: {
    input?: () => void;
    critical?: () => void;
    outputFolder?: (path: string, isNew: boolean) => void;
  } = {},
): void {
  monitor = to;
  onCritical = listeners.critical ?? onCritical;
  onInput = listeners.input ?? onInput;
  onOutputFolder = listeners.outputFolder ?? onOutputFolder;
}

/** Reports progress: more is read, decoded or written than before. */
export function beat(): void {
  monitor?.beat();
}

/** Names the file that is read from now on. */
export function openInput(path: string): void {
  inputs.push(path);
  nameInput(path);
  onInput();
}

export function closeInput(path: string): void {
  const at = inputs.lastIndexOf(path);
  if (at >= 0) inputs.splice(at, 1);
  const open = inputs.at(-1);
  if (open !== undefined) nameInput(open);
  onInputClosed();
}

/** Calls `body` whenever this thread has closed a file that it read. */
export function hearInputsClose(body: () => void): void {
  onInputClosed = body;
}

/** The file that was opened last of those that are open, else the last one that was open; empty for none. */
export function currentInput(): string {
  return lastInput;
}

/** The files that this thread has open for reading, by the paths that it opened them with. */
export function openInputs(): readonly string[] {
  return inputs;
}

function nameInput(path: string): void {
  if (path === lastInput) return;
  lastInput = path;
  if (monitor) {
    monitor.input = path;
    monitor.beat();
  }
}

/** Names a folder that will be written to, and whether it will be made, for the clean-up after a run that was stopped. */
export function announceOutputFolder(path: string, isNew: boolean): void {
  onOutputFolder(path, isNew);
}

/**
 * Begins critical work, such as putting files in their places. Until {@link leaveCritical} a supervisor does not stop
 * this thread, even past its limits. Calls may be nested. Without a supervisor nothing happens.
 */
export function enterCritical(): void {
  if (depth++ > 0) return;
  onCritical();
  monitor?.enter();
}

export function leaveCritical(): void {
  if (--depth === 0) {
    monitor?.leave();
    monitor?.beat();
  }
}

/** Tells the supervisor that this run keeps its own threads within the memory limit. */
export function watchesMemory(does: boolean): void {
  if (monitor) monitor.watchesMemory = does;
}

/** While other threads work for this one, only their reports count as progress. */
export async function withThreads<T>(body: () => Promise<T>): Promise<T> {
  threads++;
  try {
    return await body();
  } finally {
    threads--;
    beat();
  }
}

/** Whether what this thread waits for is outside: no thread of its own works for it. */
function waitsForOthers(): boolean {
  return threads === 0;
}

/** Reports progress, while this thread waits for something outside, until `stop` is called; it keeps no process alive. */
export function startPulse(monitor: RunMonitor): { stop: () => void } {
  let last: ReturnType<typeof performance.eventLoopUtilization> | null = null;
  const pulse = setInterval(() => {
    // The first call loads a module of Node, which a short run does without.
    const now = performance.eventLoopUtilization();
    // Work that gives way to others now and then may still be work without an end.
    const since = last === null ? now : performance.eventLoopUtilization(now, last);
    if (since.utilization < BUSY && waitsForOthers()) monitor.beat();
    last = now;
  }, PULSE).unref();
  return { stop: () => clearInterval(pulse) };
}
