import { defineCommand } from '../definition.js';
import { lineOptions, manifestOptions, packageOptions, safeFlushOption } from './shared-options.js';

export const prepare = defineCommand({
  name: 'prepare',
  group: 'Use',
  summary: 'Do everything: open, create the image, verify, stage, report',
  arguments: { package: { takes: 'file', help: 'the hotfix as its vendor ships it' } },
  options: {
    ...manifestOptions,
    output: {
      short: 'o',
      takes: 'folder',
      value: 'dir',
      needed: true,
      help: 'folder for image, content and reports',
    },
    ...lineOptions,
    overwrite: { help: 'replace staged files that exist and differ' },
    force: { help: 'stage even if verification fails' },
    ...safeFlushOption,
    ...packageOptions,
  },
  examples: [
    'hotfixkit prepare SCCM2007-SP2-KB977203-ENU.msi --kb 977203 -o out',
    'hotfixkit prepare SCCM2007-SP2-KB977203-ENU.msi --kb 977203 --package-id ABC00001 -o out',
  ],
});
