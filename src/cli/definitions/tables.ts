import { defineCommand } from '../definition.js';
import { baseOption, flushOption, packageOptions } from './shared-options.js';

export const tables = defineCommand({
  name: 'tables',
  group: 'Look',
  summary: 'Tables of a database: list them, print rows, export',
  arguments: {
    database: { takes: 'file', help: 'a package; patch.msp#NAME is a transform in a patch' },
    name: { takes: 'text', optional: true, repeats: true, help: 'a table; all of them are listed without' },
  },
  options: {
    format: {
      takes: ['text', 'json', 'csv', 'idt'],
      value: 'format',
      help: 'of the rows (default text; json with --json)',
    },
    output: { short: 'o', takes: 'folder', value: 'dir', help: 'write a file a table instead of printing' },
    where: {
      takes: 'text',
      value: 'condition',
      help: 'only rows that fit, e.g. "Component_ = \'C1\' AND FileSize > 1000"',
    },
    ...baseOption,
    ...flushOption,
    ...packageOptions,
  },
  examples: [
    'hotfixkit tables package.msi',
    'hotfixkit tables package.msi File --where "FileSize > 1000000"',
    'hotfixkit tables package.msi Property --json',
    'hotfixkit tables package.msi --format idt -o tables',
    'hotfixkit tables patch.msp#T1ToU1',
    'hotfixkit tables patch.msp#T1ToU1 File --base package.msi',
  ],
});
