import { defineCommand } from '../definition.js';
import { outputOption } from './shared-options.js';

export const completions = defineCommand({
  name: 'completions',
  group: 'Help',
  summary: 'Print a script for completion in a shell',
  arguments: { shell: { takes: ['bash', 'zsh', 'fish', 'powershell'], help: 'the shell' } },
  options: { ...outputOption },
  examples: [
    'hotfixkit completions bash -o hotfixkit.bash',
    'hotfixkit completions zsh -o _hotfixkit',
    'hotfixkit completions fish -o hotfixkit.fish',
    'hotfixkit completions powershell -o hotfixkit-completion.ps1',
  ],
});
