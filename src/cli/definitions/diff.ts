import { defineCommand } from '../definition.js';
import { outputOption, packageOptions } from './shared-options.js';

export const diff = defineCommand({
  name: 'diff',
  group: 'Look',
  summary: 'Compare two packages: rows, summary information, streams and files',
  arguments: {
    old: { takes: 'file', help: 'the old package' },
    new: { takes: 'file', help: 'the new package, or a transform: patch.msp#NAME' },
  },
  options: { ...outputOption, ...packageOptions },
  examples: [
    'hotfixkit diff original.msi image/original.msi',
    'hotfixkit diff v1.msi v2.msi --json',
    'hotfixkit diff package.msi patch.msp#T1ToU1',
  ],
});
