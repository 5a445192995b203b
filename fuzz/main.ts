import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type FuzzArguments, parseArguments, usage } from './arguments.js';
import {
  type CampaignOptions,
  type CampaignResult,
  keepFinding,
  readFinding,
  runCampaign,
} from './campaign.js';
import { HostClient } from './host-client.js';
import { corpusFolder, SeedPool } from './seeds.js';
import type { FuzzCase, Target } from './target.js';
import { plantedTargets } from './targets/planted.js';
import { targets } from './targets.js';

/** What one case may take: milliseconds and bytes. */
const limits = { time: 1000, memory: 200 * 2 ** 20 };

/** Runs the fuzzer; gives the exit status: 0 nothing found, 1 something found, 2 a wrong command line. */
export async function main(args: readonly string[], repository: string): Promise<number> {
  let given: FuzzArguments;
  try {
    given = parseArguments(args, [...targets.map(({ name }) => name)]);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return 2;
  }
  if (given.help || given.list) {
    process.stdout.write(given.help ? usage : targets.map(listed).join(''));
    return 0;
  }
  const scratch = mkdtempSync(join(tmpdir(), 'hotfixkit-fuzz-'));
  try {
    const tell = (line: string): void => void process.stdout.write(`${line}\n`);
    const corpus = given.corpus ? corpusFolder(repository) : null;
    const options: CampaignOptions = {
      ...given,
      suspects: 100,
      out: resolve(given.out),
      repository,
      corpus,
      scratch,
      limits,
      tell,
    };
    if (given.replay !== null || given.minimise !== null) return await again(given, options);
    if (given.case !== null) return await one(given, options);
    return given.selfTest ? await selfTest(options) : await all(given, options);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const listed = ({ name, about }: Target): string => `${name.padEnd(14)} ${about}\n`;

async function all(given: FuzzArguments, options: CampaignOptions): Promise<number> {
  tellCorpus(options);
  const results: CampaignResult[] = [];
  for (const name of given.targets) {
    const result = await runCampaign(targets.find((target) => target.name === name)!, options);
    results.push(result);
    options.tell(line(result));
  }
  options.tell(`\n${table(results)}`);
  return results.some(({ findings }) => findings.length > 0) ? 1 : 0;
}

function tellCorpus({ repository, corpus, tell }: CampaignOptions): void {
  const pool = new SeedPool(repository, corpus);
  if (pool.corpus !== null) tell(`seeds: fixtures, builders and the corpus at ${pool.corpus}`);
  else if (corpus === null) tell('seeds: fixtures and builders; the corpus is left out');
  else
    tell(`seeds: fixtures and builders; SKIPPED: the corpus, which is not at ${corpus} (HOTFIXKIT_CORPUS)`);
}

const rate = ({ executed, seconds }: CampaignResult): number =>
  Math.round(executed / Math.max(seconds, 0.001));

function line(result: CampaignResult): string {
  const codes = Object.entries(result.codes)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 5)
    .map(([code, count]) => `${code} ${count}`);
  return `${result.target}: ${result.executed} cases of ${result.seeds} seeds, ${rate(result)}/s, ${result.findings.length} findings (${codes.join(', ')})`;
}

/** One line a target, with totals. */
function table(results: readonly CampaignResult[]): string {
  const rows = results.map((result) => [
    result.target,
    String(result.seeds),
    String(result.executed),
    String(rate(result)),
    String(result.findings.length),
    String(result.repeated),
    String(result.unconfirmed),
  ]);
  const sum = (values: readonly number[]): string => String(values.reduce((a, b) => a + b, 0));
  rows.push([
    'all',
    '',
    sum(results.map(({ executed }) => executed)),
    '',
    sum(results.map(({ findings }) => findings.length)),
    sum(results.map(({ repeated }) => repeated)),
    sum(results.map(({ unconfirmed }) => unconfirmed)),
  ]);
  const head = ['Target', 'Seeds', 'Executions', 'Per second', 'Findings', 'Repeated', 'Unconfirmed'];
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]!.length)));
  const lines = [head, ...rows].map((row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  '),
  );
  const found = results
    .flatMap(({ findings }) => findings)
    .map(({ file, signature }) => `${file}: ${signature}`);
  return [...lines, '', ...(found.length > 0 ? found : ['Nothing was found.'])].join('\n');
}

/** One case by its number. */
async function one(given: FuzzArguments, options: CampaignOptions): Promise<number> {
  const target = targets.find(({ name }) => name === given.targets[0])!;
  const judge = hostFor(target, options);
  try {
    const fuzzCase = await judge.make(given.case!);
    const reproduce = `npm run fuzz -- ${target.name} --seed ${given.seed} --case ${given.case}`;
    return await tellCase(judge, target, fuzzCase, reproduce, true, options);
  } finally {
    await judge.close();
  }
}

/** A finding from its files: run again, or made smaller. */
async function again(given: FuzzArguments, options: CampaignOptions): Promise<number> {
  const { finding, fuzzCase } = readFinding(given.replay ?? given.minimise!);
  const target = [...targets, ...plantedTargets].find(({ name }) => name === finding.target);
  if (!target) throw new Error(`there is no target ${finding.target} any more`);
  const judge = hostFor(target, options);
  try {
    const reproduce = finding.reproduce.at(-1) ?? '';
    return await tellCase(judge, target, fuzzCase, reproduce, given.minimise !== null, options);
  } finally {
    await judge.close();
  }
}

const hostFor = (target: Target, options: CampaignOptions): HostClient =>
  new HostClient({ ...options, target: target.name, folder: join(options.scratch, 'judge') });

async function tellCase(
  judge: HostClient,
  target: Target,
  fuzzCase: FuzzCase,
  reproduce: string,
  keep: boolean,
  options: CampaignOptions,
): Promise<number> {
  const { failure, code, milliseconds, peak } = await judge.judge(fuzzCase);
  options.tell(
    failure
      ? `${failure.signature}: ${failure.message}\n${failure.stack}`
      : `${code} after ${Math.round(milliseconds)} ms and ${Math.round(peak / 2 ** 20)} MB: nothing is wrong with it`,
  );
  if (!failure) return 0;
  if (keep) await keepFinding(judge, target, fuzzCase, failure, reproduce, options);
  return 1;
}

/** Finds the planted bugs: says for each whether it was found and cut down. */
async function selfTest(options: CampaignOptions): Promise<number> {
  let missed = 0;
  for (const target of plantedTargets) {
    // A planted hang never ends: a shorter limit finds it sooner.
    const time = target.name === 'planted-hang' ? 300 : limits.time;
    const result = await runCampaign(target, {
      ...options,
      runs: Math.min(options.runs, 60),
      suspects: 1,
      limits: { ...limits, time },
    });
    const finding = result.findings[0];
    const isFound = finding !== undefined && finding.minimised < finding.size;
    if (!isFound) missed++;
    options.tell(
      `${target.name}: ${isFound ? `found and cut down to ${finding.minimised} bytes` : 'MISSED'} (${result.executed} cases)`,
    );
  }
  return missed === 0 ? 0 : 1;
}
