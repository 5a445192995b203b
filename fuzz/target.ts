import { HotfixkitError } from '../src/core/errors.js';
import type { Random } from './random.js';
import type { Seed, SeedPool } from './seeds.js';
import type { World } from './world.js';

/** One input, complete: with the target's name it can be run again. */
export interface FuzzCase {
  /** What is read. */
  bytes: Uint8Array;
  /** Name of the seed that it came from; targets that need a second file find it by this. */
  seed: string;
  /** Decides between the options that a target tries; see {@link optionsOf}. */
  choice: number;
}

/** A way in for untrusted input. Add one in a file of its own and name it in `targets.ts`. */
export interface Target {
  name: string;
  /** A few words for `--list`. */
  about: string;
  prepare(pool: SeedPool): PreparedTarget;
}

export interface PreparedTarget {
  seeds: readonly Seed[];
  make(random: Random): FuzzCase;
  /**
   * Uses the product on the case. A `HotfixkitError` of kind `input`, `usage` or `environment` is a good answer;
   * everything else that is thrown is a finding, {@link Broken} included.
   */
  run(fuzzCase: FuzzCase, world: World): void | Promise<void>;
  /** Smaller inputs to try, largest steps first; the minimiser tries runs of bytes besides. */
  reduce?(bytes: Uint8Array): Iterable<Uint8Array>;
  /** Puts right what mutation must not break (checksums), so that the bytes behind it are reached. */
  repair?(bytes: Uint8Array): Uint8Array;
}

/** A promise of the product that did not hold: `what` names it in a word or two. */
export class Broken extends Error {
  constructor(
    readonly what: string,
    message: string,
  ) {
    super(`${what}: ${message}`);
    this.name = 'Broken';
  }
}

/** The bits of `choice` one after the other; each is true in about half of the cases. */
export function optionsOf({ choice }: FuzzCase): () => boolean {
  let at = 0;
  return () => ((choice >>> (at++ % 32)) & 1) === 1;
}

/** Whether an error is an answer of the product. Errors of its kind `bug` are none. */
export function isAnswer(error: unknown): error is HotfixkitError {
  return error instanceof HotfixkitError && error.kind !== 'bug';
}

/** Goes on after an answer: what was refused here may be taken elsewhere. Null where it was refused. */
export function tolerate<T>(body: () => T): T | null {
  try {
    return body();
  } catch (error) {
    if (!isAnswer(error)) throw error;
    return null;
  }
}

export async function tolerateLater<T>(body: () => Promise<T>): Promise<T | null> {
  try {
    return await body();
  } catch (error) {
    if (!isAnswer(error)) throw error;
    return null;
  }
}

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** Seeds that cannot be made here are left out. */
export function seedNamed(seeds: readonly Seed[], name: string): Seed {
  const seed = seeds.find((one) => one.name === name);
  if (!seed) throw new Error(`there is no seed ${name} here: is the corpus another one?`);
  return seed;
}
