import { defineCommand } from '../definition.js';

export const diagnose = defineCommand({
  name: 'diagnose',
  group: 'Check',
  summary: 'Look through client logs for the symptoms that the catalogue knows',
  arguments: { log: { takes: 'file', repeats: true, help: 'a log, a folder of them, or a pattern' } },
  options: {
    kb: { takes: 'text', value: 'number', help: 'look for the symptoms of this article only' },
    manifest: {
      takes: 'file',
      value: 'file',
      help: 'look for the symptoms of a manifest of your own (JSON)',
    },
    limit: {
      takes: 'number',
      value: 'number',
      help: 'entries that are listed of each symptom; all are counted (100)',
    },
  },
  examples: [
    'hotfixkit diagnose Ccmexec.log',
    'hotfixkit diagnose C:/Windows/System32/CCM/Logs --json',
    'hotfixkit diagnose "logs/**/ccmexec*.log" --kb 977203',
  ],
});
