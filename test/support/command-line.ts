import { main } from '../../src/cli/main.js';

/** What a person or a script would see of one command. */
export interface CommandOutcome {
  status: number;
  stdout: string;
  stderr: string;
  /** Last line on stderr. */
  lastLine: string;
  /** The document on stdout, taken at its word. Throws where that is not one JSON document and nothing else. */
  json<Document>(): Document;
}

export interface TerminalOptions {
  /** Whether stdout and stderr are terminals. */
  isTTY?: boolean;
  env?: Record<string, string>;
  signal?: AbortSignal;
  /** Another system, whose rules hold for what is printed. */
  platform?: string;
}

/** Runs a command line in this process on a terminal that remembers. */
export async function hotfixkit(
  argv: readonly string[],
  options: TerminalOptions = {},
): Promise<CommandOutcome> {
  const { isTTY = false, env = {}, signal, platform } = options;
  const out: Uint8Array[] = [];
  const err: string[] = [];
  const status = await main(argv, {
    stdout: {
      write: (data: string | Uint8Array) =>
        out.push(typeof data === 'string' ? Buffer.from(data) : data.slice()),
      isTTY,
      columns: 120,
    },
    stderr: { write: (data: string) => err.push(data), isTTY, columns: 120 },
    env,
    ...(signal ? { signal } : {}),
    ...(platform === undefined ? {} : { platform }),
  });
  const stdout = Buffer.concat(out).toString('utf8');
  const stderr = err.join('');
  return {
    status,
    stdout,
    stderr,
    lastLine: stderr.trimEnd().split('\n').at(-1) ?? '',
    json: <Document>() => JSON.parse(stdout) as Document,
  };
}
