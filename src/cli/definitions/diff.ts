import { defineCommand } from '../definition.js';
import { packageOptions } from './shared-options.js';

export const diff = defineCommand({
  name: 'diff',
  group: 'Look',
  summary: 'Rows, summary information, streams and files that differ between two packages',
  arguments: {
    old: { takes: 'file', help: 'the package that is compared with' },
    new: { takes: 'file', help: 'the package that is compared, or a transform: patch.msp#NAME' },
  },
  options: { ...packageOptions },
  examples: [
    'hotfixkit diff original.msi image/original.msi',
    'hotfixkit diff v1.msi v2.msi --json',
    'hotfixkit diff package.msi patch.msp#T1ToU1',
  ],
});
