import { defineCommand } from '../definition.js';
import { outputOption, packageOptions } from './shared-options.js';

export const patches = defineCommand({
  name: 'patches',
  group: 'Look',
  summary: 'Say which patches apply to a product, in which order, and which are superseded',
  arguments: {
    product: { takes: 'file', help: 'the .msi of the product, or the folder of its administrative image' },
    patch: { takes: 'file', repeats: true, help: 'a patch; patterns such as *.msp are expanded' },
  },
  options: { ...outputOption, ...packageOptions },
  examples: [
    'hotfixkit patches client.msi "hotfix/*/*.msp"',
    'hotfixkit patches out/image kb977203.msp kb2659258.msp --json',
  ],
});
