import { defineCommand } from '../definition.js';
import { outputOption } from './shared-options.js';

export const help = defineCommand({
  name: 'help',
  group: 'Help',
  summary: 'Show help for a command, or the manual page',
  arguments: {
    command: { takes: 'command', optional: true, help: 'the command; lists all commands if left out' },
  },
  options: { man: { help: 'print the manual page hotfixkit(1) for man' }, ...outputOption },
  examples: ['hotfixkit help extract', 'hotfixkit help --man -o hotfixkit.1'],
});
