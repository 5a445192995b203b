import { spawnSync } from 'node:child_process';
import { appendFileSync, writeFileSync } from 'node:fs';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { CommandEntry } from '../../src/cli/commands/index.js';
import type { Context } from '../../src/cli/context.js';
import { FileSource } from '../../src/node/file-source.js';
import { beginOutput } from '../../src/node/output-transaction.js';
import { beat, enterCritical, leaveCritical } from '../../src/node/run-monitor.js';

/** Commands that take the place of the real ones where the supervisor is tested: each misbehaves in a way of its own. */
type Run = (context: Context, words: readonly string[]) => Promise<number> | number;

const until = (milliseconds: number, body: () => void = () => undefined): void => {
  const end = performance.now() + milliseconds;
  while (performance.now() < end) body();
};

const hogs: Record<string, (keep: unknown[]) => void> = {
  objects: (keep) => keep.push({ a: [keep.length] }),
  numbers: (keep) => keep.push(1),
  arrays: (keep) => keep.push(new Array(2e7).fill(0)),
  strings: (keep) => keep.push(`${keep.length}`.repeat(1000) + keep.length),
  bytes: (keep) => keep.push(new Uint8Array(1 << 20).fill(1)),
  'large bytes': (keep) => keep.push(new Uint8Array(1 << 28).fill(1)),
};

const oneAllocation: Record<string, () => unknown> = {
  buffer: () => new ArrayBuffer(2 ** 52),
  string: () => 'x'.repeat(2 ** 30),
  array: () => new Array(2 ** 33),
  text: () => Buffer.alloc(2 ** 29 + 100).toString('latin1'),
};

const runs: Record<string, Run> = {
  /** Opens a file and never comes back. */
  hang: (context, [path = '']) => {
    new FileSource(path);
    context.last('ready');
    for (;;);
  },
  /** Says where it is by a file, at once. */
  'hang-silently': (_, [path = '']) => {
    writeFileSync(path, '');
    for (;;);
  },
  /** In one call of the system for so long. Says in a file that it begins. */
  stuck: (_, [milliseconds, path = '']) => {
    appendFileSync(path, 'begun\n');
    new FileSource(path);
    spawnSync(process.execPath, ['-e', `setTimeout(() => undefined, ${milliseconds})`], { stdio: 'ignore' });
    return 0;
  },
  /** Never comes back either, but gives way to others. */
  turns: async (context) => {
    context.last('ready');
    for (;;) await nextTurn();
  },
  /** Waits for something outside. */
  wait: async (_, [milliseconds]) => {
    await sleep(Number(milliseconds));
    return 0;
  },
  /** Works for long and gets on. */
  work: (_, [milliseconds]) => {
    until(Number(milliseconds), beat);
    return 0;
  },
  hog: (_, [kind = '']) => {
    const keep: unknown[] = [];
    for (;;) hogs[kind]!(keep);
  },
  allocate: (_, [kind = '']) => {
    oneAllocation[kind]!();
    return 0;
  },
  print: (context, [megabytes]) => {
    for (let i = 0; i < Number(megabytes); i++) context.bytes(new Uint8Array(1 << 20).fill(i));
    context.last('printed');
    return 7;
  },
  /** At what must not be cut short, then hangs. */
  critical: (context, [path = '']) => {
    enterCritical();
    context.last('ready');
    until(2500);
    writeFileSync(path, 'whole');
    leaveCritical();
    for (;;);
  },
  /** Ends by itself when it is told to, having taken back what it did. */
  polite: async (context, [path = '']) => {
    context.last('ready');
    while (context.signal?.aborted !== true) await sleep(10);
    writeFileSync(path, 'taken back');
    return 4;
  },
  /** Puts a file in its place and hangs before that run is over. */
  place: async (context, [folder = '']) => {
    const output = await beginOutput(folder);
    output.writeFile('a.txt', Buffer.from('new'));
    await output.transaction.place();
    context.last('ready');
    for (;;);
  },
  /** The same, but it gives way to others. */
  'place-and-wait': async (context, [folder = '']) => {
    const output = await beginOutput(folder);
    output.writeFile('a.txt', Buffer.from('new'));
    await output.transaction.place();
    context.last('ready');
    for (;;) await nextTurn();
  },
  exit: () => process.exit(5),
  nothing: () => new Promise(() => undefined),
  throw: () => {
    setTimeout(() => {
      throw new TypeError('nobody catches this');
    });
    return sleep(1000, 0);
  },
};

export const commands: readonly CommandEntry[] = Object.entries(runs).map(([name, run]) => ({
  definition: {
    name,
    group: 'Tests',
    summary: name,
    arguments: { words: { takes: 'text', optional: true, repeats: true, help: 'what it is told' } },
    options: {},
    examples: [],
  },
  load: async () => ({ run: (context, { words }) => run(context, [words ?? []].flat()) }),
}));
