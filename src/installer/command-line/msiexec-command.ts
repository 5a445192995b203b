import type { Warning } from '../../core/errors.js';
import type { MsiexecLogOptions } from './msiexec-log-options.js';
import type { SwitchName } from './msiexec-switches.js';
import type { MsiexecUiOptions } from './msiexec-ui-options.js';

/** What an msiexec command line asks for. */
export type MsiexecVerb =
  | 'administrative'
  | 'install'
  | 'uninstall'
  | 'repair'
  | 'advertise'
  | 'patch'
  | 'register'
  | 'unregister'
  | 'help'
  | 'internal';

/** One verb of the line, with its argument. */
export interface VerbUse {
  name: SwitchName;
  spelling: string;
  letters: string;
  argument: string | null;
}

/** A parsed command line. Paths are as typed: not resolved and not expanded. */
export interface MsiexecCommand {
  verb: MsiexecVerb;
  /** Package, product code or module that the verb names; null for `/p` alone and for help. */
  package: string | null;
  /** Patches of `/p` and `/update`, in order. */
  patches: string[];
  /** Names in upper case, as msiexec folds them, including those that long options set. */
  properties: ReadonlyMap<string, string>;
  /** `/t`, or the property TRANSFORMS (a leading `@` or `|` is part of the first name). */
  transforms: string[];
  ui: MsiexecUiOptions;
  log: MsiexecLogOptions | null;
  restart: 'default' | 'never' | 'always' | 'prompt';
  /** Letters of `/f`; null for other verbs. */
  repairMode: string | null;
  /** `/ju`, `/jm`, `/g`, `/c`; null for other verbs. */
  advertise: { context: 'user' | 'machine' | null; language: number | null; newInstance: boolean } | null;
  /** `/n`: product code of the instance. */
  instance: string | null;
  /** `/m`: name of the status file. */
  mif: string | null;
  /** What was said and does not count. */
  warnings: Warning[];
}

/** All words of a command line, before their combination is checked. */
export interface CommandDraft {
  verbs: VerbUse[];
  properties: Map<string, string>;
  transforms: string[];
  ui: MsiexecUiOptions;
  log: MsiexecLogOptions | null;
  restart: { kind: 'never' | 'always' | 'prompt'; spelling: string } | null;
  language: number | null;
  newInstance: boolean;
  instance: string | null;
  mif: string | null;
}
