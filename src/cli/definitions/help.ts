import { defineCommand } from '../definition.js';

export const help = defineCommand({
  name: 'help',
  group: 'Help',
  summary: 'Help of a command, or the manual page',
  arguments: {
    command: { takes: 'command', optional: true, help: 'the command; without it, all are listed' },
  },
  options: { man: { help: 'the manual page, hotfixkit(1), as man reads it' } },
  examples: ['hotfixkit help extract', 'hotfixkit help --man > ~/.local/share/man/man1/hotfixkit.1'],
});
