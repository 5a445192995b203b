/** Milliseconds of work between progress reports and signal checks. */
const TURN = 40;

/** Milliseconds between looks at the processor time of a process that works undivided: each costs 10 µs. */
const LOOK = 10;

let undividedUntil = 0;

/** Lets this process work for so many milliseconds of processor time from now on before it gives way to anything. */
export function workUndivided(milliseconds: number): void {
  undividedUntil = processorTime() + milliseconds;
}

/** Long work that gives way, now and then, to what else waits for this thread. */
export class Turns {
  #end = steadyNow() + TURN;

  get isOver(): boolean {
    const now = steadyNow();
    if (now < this.#end) return false;
    if (undividedUntil === 0 || processorTime() >= undividedUntil) return true;
    this.#end = now + LOOK;
    return false;
  }

  async giveWay(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    undividedUntil = 0;
    this.#end = steadyNow() + TURN;
  }
}

/** Milliseconds of a clock that is never set. `performance` has one too, but it takes long to load. */
export function steadyNow(): number {
  return Number(process.hrtime.bigint() / 1_000_000n);
}

function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
