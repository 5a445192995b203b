/* Stands in for `../turns.ts` in browsers: long work has a worker of its own there, where nothing else waits. */

/** Milliseconds between progress reports. */
const TURN = 40;

export class Turns {
  #end = performance.now() + TURN;

  get isOver(): boolean {
    return performance.now() >= this.#end;
  }

  async giveWay(): Promise<void> {
    this.#end = performance.now() + TURN;
  }
}
