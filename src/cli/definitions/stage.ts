import { defineCommand } from '../definition.js';
import {
  answerOption,
  lineOptions,
  manifestOptions,
  overwriteOption,
  packageOptions,
  safeFlushOption,
  signedOptions,
} from './shared-options.js';

export const stage = defineCommand({
  name: 'stage',
  group: 'Use',
  summary: 'Put the client patch and the utility where ConfigMgr expects them',
  arguments: {
    package: {
      takes: 'file',
      optional: true,
      repeats: true,
      help: 'a package, its administrative image, or a pattern; without --kb and --manifest: patches (.msp) or a folder of hotfixes; without any: the PATCH line of the client source as it is',
    },
  },
  options: {
    ...manifestOptions,
    clientSource: {
      takes: 'folder',
      writes: true,
      value: 'dir',
      help: 'the client installation files (the folder that holds i386)',
    },
    createClientSource: { help: 'create that folder and its i386 if they do not exist' },
    utilitySource: {
      takes: 'folder',
      writes: true,
      value: 'dir',
      help: 'package source of the utility (default: beside the client source)',
    },
    hotfixSource: {
      takes: 'folder',
      writes: true,
      value: 'dir',
      help: 'package source for the client patch alone, with a definition (default: none)',
    },
    ...lineOptions,
    taskSequence: {
      takes: 'file',
      value: 'file',
      help: 'exported task sequence that gets PATCH and the utility',
    },
    output: {
      short: 'o',
      takes: 'file',
      writes: true,
      value: 'file',
      help: 'file for the edited task sequence',
    },
    step: {
      takes: 'text',
      value: 'name',
      help: 'name of the step Setup Windows and ConfigMgr, if there are several',
    },
    utilityPackageId: {
      takes: 'text',
      value: 'id',
      help: "ID of the utility's package, needed for a new step in the task sequence",
    },
    utilityProgram: {
      takes: 'text',
      value: 'name',
      help: 'program of the utility (default: the name in the package definition)',
    },
    utilityLog: { help: 'make the utility write its errors to a file' },
    ...overwriteOption,
    force: { help: 'stage even if verification fails' },
    dryRun: { help: 'show what would be done' },
    undo: { help: 'undo earlier runs by their record' },
    record: {
      takes: 'folder',
      writes: true,
      value: 'dir',
      help: 'folder of that record (default: beside the client source)',
    },
    ...answerOption,
    ...safeFlushOption,
    ...signedOptions,
    ...packageOptions,
  },
  examples: [
    'hotfixkit stage SCCM2007-SP2-KB977203-ENU.msi --kb 977203 --client-source /srv/sms/Client --package-id ABC00001',
    'hotfixkit stage out/image --kb 977203 --client-source Client --dry-run',
    'hotfixkit stage out/image --kb 977203 --client-source Client --task-sequence ts.xml -o ts.new.xml --utility-package-id ABC00042',
    'hotfixkit stage SCCM2007-SP1-KB977203-ENU.msi SCCM2007-SP2-KB977203-ENU.msi --kb 977203 --client-source Client --json',
    'hotfixkit stage hotfixes --client-source Client --package-id ABC00001',
    'hotfixkit stage --client-source Client --package-id ABC00001',
    'hotfixkit stage --undo --kb 977203 --client-source Client',
  ],
});
