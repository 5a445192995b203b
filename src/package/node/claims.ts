/** Which of a number of batches have a thread: each takes the next one when it is done with the last. */
export class Claims {
  readonly memory: SharedArrayBuffer;
  readonly #next: Int32Array;

  constructor(memory = new SharedArrayBuffer(4)) {
    this.memory = memory;
    this.#next = new Int32Array(memory);
  }

  /** The numbers below `count` that this thread gets, each when it asks for it. */
  *below(count: number): Generator<number, void, void> {
    for (let own = Atomics.add(this.#next, 0, 1); own < count; own = Atomics.add(this.#next, 0, 1)) yield own;
  }
}
