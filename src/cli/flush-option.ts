import { type FlushMode, FlushModes } from '../node/output-transaction.js';
import type { CommandOption, Options } from './command.js';

/** For commands that write sets of files. `mode` is what is done where nothing is said. */
export function flushOption(mode: FlushMode): CommandOption {
  return {
    flags: '--flush <when>',
    help: `flush files to disk before the files they replace are deleted; auto: only if some are replaced (default ${mode})`,
    choices: FlushModes,
  };
}

/** For the options of a call; empty where nothing is said. */
export function flushOf(options: Options): { flush?: FlushMode } {
  const flush = options.choice('flush', FlushModes);
  return flush === undefined ? {} : { flush };
}
