import { defineCommand } from '../definition.js';
import { answerOption, safeFlushOption, sourceDirOption } from './shared-options.js';

export const msiexec = defineCommand({
  name: 'msiexec',
  group: 'Take out',
  summary: 'Create an administrative image, as msiexec /a package TARGETDIR=folder does',
  arguments: {
    arguments: {
      takes: 'file',
      optional: true,
      repeats: true,
      help: 'the arguments of msiexec: /a package [/p patch] [/q…] [/l… log] [PROPERTY=value]…',
    },
  },
  options: {
    engine: {
      takes: ['builtin', 'native'],
      value: 'engine',
      default: 'builtin',
      help: 'builtin, or native: the msiexec of this Windows (before its arguments)',
    },
    componentConditions: {
      takes: ['ignore', 'apply'],
      value: 'how',
      default: 'ignore',
      help: 'components whose condition is false: include their files (ignore) or not (apply)',
    },
    launchConditions: {
      takes: ['ignore', 'apply'],
      value: 'how',
      default: 'apply',
      help: 'whether LaunchConditions in the sequence can stop the run',
    },
    missingSequence: {
      takes: ['suggested', 'refuse'],
      value: 'how',
      default: 'suggested',
      help: 'a package without AdminExecuteSequence: use the suggested sequence, or refuse',
    },
    savedProperties: {
      takes: ['merge', 'replace'],
      value: 'how',
      default: 'merge',
      help: 'properties that the source image has saved: keep them too, or not',
    },
    elevationBit: {
      takes: ['keep', 'clear'],
      value: 'how',
      default: 'keep',
      help: 'bit 3 of the image’s Word Count (no elevation needed)',
    },
    disableMedia: {
      takes: ['leave', 'add'],
      value: 'how',
      default: 'leave',
      help: 'DISABLEMEDIA in the image, if Page Count is below 150',
    },
    fileMismatch: {
      takes: ['take', 'refuse'],
      value: 'how',
      default: 'take',
      help: 'a file whose size or hash is not the one in the package’s tables: taken with a warning, as Windows does, or refused',
    },
    dryRun: { help: 'read and check everything, and say what would be written; anywhere in the line' },
    ...sourceDirOption,
    ...answerOption,
    ...safeFlushOption,
  },
  passThrough: true,
  examples: [
    'hotfixkit msiexec /a SCCM2007-SP2-KB977203-ENU.msi /qb TARGETDIR=out',
    'hotfixkit msiexec /a package.msi /qn "/l*v" install.log TARGETDIR="/srv/images/my package" SHORTFILENAMES=1',
    'hotfixkit msiexec "msiexec.exe /a package.msi /qb targetdir =out"',
    'hotfixkit msiexec /a image/client.msi /p kb977203.msp /qn --dry-run',
    'hotfixkit msiexec --component-conditions apply /a package.msi /qn TARGETDIR=out',
    'hotfixkit msiexec --source-dir //server/media/disk2 /a package.msi /qn TARGETDIR=out',
    'hotfixkit msiexec --engine native /a package.msi /qn TARGETDIR="C:\\image"',
  ],
});
