import type { Command } from '../command.js';
import type { CommandDefinition } from '../definition.js';
import { definitions } from '../definitions/index.js';

/** A command that is loaded when it is used: each brings along only what it needs. */
export interface CommandEntry {
  definition: CommandDefinition;
  load(): Promise<Command>;
}

type Definitions = typeof definitions;

const loads: { [Name in keyof Definitions]: () => Promise<Command<Definitions[Name]>> } = {
  info: async () => (await import('./info.js')).info,
  list: async () => (await import('./list.js')).list,
  tables: async () => (await import('./tables.js')).tables,
  streams: async () => (await import('./streams.js')).streams,
  versions: async () => (await import('./versions.js')).versions,
  diff: async () => (await import('./diff.js')).diff,
  view: async () => (await import('./view.js')).view,
  patches: async () => (await import('./patches.js')).patches,
  extract: async () => (await import('./extract.js')).extract,
  msiexec: async () => (await import('./msiexec.js')).msiexec,
  delta: async () => (await import('./delta.js')).delta,
  verify: async () => (await import('./verify.js')).verify,
  signature: async () => (await import('./signature.js')).signature,
  manifest: async () => (await import('./manifest.js')).manifest,
  diagnose: async () => (await import('./diagnose.js')).diagnose,
  stage: async () => (await import('./stage.js')).stage,
  prepare: async () => (await import('./prepare.js')).prepare,
  transform: async () => (await import('./transform.js')).transform,
  recover: async () => (await import('./recover.js')).recover,
  help: async () => (await import('./help.js')).help,
  completions: async () => (await import('./completions.js')).completions,
};

export const commands: readonly CommandEntry[] = (Object.keys(definitions) as (keyof Definitions)[]).map(
  (name) => ({ definition: definitions[name], load: loads[name] }),
);
