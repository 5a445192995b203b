import { defineCommand } from '../definition.js';
import { outputOption } from './shared-options.js';

export const signature = defineCommand({
  name: 'signature',
  group: 'Check',
  summary: 'Verify the Authenticode signatures of files: who signed, when, unchanged or not',
  arguments: { path: { takes: 'file', repeats: true, help: 'a signed file, or a folder of files' } },
  options: {
    trust: {
      takes: 'file',
      value: 'file',
      repeats: true,
      help: 'certificates (PEM or DER) to trust beside the roots of Microsoft; may be repeated',
    },
    at: {
      takes: 'text',
      value: 'time',
      help: 'judge signatures without a timestamp by this time, e.g. 2026-01-31 (default: now)',
    },
    strict: { help: 'refuse MD5, SHA-1 and data that no signature covers' },
    ...outputOption,
  },
  examples: [
    'hotfixkit signature SCCM2007-SP2-KB977203-ENU.msi',
    'hotfixkit signature out/image --trust company-root.pem',
    'hotfixkit signature old.cab --at 2010-03-01 --json',
  ],
});
