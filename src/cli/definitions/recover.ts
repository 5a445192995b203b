import { defineCommand } from '../definition.js';
import { outputOption } from './shared-options.js';

export const recover = defineCommand({
  name: 'recover',
  group: 'Use',
  summary: 'Restore a folder after a run was killed',
  arguments: { dir: { takes: 'folder', repeats: true, help: 'a folder that the run wrote to' } },
  options: {
    takeOver: {
      help: 'also if a lock says that a run is at work, as on another computer; use only if none is',
    },
    ...outputOption,
  },
  examples: ['hotfixkit recover out', 'hotfixkit recover //dp/share/Client --json'],
});
