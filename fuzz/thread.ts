import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { type HostReply, type HostRequest, Slot, type ThreadOptions } from './messages.js';
import { type Failure, runCase } from './outcome.js';
import { randomOfCase } from './random.js';
import { SeedPool } from './seeds.js';
import { plantedTargets } from './targets/planted.js';
import { targets } from './targets.js';
import { World } from './world.js';
import { WriteGuard } from './write-guard.js';

/*
 * The thread in which cases run. It tells its watchdog through shared memory what it is at, and leaves the number of the
 * case in a file for whoever finds the process dead.
 */

const options = workerData as ThreadOptions;
const port = parentPort!;
const slots = new Int32Array(options.shared);
const plan = [...targets, ...plantedTargets].find(({ name }) => name === options.target);
if (!plan) throw new Error(`there is no target ${options.target}`);
const target = plan.prepare(new SeedPool(options.repository, options.corpus));
const world = new World(join(options.folder, 'world'));
const guard = new WriteGuard(world.root);
const mark = openSync(join(options.folder, 'at'), 'w');
process.on('exit', () => closeSync(mark));
const markBytes = new Int32Array(1);
const seen = new Map<string, Failure>();
let codes: Record<string, number> = {};
let repeated = 0;
let executed = 0;

const tell = (reply: HostReply): void => port.postMessage(reply);
const makeCase = (index: number) => target.make(randomOfCase(options.target, options.seed, index));

function progress(next: number): void {
  tell({ type: 'progress', next, executed, codes, repeated });
  executed = 0;
  Atomics.store(slots, Slot.executed, 0);
  codes = {};
  repeated = 0;
}

async function execute(index: number, fuzzCase: ReturnType<typeof makeCase>) {
  markBytes[0] = index;
  writeSync(mark, new Uint8Array(markBytes.buffer), 0, 4, 0);
  Atomics.store(slots, Slot.index, index);
  Atomics.add(slots, Slot.running, 1);
  try {
    return await runCase(target, fuzzCase, world, guard);
  } finally {
    Atomics.add(slots, Slot.running, 1);
  }
}

async function run(from: number, count: number, deadline: number): Promise<void> {
  let told = performance.now();
  let index = from;
  for (; index < from + count && Date.now() < deadline; index++) {
    const fuzzCase = makeCase(index);
    const outcome = await execute(index, fuzzCase);
    Atomics.store(slots, Slot.executed, ++executed);
    if ('code' in outcome) codes[outcome.code] = (codes[outcome.code] ?? 0) + 1;
    else if (seen.has(outcome.failure.signature)) repeated++;
    else {
      seen.set(outcome.failure.signature, outcome.failure);
      tell({ type: 'failed', index, failure: outcome.failure, fuzzCase });
    }
    if (performance.now() - told < 300) continue;
    progress(index + 1);
    told = performance.now();
    // The watchdog's messages and the garbage of streams get their turn.
    await new Promise((resolve) => setImmediate(resolve));
  }
  progress(index);
  tell({ type: 'done', next: index });
}

port.on('message', async (request: HostRequest) => {
  if (request.type === 'run') await run(request.from, request.count, request.deadline);
  else if (request.type === 'make') tell({ type: 'made', fuzzCase: makeCase(request.index) });
  else {
    const start = performance.now();
    const outcome = await execute(-1, request.fuzzCase);
    const milliseconds = performance.now() - start;
    const failure = 'failure' in outcome ? outcome.failure : null;
    const code = 'code' in outcome ? outcome.code : '';
    tell({ type: 'judged', failure, code, milliseconds, peak: 0 });
  }
});

tell({ type: 'ready', seeds: target.seeds.length });
