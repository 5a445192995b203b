import { defineCommand } from '../definition.js';

export const completions = defineCommand({
  name: 'completions',
  group: 'Help',
  summary: 'Print a script for completion in a shell',
  arguments: { shell: { takes: ['bash', 'zsh', 'fish', 'powershell'], help: 'the shell' } },
  options: {},
  examples: [
    'hotfixkit completions bash > ~/.local/share/bash-completion/completions/hotfixkit',
    'hotfixkit completions zsh > ~/.zfunc/_hotfixkit',
    'hotfixkit completions fish > ~/.config/fish/completions/hotfixkit.fish',
    'hotfixkit completions powershell >> $PROFILE',
  ],
});
