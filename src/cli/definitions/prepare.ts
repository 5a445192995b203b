import { ExistingFiles } from '../../prepare/earlier-files.js';
import { defineCommand } from '../definition.js';
import {
  answerOption,
  lineOptions,
  manifestOptions,
  overwriteOption,
  packageOptions,
  safeFlushOption,
  signedOptions,
  stagingRuleOptions,
} from './shared-options.js';

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
      writes: true,
      value: 'dir',
      needed: true,
      help: 'folder for image, content and reports',
    },
    ...lineOptions,
    ...overwriteOption,
    existing: {
      takes: ExistingFiles,
      value: 'what',
      default: 'refuse',
      help: 'other files in the output folder: refuse to run, replace (remove what an earlier run wrote), or keep them',
    },
    previous: {
      takes: 'file',
      value: 'report',
      help: 'report.json of an earlier run to compare with (default: the one in the output folder)',
    },
    force: { help: 'stage even if verification fails' },
    dryRun: { help: 'verify and show what would be done; write nothing' },
    ...stagingRuleOptions,
    ...answerOption,
    ...safeFlushOption,
    ...signedOptions,
    ...packageOptions,
  },
  examples: [
    'hotfixkit prepare SCCM2007-SP2-KB977203-ENU.msi --kb 977203 -o out',
    'hotfixkit prepare SCCM2007-SP2-KB977203-ENU.msi --kb 977203 --package-id ABC00001 -o out',
    'hotfixkit prepare SCCM2007-SP2-KB977203-ENU.msi --kb 977203 -o out --dry-run',
    'hotfixkit prepare hotfix.msi --manifest article.html -o out',
  ],
});
