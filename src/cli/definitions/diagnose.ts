import { defineCommand } from '../definition.js';
import { outputOption } from './shared-options.js';

export const diagnose = defineCommand({
  name: 'diagnose',
  group: 'Check',
  summary: 'Search client logs for known symptoms',
  arguments: {
    log: { takes: 'file', repeats: true, ownPatterns: true, help: 'a log, a folder of them, or a pattern' },
  },
  options: {
    kb: { takes: 'text', value: 'number', help: 'search for the symptoms of this article only' },
    manifest: {
      takes: 'file',
      value: 'file',
      help: 'search for the symptoms of a manifest of your own (JSON)',
    },
    limit: {
      takes: 'number',
      value: 'number',
      help: 'log entries to list for each symptom; all are counted (default 100)',
    },
    ...outputOption,
  },
  examples: [
    'hotfixkit diagnose Ccmexec.log',
    'hotfixkit diagnose C:/Windows/System32/CCM/Logs --json',
    'hotfixkit diagnose "logs/**/ccmexec*.log" --kb 977203',
  ],
});
