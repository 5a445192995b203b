import { defineCommand } from '../definition.js';
import {
  baseOption,
  formatOption,
  hashOption,
  manifestOptions,
  outputOption,
  packageOptions,
  signedOptions,
  withOption,
} from './shared-options.js';

export const verify = defineCommand({
  name: 'verify',
  group: 'Check',
  summary: 'Check a folder, image or package against a published file table',
  arguments: {
    path: { takes: 'file', repeats: true, help: 'a folder, a package, one of the files, or a pattern' },
  },
  options: {
    ...manifestOptions,
    require: {
      takes: 'text',
      value: 'check',
      repeats: true,
      help: 'a file name and the versions it may have, e.g. "ccmsetup.exe >=4.0.6487.2111"; with or without a table',
    },
    onlyPresent: { help: 'accept files that are missing' },
    together: {
      help: 'judge several paths as one: what one lacks may be in another; without it, each must be right',
    },
    ...withOption,
    base: {
      ...baseOption.base,
      help: 'for a patch: the product or image; the files that the patch leaves are judged',
    },
    ...formatOption,
    ...hashOption,
    state: {
      takes: 'file',
      writes: true,
      value: 'file',
      help: 'remember what was read: an interrupted run continues, a later one reads only changes',
    },
    ...outputOption,
    ...signedOptions,
    ...packageOptions,
  },
  examples: [
    'hotfixkit verify out/image --kb 977203',
    'hotfixkit verify SCCM2007-SP2-KB977203-ENU.msi --kb 977203 --json',
    'hotfixkit verify out/image --kb 977203 --format junit -o verify.xml',
    'hotfixkit verify out/image --kb 977203 --format html -o verify.html',
    'hotfixkit verify out/image --kb 977203 --signed --signed-by "Microsoft Corporation"',
    'hotfixkit verify Ccmcertfix.exe --kb 977203',
    'hotfixkit verify . --manifest kb123456.json --product SP1 --only-present',
    'hotfixkit verify x86.msi x64.msi --manifest kb123456.json --together',
    'hotfixkit verify //dp/share --kb all --state dp.state',
    'hotfixkit verify fix.msp --base client.msi --manifest kb123456.json',
    'hotfixkit verify out/image --require "ccmsetup.exe >=4.0.6487.2111 <4.0.6500" --require "smpmgr.dll 4.0.6487.*"',
  ],
});
