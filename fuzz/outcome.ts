import { HotfixkitError } from '../src/core/errors.js';
import { Broken, type FuzzCase, isAnswer, type PreparedTarget } from './target.js';
import type { World } from './world.js';
import type { WriteGuard } from './write-guard.js';

/**
 * `crash`: something else than an answer was thrown. `broken`: a promise did not hold (containment, round trip, content
 * under a checksum). `hang`: longer than the limit. `memory`: more than the limit. `died`: the whole process went.
 */
export type FindingKind = 'crash' | 'broken' | 'hang' | 'memory' | 'died';

/** What is wrong with a case. Two with one signature are the same finding. */
export interface Failure {
  kind: FindingKind;
  signature: string;
  message: string;
  stack: string;
}

/** How a case went: a failure, or the code of the answer (`OK` where nothing was thrown). */
export type Outcome = { failure: Failure } | { code: string };

/** Runs a case in this thread. Nobody watches its time and memory here. */
export async function runCase(
  target: PreparedTarget,
  fuzzCase: FuzzCase,
  world: World,
  guard: WriteGuard,
): Promise<Outcome> {
  try {
    await guard.watch(() => target.run(fuzzCase, world));
    return { code: 'OK' };
  } catch (error) {
    if (isAnswer(error)) return { code: error.code };
    return { failure: failureOf(error) };
  }
}

export function failureOf(error: unknown): Failure {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  if (error instanceof Broken) {
    return { kind: 'broken', signature: `broken ${error.what}`, message, stack: stack ?? '' };
  }
  const code = error instanceof HotfixkitError ? error.code : name;
  // Where a stack overflows is chance; elsewhere the innermost frame tells one bug from another.
  const frame = /call stack/.test(message) ? 'stack overflow' : innermostFrame(stack ?? '');
  return { kind: 'crash', signature: `crash ${code} ${frame}`, message, stack: stack ?? '' };
}

/** `function file:line` of the innermost frame that is not Node's own. */
export function innermostFrame(stack: string): string {
  for (const line of stack.split('\n')) {
    const match = /^\s*at (?:async )?(?:(.*?) \()?(?:file:\/\/)?([^()]*?):(\d+):\d+\)?$/.exec(line);
    if (!match || match[2]!.startsWith('node:')) continue;
    return `${match[1] ?? 'module'} ${match[2]!.replace(/^.*[\\/]/, '')}:${match[3]}`;
  }
  return 'unknown';
}
