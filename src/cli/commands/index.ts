import type { Command } from '../command.js';

/** A command that is loaded when it is used: each brings along only what it needs. */
export interface CommandEntry {
  name: string;
  summary: string;
  load(): Promise<Command>;
}

export const commands: readonly CommandEntry[] = [
  {
    name: 'info',
    summary: 'What a package is: product, codes, platform, cabinets, patch targets, signature',
    load: async () => (await import('./info.js')).info,
  },
  {
    name: 'list',
    summary: 'The files of a package with paths, sizes, versions, platforms',
    load: async () => (await import('./list.js')).list,
  },
  {
    name: 'tables',
    summary: 'Tables of a database: list them, print rows, export',
    load: async () => (await import('./tables.js')).tables,
  },
  {
    name: 'streams',
    summary: 'Streams of a database, or the bytes of one of them',
    load: async () => (await import('./streams.js')).streams,
  },
  {
    name: 'versions',
    summary: 'File versions, platforms and languages of executables in folders or packages',
    load: async () => (await import('./versions.js')).versions,
  },
  {
    name: 'diff',
    summary: 'Rows, summary information, streams and files that differ between two packages',
    load: async () => (await import('./diff.js')).diff,
  },
  {
    name: 'extract',
    summary: 'Take files out, checked against the package’s own sizes and hashes',
    load: async () => (await import('./extract.js')).extract,
  },
  {
    name: 'msiexec',
    summary: 'What one would type after msiexec on Windows: /a package TARGETDIR=folder',
    load: async () => (await import('./msiexec.js')).msiexec,
  },
  {
    name: 'delta',
    summary: 'A PatchAPI (PA19) delta by itself: look at it, apply it',
    load: async () => (await import('./delta.js')).delta,
  },
  {
    name: 'verify',
    summary: 'Check a folder, image or package against a published file table',
    load: async () => (await import('./verify.js')).verify,
  },
  {
    name: 'manifest',
    summary: 'The catalogue of published file tables: list, show NUMBER, schema',
    load: async () => (await import('./manifest.js')).manifest,
  },
  {
    name: 'diagnose',
    summary: 'Look through client logs for the symptoms that the catalogue knows',
    load: async () => (await import('./diagnose.js')).diagnose,
  },
  {
    name: 'stage',
    summary: 'Put the client patch and the utility where ConfigMgr expects them',
    load: async () => (await import('./stage.js')).stage,
  },
  {
    name: 'prepare',
    summary: 'The whole way: open, extract as /a would, verify, stage, report',
    load: async () => (await import('./prepare.js')).prepare,
  },
  {
    name: 'recover',
    summary: 'Complete or take back what a killed run left in a folder',
    load: async () => (await import('./recover.js')).recover,
  },
];
