import { defineCommand } from '../definition.js';
import { baseOption, outputOption, packageOptions, signatureOptions, withOption } from './shared-options.js';

export const info = defineCommand({
  name: 'info',
  group: 'Look',
  summary: 'Show what a package is: product, codes, platform, cabinets, patch targets, signature',
  arguments: {
    package: {
      takes: 'file',
      repeats: true,
      help: 'a package, a container, or a folder with an image; patterns such as *.msi are expanded',
    },
  },
  options: {
    signature: { help: 'verify the signature of a large file too (more than 32 MB), which is read for that' },
    actions: {
      help: 'show what it does when it installs: scope, launch conditions, custom actions, services, programs at logon',
    },
    ...baseOption,
    ...withOption,
    ...outputOption,
    ...signatureOptions,
    ...packageOptions,
  },
  examples: [
    'hotfixkit info SCCM2007-SP2-KB977203-ENU.msi',
    'hotfixkit info "*.msp" --json -o patches.json',
    'hotfixkit info package.msi --actions',
    'hotfixkit info client.msi --with fix.msp --actions',
    'hotfixkit info hotfix.msp --base client.msi',
    'hotfixkit info client.msi --with fix.msp',
  ],
});
