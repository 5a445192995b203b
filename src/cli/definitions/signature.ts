import { defineCommand } from '../definition.js';
import {
  formatOption,
  hashOption,
  outputOption,
  packageOptions,
  signatureOptions,
  strictOption,
} from './shared-options.js';

/** As of other commands, but that `--strict` is about signatures. */
const { strict: _, ...opening } = packageOptions;

export const signature = defineCommand({
  name: 'signature',
  group: 'Check',
  summary: 'Verify the Authenticode signatures of files: who signed, when, unchanged or not',
  arguments: {
    path: {
      takes: 'file',
      repeats: true,
      help: 'a file, a folder, or a file in a package (package.msi!file)',
    },
  },
  options: {
    inside: { help: 'judge the files in packages, archives and cabinets too' },
    ...formatOption,
    ...hashOption,
    ...signatureOptions,
    ...strictOption,
    ...outputOption,
    ...opening,
  },
  examples: [
    'hotfixkit signature SCCM2007-SP2-KB977203-ENU.msi',
    'hotfixkit signature hotfix.exe --inside --signed-by "Microsoft Corporation"',
    'hotfixkit signature out/image --trust company-root.pem',
    'hotfixkit signature out/image --format csv -o signatures.csv',
    'hotfixkit signature old.cab --at 2010-03-01 --json',
  ],
});
