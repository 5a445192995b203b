import { readFileSync } from 'node:fs';
import { join, posix, win32 } from 'node:path';
import { version } from '../core/version.js';
import { directOutput, isReaderGone } from './direct-output.js';
import { statusWithoutReader } from './exit-status.js';
import { type BuiltProgram, ProgramModules, readKept } from './program-modules.js';
import { isShort } from './short-input.js';

/** `scripts/build.js` puts a digest of all modules in its place. */
const STAMP = '@digest-of-the-build@';
/** Which build this is; null for one that nobody has stamped. */
export const build: string | null = STAMP.startsWith('@') ? null : STAMP;

/** What a command line that cannot be understood ends with. */
const USAGE = 2;

type ShortRun = Pick<typeof import('./short-run.js'), 'runHere'>;
type Supervisor = Pick<typeof import('./supervise.js'), 'supervise'>;
/** Of a thread whose code is kept: what it ends with. */
type KeptThread = { done?: Promise<number> };

/** The built program in a folder of files. */
export function programIn(folder: string, builtin: BuiltProgram['builtin']): BuiltProgram {
  return { build, folder, read: (path) => readFileSync(join(folder, path), 'utf8'), builtin };
}

/** Runs one command line; returns the exit status. */
export async function begin(argv: readonly string[], built: BuiltProgram): Promise<number> {
  if (argv.length === 1 && argv[0] === '--version') return printVersion();
  const isHere = isShort(argv);
  // Each command has its own code, since all of it is read. What watches a thread is the same for all of them.
  const modules = new ProgramModules(built, cacheFolder(), isHere ? nameOf(argv) : 'watch');
  const status = isHere
    ? await modules.load<ShortRun>('short-run.cjs').runHere(argv)
    : await modules
        .load<Supervisor>('supervise.cjs')
        .supervise(argv, () => readKept(built, cacheFolder(), threadNameOf(argv)));
  if (status !== USAGE) modules.keep();
  return status;
}

/** Begins a thread of the program: the one that runs a command line keeps its code, too. `kept`: what there is of it, if that was read already. */
export function beginThread(
  name: string,
  argv: readonly string[] | null,
  built: BuiltProgram,
  kept: Uint8Array | null = null,
): void {
  const folder = argv === null ? null : cacheFolder();
  const modules = new ProgramModules(built, folder, argv === null ? '' : threadNameOf(argv), kept);
  void modules.load<KeptThread>(`${name}.cjs`).done?.then((status) => {
    if (status !== USAGE) modules.keep();
  });
}

/** What the code of a command is kept under. */
function nameOf([command = '']: readonly string[]): string {
  return /^[a-z]{1,20}$/.test(command) ? command : 'other';
}

/** The same for the thread that runs it. */
function threadNameOf(argv: readonly string[]): string {
  return `${nameOf(argv)}-thread`;
}

/** The answer that needs nothing else of the program. */
function printVersion(): number {
  let closed: number | null = null;
  const output = directOutput(1, (error) => {
    closed = isReaderGone(error) ? 0 : 4;
  });
  output.write(`${version}\n`);
  return statusWithoutReader(0, closed);
}

/** The user's own folder for what can be made again: what lies in a folder for all may come from somebody else. */
export function cacheFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string | null {
  const { HOME, LOCALAPPDATA, XDG_CACHE_HOME, NODE_DISABLE_COMPILE_CACHE } = env;
  if (NODE_DISABLE_COMPILE_CACHE) return null;
  // A relative one would be another folder with each run; the XDG Base Directory Specification has it ignored.
  const { isAbsolute } = platform === 'win32' ? win32 : posix;
  const [local, xdg, home] = [LOCALAPPDATA, XDG_CACHE_HOME, HOME].map((one) =>
    one && isAbsolute(one) ? one : null,
  );
  const inHome = home ? join(home, platform === 'darwin' ? 'Library/Caches' : '.cache') : null;
  const parent = platform === 'win32' ? local : (xdg ?? inHome);
  return parent ? join(parent, 'hotfixkit') : null;
}
