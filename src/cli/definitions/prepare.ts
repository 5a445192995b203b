import { ExistingFiles } from '../../prepare/earlier-files.js';
import { defineCommand } from '../definition.js';
import { lineOptions, manifestOptions, packageOptions, safeFlushOption } from './shared-options.js';

export const prepare = defineCommand({
  name: 'prepare',
  group: 'Use',
  summary: 'The whole way: open, extract as /a would, verify, stage, report',
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
    overwrite: { help: 'replace staged files that are there and differ' },
    existing: {
      takes: ExistingFiles,
      value: 'what',
      default: 'refuse',
      help: 'files of the output folder that this run does not write: refuse to run, replace (remove those that an earlier run wrote), keep',
    },
    force: { help: 'stage although verification fails' },
    dryRun: { help: 'verify and show what would be done; write nothing' },
    ...safeFlushOption,
    ...packageOptions,
  },
  examples: [
    'hotfixkit prepare SCCM2007-SP2-KB977203-ENU.msi --kb 977203 -o out',
    'hotfixkit prepare SCCM2007-SP2-KB977203-ENU.msi --kb 977203 --package-id ABC00001 -o out',
    'hotfixkit prepare SCCM2007-SP2-KB977203-ENU.msi --kb 977203 -o out --dry-run',
  ],
});
