import { defineCommand } from '../definition.js';
import { safeFlushOption } from './shared-options.js';

export const msiexec = defineCommand({
  name: 'msiexec',
  group: 'Take out',
  summary: 'What one would type after msiexec on Windows: /a package TARGETDIR=folder',
  arguments: {
    arguments: {
      takes: 'file',
      optional: true,
      repeats: true,
      help: 'as Windows Installer takes them: /a package [/p patch] [/q…] [/l… log] [PROPERTY=value]…',
    },
  },
  options: {
    engine: {
      takes: ['builtin', 'native'],
      value: 'engine',
      default: 'builtin',
      help: 'who does it: builtin, or native: the msiexec of this Windows (before its arguments)',
    },
    componentConditions: {
      takes: ['ignore', 'apply'],
      value: 'how',
      default: 'ignore',
      help: 'files of components whose condition is false: taken (ignore) or left out',
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
      help: 'what a package without AdminExecuteSequence gets',
    },
    savedProperties: {
      takes: ['merge', 'replace'],
      value: 'how',
      default: 'merge',
      help: 'what becomes of properties that an image has saved already',
    },
    elevationBit: {
      takes: ['keep', 'clear'],
      value: 'how',
      default: 'keep',
      help: 'bit 3 of the image’s Word Count, no elevation needed',
    },
    disableMedia: {
      takes: ['leave', 'add'],
      value: 'how',
      default: 'leave',
      help: 'DISABLEMEDIA in the image of a package with Page Count below 150',
    },
    ...safeFlushOption,
  },
  passThrough: true,
  examples: [
    'hotfixkit msiexec /a SCCM2007-SP2-KB977203-ENU.msi /qb TARGETDIR=out',
    'hotfixkit msiexec /a package.msi /qn /l*v install.log TARGETDIR="/srv/images/my package" SHORTFILENAMES=1',
    'hotfixkit msiexec "msiexec.exe /a package.msi /qb targetdir =out"',
    'hotfixkit msiexec --component-conditions apply /a package.msi /qn TARGETDIR=out',
    'hotfixkit msiexec --engine native /a package.msi /qn TARGETDIR=C:\\image',
  ],
});
