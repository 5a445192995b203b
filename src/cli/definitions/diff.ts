import { defineCommand } from '../definition.js';
import { formatOption, outputOption, packageOptions, signatureOptions } from './shared-options.js';

export const diff = defineCommand({
  name: 'diff',
  group: 'Look',
  summary: 'Compare packages, images, patches or folders: files by path, versions, signatures, rows',
  arguments: {
    old: { takes: 'file', help: 'the old package, image, patch or folder' },
    new: { takes: 'file', help: 'the new one, or a transform: patch.msp#NAME' },
  },
  options: {
    ...formatOption,
    ...outputOption,
    ...signatureOptions,
    ...packageOptions,
  },
  examples: [
    'hotfixkit diff original.msi image',
    'hotfixkit diff v1.msi v2.msi --format html -o changes.html',
    'hotfixkit diff old-share new-share --format csv -o changes.csv',
    'hotfixkit diff package.msi patch.msp#T1ToU1',
  ],
});
