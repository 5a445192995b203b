/* Stands in for `src/node/turns.ts`: work gives way after each of its steps. */

export class Turns {
  readonly isOver = true;

  async giveWay(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
