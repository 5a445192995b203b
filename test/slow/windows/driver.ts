import { writeFileSync } from 'node:fs';
import { scenarios } from './scenarios.js';
import { EXECUTABLE, Tools } from './tools.js';

/* Runs in Node for Windows: `node driver.mjs RESULTS FOLDER all|everywhere [PART OF A NAME]`. */

export interface ScenarioResult {
  name: string;
  milliseconds: number;
  /** Null where all is as it should be. */
  problem: string | null;
}

/** Scenarios at the same time: some wait for seconds until a file is let go. */
const AT_ONCE = 4;
const TIME = 100_000;

const [, , file = 'results.json', folder = 'C:\\work', which = 'all', part = ''] = process.argv;
const results: ScenarioResult[] = [];
const waiting = [...scenarios.entries()].filter(
  ([, { name, everywhere, needsNode }]) =>
    !(EXECUTABLE && needsNode) && (which === 'all' || everywhere) && name.includes(part),
);

async function work(): Promise<void> {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const [i, { name, run }] = next;
    const begun = performance.now();
    const tools = new Tools(`${folder}\\${i}`);
    let problem: string | null = null;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('it does not end')), TIME);
    });
    try {
      await Promise.race([run(tools), late]);
    } catch (error) {
      problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
    } finally {
      clearTimeout(timer);
      tools.close();
    }
    results.push({ name, milliseconds: Math.round(performance.now() - begun), problem });
    // What is known so far is kept, should the whole come to an end.
    writeFileSync(file, JSON.stringify(results));
  }
}

await Promise.all(Array.from({ length: AT_ONCE }, work));
process.exit(0);
