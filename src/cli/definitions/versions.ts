import { defineCommand } from '../definition.js';
import { outputOption, packageOptions } from './shared-options.js';

export const versions = defineCommand({
  name: 'versions',
  group: 'Look',
  summary: 'Show versions, platforms and languages of executables in folders or packages',
  arguments: {
    path: { takes: 'file', repeats: true, help: 'a folder, a package, an executable, or a pattern' },
  },
  options: {
    only: { takes: 'text', value: 'glob', repeats: true, help: 'only files that match; may be repeated' },
    ...outputOption,
    ...packageOptions,
  },
  examples: [
    'hotfixkit versions out/image',
    'hotfixkit versions package.msi --only "ccm*.exe"',
    'hotfixkit versions "bin/*.dll" ccmsetup.exe',
  ],
});
