import { Worker } from 'node:worker_threads';
import { StackOfThread } from './hang-stack.js';
import { type HostOptions, type HostReply, type HostRequest, SLOTS, Slot } from './messages.js';
import { type Failure, type FindingKind, failureOf } from './outcome.js';

/*
 * A process for one target: this thread watches, another one works. Time counts as processor time, so that a busy machine
 * is not taken for a hang; memory counts for the whole process.
 */

/** Milliseconds between two looks. */
const LOOK = 10;
/** A case may wait this many times longer than it may work: nothing that waits for ever gets past. */
const WAITING = 20;
/** Bytes above which the process is given up at once, before the machine suffers. */
const TOO_MUCH = 2.5e9;

class Host {
  readonly #options: HostOptions;
  #slots = new Int32Array(new SharedArrayBuffer(4 * SLOTS));
  #thread: Worker | null = null;
  #request: HostRequest | null = null;
  #watch = { running: 0, since: 0, processor: 0, base: 0, peak: 0 };
  #isStopping = false;

  constructor(options: HostOptions) {
    this.#options = options;
    setInterval(() => void this.#look(), LOOK);
    process.on('message', (request: HostRequest) => this.#take(request));
    process.on('disconnect', () => process.exit(0));
    this.#start();
  }

  #start(): void {
    const shared = new SharedArrayBuffer(4 * SLOTS);
    this.#slots = new Int32Array(shared);
    this.#watch = { running: 0, since: 0, processor: 0, base: process.memoryUsage.rss(), peak: 0 };
    const thread = new Worker(new URL('./thread.js', import.meta.url), {
      workerData: { ...this.#options, shared },
      // A heap that is full ends the thread with an error; the watchdog is quicker as a rule.
      resourceLimits: { maxOldGenerationSizeMb: 1200 },
    });
    this.#thread = thread;
    thread.on('message', (reply: HostReply) => {
      if (this.#thread !== thread) return;
      if (reply.type === 'judged') this.#tell({ ...reply, ...this.#peakOf(reply) });
      else this.#tell(reply);
      if (reply.type === 'done' || reply.type === 'judged' || reply.type === 'made') this.#request = null;
    });
    thread.on('error', (error) => {
      if (this.#thread !== thread) return;
      const isFull = (error as { code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY';
      if (!isFull && !this.#isRunning) {
        this.#tell({ type: 'broken-down', message: error.stack ?? String(error) });
        return;
      }
      this.#over(isFull ? failure('memory', 'the heap is full', '') : failureOf(error));
    });
  }

  /** A case that was over before anyone looked still says how much memory it left. */
  #peakOf(reply: { failure: Failure | null }): { failure: Failure | null; peak: number } {
    const peak = Math.max(0, this.#watch.peak - this.#watch.base);
    if (reply.failure || peak <= this.#options.limits.memory) return { failure: reply.failure, peak };
    return { failure: failure('memory', megabytes(peak), ''), peak };
  }

  get #isRunning(): boolean {
    return (Atomics.load(this.#slots, Slot.running) & 1) === 1;
  }

  #take(request: HostRequest): void {
    this.#request = request;
    const { rss } = process.memoryUsage();
    this.#watch = { ...this.#watch, base: rss, peak: rss };
    this.#thread?.postMessage(request);
  }

  async #look(): Promise<void> {
    if (!this.#request || this.#isStopping) return;
    const running = Atomics.load(this.#slots, Slot.running);
    const rss = process.memoryUsage.rss();
    const now = performance.now();
    const watch = this.#watch;
    if (running !== watch.running) {
      this.#watch = { running, since: now, processor: processorTime(), base: rss, peak: rss };
      if (this.#request.type === 'judge') {
        // One case: what it began with is what the thread had before it.
        this.#watch.base = Math.min(rss, watch.base);
        this.#watch.peak = Math.max(rss, watch.peak);
      }
      return;
    }
    watch.peak = Math.max(watch.peak, rss);
    if ((running & 1) === 0) {
      watch.base = Math.min(watch.base, rss);
      return;
    }
    const { time, memory } = this.#options.limits;
    const used = rss - watch.base;
    if (used > memory) {
      this.#over(failure('memory', megabytes(used), await this.#stack()));
    } else if (now - watch.since > time) {
      const worked = processorTime() - watch.processor;
      if (worked > time || now - watch.since > WAITING * time) {
        const message = `${Math.round(now - watch.since)} ms and not over (${Math.round(worked)} ms of processor time)`;
        this.#over(failure('hang', message, await this.#stack()));
      }
    }
  }

  /** Where the thread is at. */
  async #stack(): Promise<string> {
    this.#isStopping = true;
    try {
      return process.memoryUsage.rss() > TOO_MUCH ? '' : await StackOfThread.take();
    } finally {
      this.#isStopping = false;
    }
  }

  /**
   * Says what was found and gives the process up, thread and all: a thread that hangs may not let itself be ended, and
   * after much memory the process is no measure any more. Whoever started it starts another.
   */
  #over(found: Failure): void {
    const index = Atomics.load(this.#slots, Slot.index);
    const executed = Atomics.load(this.#slots, Slot.executed) + 1;
    const peak = this.#watch.peak - this.#watch.base;
    const reply: HostReply =
      this.#request?.type === 'judge'
        ? { type: 'judged', failure: found, code: '', milliseconds: 0, peak, isLast: true }
        : { type: 'failed', index, failure: found, fuzzCase: null, executed, isLast: true };
    this.#thread = null;
    this.#request = null;
    process.send!(reply, () => process.kill(process.pid, 'SIGKILL'));
  }

  #tell(reply: HostReply): void {
    process.send!(reply);
  }
}

function failure(kind: FindingKind, message: string, stack: string): Failure {
  const innermost = /^\s*at (.+)$/m.exec(stack)?.[1] ?? '';
  return { kind, signature: `${kind} ${innermost}`.trim(), message, stack };
}

const processorTime = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const megabytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MB more than before`;

new Host(JSON.parse(process.argv[2]!) as HostOptions);
