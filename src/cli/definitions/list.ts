import { defineCommand } from '../definition.js';
import {
  baseOption,
  formatOption,
  hashOption,
  outputOption,
  packageOptions,
  signatureOptions,
  withOption,
} from './shared-options.js';

export const list = defineCommand({
  name: 'list',
  group: 'Look',
  summary: 'List the files of a package with paths, sizes, versions, platforms',
  arguments: { package: { takes: 'file', help: 'a package, a container or a folder' } },
  options: {
    layout: {
      takes: ['target', 'source', 'key'],
      value: 'layout',
      default: 'target',
      help: 'which path to show',
    },
    format: { ...formatOption.format, takes: [...formatOption.format.takes, 'cyclonedx', 'spdx'] },
    ...hashOption,
    signature: {
      help: 'add the verdict and the signer of every file that carries a signature; writes nothing',
    },
    ...baseOption,
    ...withOption,
    only: {
      takes: 'text',
      value: 'glob',
      repeats: true,
      help: 'only files that match, in any letter case; may be repeated',
    },
    ...outputOption,
    ...signatureOptions,
    ...packageOptions,
  },
  examples: [
    'hotfixkit list SCCM2007-SP2-KB977203-ENU.msi',
    'hotfixkit list package.msi --only "*.dll" --hash --json -o files.json',
    'hotfixkit list package.msi --layout source',
    'hotfixkit list package.msi --format cyclonedx -o package.cdx.json',
    'hotfixkit list package.msi --format sha256 -o package.sha256',
    'hotfixkit list download.exe --signature',
    'hotfixkit list patch.msp --base package.msi',
    'hotfixkit list client.msi --with site.mst --with fix.msp',
  ],
});
