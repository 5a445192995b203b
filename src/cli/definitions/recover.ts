import { defineCommand } from '../definition.js';

export const recover = defineCommand({
  name: 'recover',
  group: 'Use',
  summary: 'Complete or take back what a killed run left in a folder',
  arguments: { dir: { takes: 'folder', repeats: true, help: 'a folder that the run wrote to' } },
  options: {
    takeOver: {
      help: 'also where a lock says that a run is at work, such as one on another computer; only if none is',
    },
  },
  examples: ['hotfixkit recover out', 'hotfixkit recover //dp/share/Client --json'],
});
