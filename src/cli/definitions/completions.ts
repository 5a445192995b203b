import { defineCommand } from '../definition.js';

export const completions = defineCommand({
  name: 'completions',
  group: 'Help',
  summary: 'A script that lets a shell complete commands, options and values',
  arguments: { shell: { takes: ['bash', 'zsh', 'fish', 'powershell'], help: 'the shell that reads it' } },
  options: {},
  examples: [
    'hotfixkit completions bash > ~/.local/share/bash-completion/completions/hotfixkit',
    'hotfixkit completions zsh > ~/.zfunc/_hotfixkit',
    'hotfixkit completions fish > ~/.config/fish/completions/hotfixkit.fish',
    'hotfixkit completions powershell >> $PROFILE',
  ],
});
