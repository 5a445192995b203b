import { defineCommand } from '../definition.js';

export const delta = defineCommand({
  name: 'delta',
  group: 'Take out',
  summary: 'Show or apply a PatchAPI delta (PA19)',
  arguments: {
    action: { takes: ['info', 'apply'], help: 'show the delta, or create the new file' },
    patch: { takes: 'file', help: 'the delta' },
    old: { takes: 'file', optional: true, help: 'the old file' },
  },
  options: {
    output: {
      short: 'o',
      takes: 'file',
      writes: true,
      value: 'file',
      help: 'the new file; with info: a file for the answer',
    },
  },
  examples: ['hotfixkit delta info update.pa', 'hotfixkit delta apply update.pa old.dll -o new.dll'],
});
