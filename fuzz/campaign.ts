import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HostClient } from './host-client.js';
import type { HostOptions } from './messages.js';
import { minimise } from './minimise.js';
import type { Failure } from './outcome.js';
import { SeedPool } from './seeds.js';
import type { FuzzCase, Target } from './target.js';

export interface CampaignOptions {
  repository: string;
  corpus: string | null;
  seed: number;
  seconds: number;
  runs: number;
  workers: number;
  /** Seconds. */
  minimiseSeconds: number;
  out: string;
  /** A folder for working files. */
  scratch: string;
  limits: HostOptions['limits'];
  /** Findings of one kind that are looked into at most. */
  suspects: number;
  tell: (line: string) => void;
}

/** A finding as it is kept beside its bytes. */
export interface Finding {
  target: string;
  kind: Failure['kind'];
  signature: string;
  message: string;
  stack: string;
  /** Name of the file with the bytes, and of the one it was cut down from. */
  file: string;
  seed: string;
  choice: number;
  /** Bytes before and after. */
  size: number;
  minimised: number;
  reproduce: string[];
}

export interface CampaignResult {
  target: string;
  seeds: number;
  executed: number;
  seconds: number;
  codes: Record<string, number>;
  findings: Finding[];
  /** Cases that showed what had been found already. */
  repeated: number;
  /** Suspicions that a second run on an idle worker did not confirm. */
  unconfirmed: number;
}

/** How many findings of a kind are looked into: one bug can hide behind many signatures, and some take long. */
const most: Readonly<Record<Failure['kind'], number>> = { crash: 12, broken: 8, hang: 4, memory: 4, died: 3 };

/** Runs one target for its time, confirms what it found on a worker that has nothing else to do, and cuts it down. */
export async function runCampaign(target: Target, options: CampaignOptions): Promise<CampaignResult> {
  return await new Campaign(target, options).run();
}

interface Suspect {
  index: number;
  failure: Failure;
  /** Null where the thread could not give it any more; it is made again. */
  fuzzCase: FuzzCase | null;
}

class Campaign {
  readonly #target: Target;
  readonly #options: CampaignOptions;
  readonly #judge: HostClient;
  readonly #result: CampaignResult;
  readonly #suspects: Suspect[] = [];
  readonly #known = new Set<string>();

  constructor(target: Target, options: CampaignOptions) {
    this.#target = target;
    this.#options = options;
    this.#judge = new HostClient(this.#host('judge'));
    this.#result = {
      target: target.name,
      seeds: 0,
      executed: 0,
      seconds: 0,
      codes: {},
      findings: [],
      repeated: 0,
      unconfirmed: 0,
    };
  }

  async run(): Promise<CampaignResult> {
    const { workers, runs, seconds } = this.#options;
    const share = Math.ceil(runs / workers);
    const clients = Array.from({ length: workers }, (_, i) => new HostClient(this.#host(`worker-${i}`)));
    try {
      await Promise.all(clients.map((client) => client.start()));
      const start = Date.now();
      const deadline = start + 1000 * seconds;
      await Promise.all(clients.map((client, i) => this.#work(client, i * share, share, deadline)));
      this.#result.seconds = (Date.now() - start) / 1000;
      for (const suspect of this.#suspects) await this.#lookInto(suspect);
    } finally {
      await Promise.all([...clients, this.#judge].map((client) => client.close()));
    }
    return this.#result;
  }

  async #work(client: HostClient, from: number, count: number, deadline: number): Promise<void> {
    const result = this.#result;
    result.seeds = client.seeds;
    await client.run(from, count, deadline, {
      failed: (index, failure, fuzzCase) => {
        const alike = this.#suspects.filter(({ failure: { kind } }) => kind === failure.kind).length;
        const enough = Math.min(most[failure.kind], this.#options.suspects);
        if (this.#known.has(failure.signature) || alike >= enough) {
          result.repeated++;
          return;
        }
        // Without a stack nothing tells one hang from another: each is looked into, up to a number.
        if (/ /.test(failure.signature)) this.#known.add(failure.signature);
        this.#suspects.push({ index, failure, fuzzCase });
        this.#options.tell(`  ${this.#target.name}: case ${index}: ${failure.signature}: ${failure.message}`);
      },
      progress: (executed, codes, repeated) => {
        result.executed += executed;
        result.repeated += repeated;
        for (const [code, n] of Object.entries(codes)) result.codes[code] = (result.codes[code] ?? 0) + n;
      },
    });
  }

  async #lookInto({ index, failure, fuzzCase }: Suspect): Promise<void> {
    const { seed } = this.#options;
    const whole = fuzzCase ?? (await this.#judge.make(index));
    await this.#judge.restart();
    const { failure: again } = await this.#judge.judge(whole);
    if (again?.kind !== failure.kind) {
      this.#result.unconfirmed++;
      this.#options.tell(`  ${this.#target.name}: case ${index}: not again: ${failure.signature}`);
      return;
    }
    if (this.#result.findings.some(({ signature }) => signature === again.signature)) {
      this.#result.repeated++;
      return;
    }
    const reproduce = `npm run fuzz -- ${this.#target.name} --seed ${seed} --case ${index}`;
    this.#result.findings.push(
      await keepFinding(this.#judge, this.#target, whole, again, reproduce, this.#options),
    );
  }

  #host(name: string): HostOptions {
    const { seed, corpus, repository, scratch, limits } = this.#options;
    const folder = join(scratch, `${this.#target.name}-${name}`);
    return { target: this.#target.name, seed, corpus, repository, folder, limits };
  }
}

type KeepOptions = Pick<
  CampaignOptions,
  'repository' | 'corpus' | 'minimiseSeconds' | 'out' | 'tell' | 'limits'
>;

/** Cuts a case down and writes it with what is known of it. */
export async function keepFinding(
  judge: HostClient,
  target: Target,
  fuzzCase: FuzzCase,
  failure: Failure,
  reproduce: string,
  options: KeepOptions,
): Promise<Finding> {
  const { reduce, repair } = target.prepare(new SeedPool(options.repository, options.corpus));
  const { bytes, tried, isComplete } = await minimise(fuzzCase.bytes, {
    shows: async (smaller) => {
      const { failure: found } = await judge.judge({ ...fuzzCase, bytes: smaller });
      return found !== null && isSame(found, failure);
    },
    // Each try of the others takes its whole limit, or a new process.
    time: 1000 * options.minimiseSeconds * (['crash', 'broken'].includes(failure.kind) ? 1 : 3),
    ...(reduce ? { reduce } : {}),
    ...(repair ? { repair } : {}),
  });
  const hash = createHash('sha256').update(failure.signature).digest('hex').slice(0, 10);
  const name = `${target.name}-${failure.kind}-${hash}`;
  const file = join(options.out, `${name}.bin`);
  const { kind, signature, message, stack } = failure;
  const { seed, choice } = fuzzCase;
  const finding: Finding = {
    target: target.name,
    kind,
    signature,
    message,
    stack,
    file,
    seed,
    choice,
    size: fuzzCase.bytes.length,
    minimised: bytes.length,
    reproduce: [`npm run fuzz -- --replay ${file}`, reproduce],
  };
  mkdirSync(options.out, { recursive: true });
  writeFileSync(file, bytes);
  writeFileSync(join(options.out, `${name}.json`), `${JSON.stringify(finding, null, 2)}\n`);
  const end = isComplete ? '' : ', time was up';
  options.tell(`  ${file}: ${fuzzCase.bytes.length} to ${bytes.length} bytes in ${tried} tries${end}`);
  return finding;
}

/** The stack of a hang and of memory is a sample: for them the kind decides. */
function isSame(a: Failure, b: Failure): boolean {
  return (
    a.kind === b.kind && (a.kind === 'crash' || a.kind === 'broken' ? a.signature === b.signature : true)
  );
}

/** A finding from its files, to be run or cut down again. */
export function readFinding(file: string): { finding: Finding; fuzzCase: FuzzCase } {
  const finding = JSON.parse(readFileSync(file.replace(/\.bin$/, '.json'), 'utf8')) as Finding;
  const bytes = new Uint8Array(readFileSync(file));
  return { finding, fuzzCase: { bytes, seed: finding.seed, choice: finding.choice } };
}
