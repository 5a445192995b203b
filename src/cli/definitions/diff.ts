import { defineCommand } from '../definition.js';
import { outputOption, packageOptions, signatureOptions } from './shared-options.js';

export const diff = defineCommand({
  name: 'diff',
  group: 'Look',
  summary: 'Compare packages, images, patches or folders: files by path, versions, signatures, rows',
  arguments: {
    old: { takes: 'file', help: 'the old package, image, patch or folder' },
    new: { takes: 'file', help: 'the new one, or a transform: patch.msp#NAME' },
  },
  options: {
    format: {
      takes: ['text', 'json', 'markdown', 'html'],
      value: 'format',
      help: 'format of the answer (default text; json with --json)',
    },
    ...outputOption,
    ...signatureOptions,
    ...packageOptions,
  },
  examples: [
    'hotfixkit diff original.msi image',
    'hotfixkit diff v1.msi v2.msi --format html -o changes.html',
    'hotfixkit diff old-share new-share --json',
    'hotfixkit diff package.msi patch.msp#T1ToU1',
  ],
});
