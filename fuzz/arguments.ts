import { parseArgs } from 'node:util';

export interface FuzzArguments {
  targets: string[];
  /** For each target. */
  seconds: number;
  /** Cases of each target at most. */
  runs: number;
  seed: number;
  out: string;
  workers: number;
  /** Only this one. */
  case: number | null;
  /** A file with a case: run it, or make it smaller. */
  replay: string | null;
  minimise: string | null;
  /** Seconds that making one finding smaller may take. */
  minimiseSeconds: number;
  corpus: boolean;
  list: boolean;
  selfTest: boolean;
  help: boolean;
}

export const usage = `npm run fuzz -- [TARGET...] [SECONDS] [options]

  TARGET...             which ways in to try; all of them where none is named
  SECONDS               for each target, 30 where absent
  --runs N              at most so many cases of each target
  --seed N              other random numbers; a case is decided by target, seed and number
  --case N              only this case of one target
  --out DIR             where findings go; .fuzz/findings where absent
  --workers N           processes that run cases; 1 where absent
  --replay FILE         run a finding again
  --minimise FILE       make a finding smaller
  --minimise-seconds N  how long that may take for each; 40 where absent
  --no-corpus           without real packages (HOTFIXKIT_CORPUS, ../shared/corpus)
  --list                the targets
  --self-test           find bugs that are planted, to see that the fuzzer works
`;

/** Throws an `Error` with a plain message for what cannot be meant. */
export function parseArguments(args: readonly string[], known: readonly string[]): FuzzArguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      runs: { type: 'string' },
      seed: { type: 'string' },
      case: { type: 'string' },
      out: { type: 'string' },
      workers: { type: 'string' },
      replay: { type: 'string' },
      minimise: { type: 'string' },
      'minimise-seconds': { type: 'string' },
      'no-corpus': { type: 'boolean' },
      list: { type: 'boolean' },
      'self-test': { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const seconds = positionals.filter((word) => /^\d+$/.test(word));
  const targets = positionals.filter((word) => !/^\d+$/.test(word));
  if (seconds.length > 1) throw new Error('give the seconds once');
  const unknown = targets.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new Error(`there is no target ${unknown}; the targets are ${known.join(', ')}`);
  }
  const only = values.case === undefined ? null : number('--case', values.case, 0);
  if (only !== null && targets.length !== 1) throw new Error('--case needs one target');
  return {
    targets: targets.length > 0 ? targets : [...known],
    seconds: number('SECONDS', seconds[0] ?? '30', 1),
    runs: number('--runs', values.runs ?? String(2 ** 30), 1),
    seed: number('--seed', values.seed ?? '1', 0),
    out: values.out ?? '.fuzz/findings',
    workers: number('--workers', values.workers ?? '1', 1),
    case: only,
    replay: values.replay ?? null,
    minimise: values.minimise ?? null,
    minimiseSeconds: number('--minimise-seconds', values['minimise-seconds'] ?? '40', 1),
    corpus: !values['no-corpus'],
    list: values.list ?? false,
    selfTest: values['self-test'] ?? false,
    help: values.help ?? false,
  };
}

function number(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > 2 ** 31 - 1) {
    throw new Error(`${name} is a number of at least ${least}, not ${text}`);
  }
  return value;
}
