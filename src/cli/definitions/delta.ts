import { defineCommand } from '../definition.js';

export const delta = defineCommand({
  name: 'delta',
  group: 'Take out',
  summary: 'A PatchAPI (PA19) delta by itself: look at it, apply it',
  arguments: {
    action: { takes: ['info', 'apply'], help: 'show what the delta says, or make the new file' },
    patch: { takes: 'file', help: 'the delta' },
    old: { takes: 'file', optional: true, help: 'the file that it is for' },
  },
  options: { output: { short: 'o', takes: 'file', value: 'file', help: 'where the new file goes' } },
  examples: ['hotfixkit delta info update.pa', 'hotfixkit delta apply update.pa old.dll -o new.dll'],
});
