import { type ChildProcess, fork, spawn } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Shim } from './shim.js';

const repository = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const runner = fileURLToPath(new URL('./command-runner.js', import.meta.url));

/** The program under test: that of this repository, or of another one that has been built. */
export const program = resolve(process.env.HOTFIXKIT_KILL_BIN ?? join(repository, 'bin/hotfixkit.js'));
const commandLine = join(dirname(program), '../dist/program/cli.cjs');

/** A process that has run so many commands is replaced. */
const COMMANDS_A_PROCESS = 150;
/** Processes of these numbers are never there. */
const NO_PROCESS = 2 ** 30;
/** Longer than this no command of these tests may take, in milliseconds. */
const LIMIT = 60_000;

export interface Outcome {
  /** Exit status; a process that was ended by a signal has its name. */
  status: number | NodeJS.Signals;
  stdout: string;
  stderr: string;
}

/**
 * Runs commands in a process of their own that has the shim preloaded; one command at a time. Each takes itself for a
 * process of its own, which is gone when the command has ended; `isOneProcess`: for what it is, one that is there.
 */
export class CommandProcess {
  readonly shim: Shim;
  #child: ChildProcess | null = null;
  #count = 0;
  #total = 0;
  readonly #isOneProcess: boolean;

  constructor(folder: string, name: string, { isOneProcess = false } = {}) {
    this.#isOneProcess = isOneProcess;
    this.shim = new Shim(folder, name);
  }

  /** Starts Node with the shim where that is not done yet. */
  async ready(): Promise<ChildProcess> {
    if (this.#child?.connected && this.#count < COMMANDS_A_PROCESS) return this.#child;
    this.#child?.kill();
    this.shim.setProcess(0);
    const child = fork(runner, [commandLine], {
      env: { ...plainEnvironment(), ...this.shim.env },
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child = child;
    this.#count = 0;
    await answerOf(child);
    return child;
  }

  async run(argv: readonly string[]): Promise<Outcome> {
    if (process.env.HOTFIXKIT_KILL_SPAWN) return await start(argv, this.shim.env).outcome;
    const child = await this.ready();
    this.#count++;
    const answer = answerOf(child);
    const pid = this.#isOneProcess ? 0 : NO_PROCESS + this.#total++;
    this.shim.setProcess(pid);
    child.send({ argv, pid });
    return await answer;
  }

  close(): void {
    this.#child?.kill('SIGKILL');
    this.#child = null;
    this.shim.close();
  }
}

/** The next message of a child, or how it ended. */
function answerOf(child: ChildProcess): Promise<Outcome> {
  return new Promise((resolve) => {
    let stderr = '';
    const listen = (data: Buffer): void => {
      stderr += data.toString('utf8');
    };
    const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT);
    const done = (outcome: Outcome): void => {
      clearTimeout(timer);
      child.stderr?.off('data', listen);
      child.off('message', answered);
      child.off('close', ended);
      resolve(outcome);
    };
    const answered = (message: unknown): void => done(message as Outcome);
    const ended = (status: number | null, signal: NodeJS.Signals | null): void =>
      done({ status: signal ?? status ?? 'SIGKILL', stdout: '', stderr });
    child.stderr?.on('data', listen);
    child.on('message', answered);
    child.on('close', ended);
  });
}

/** Starts a command as people do: `node bin/hotfixkit.js`, by itself. */
export function start(
  argv: readonly string[],
  env: Record<string, string> = {},
): { kill: (signal: NodeJS.Signals) => void; isRunning: () => boolean; outcome: Promise<Outcome> } {
  const child = spawn(process.execPath, [program, ...argv], {
    env: { ...plainEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data: Buffer) => {
    stdout += data.toString('utf8');
  });
  child.stderr.on('data', (data: Buffer) => {
    stderr += data.toString('utf8');
  });
  const outcome = new Promise<Outcome>((resolve) => {
    child.on('close', (status, signal) => {
      clearTimeout(timer);
      resolve({ status: signal ?? status ?? 'SIGKILL', stdout, stderr });
    });
  });
  return {
    kill: (signal) => child.kill(signal),
    isRunning: () => child.exitCode === null && child.signalCode === null,
    outcome,
  };
}

/** Nothing that changes what a command does, from one run to the next: no compiled code is kept. */
function plainEnvironment(): Record<string, string> {
  const { PATH = '', HOME = '/', TMPDIR } = process.env;
  return { PATH, HOME, NODE_DISABLE_COMPILE_CACHE: '1', ...(TMPDIR ? { TMPDIR } : {}) };
}
