import { defineCommand } from '../definition.js';
import { outputOption, signatureOptions, strictOption } from './shared-options.js';

export const signature = defineCommand({
  name: 'signature',
  group: 'Check',
  summary: 'Verify the Authenticode signatures of files: who signed, when, unchanged or not',
  arguments: { path: { takes: 'file', repeats: true, help: 'a signed file, or a folder of files' } },
  options: {
    ...signatureOptions,
    ...strictOption,
    ...outputOption,
  },
  examples: [
    'hotfixkit signature SCCM2007-SP2-KB977203-ENU.msi',
    'hotfixkit signature out/image --trust company-root.pem',
    'hotfixkit signature old.cab --at 2010-03-01 --json',
  ],
});
