import { defineCommand } from '../definition.js';
import { answerOption, baseOption, flushOption, packageOptions, withOption } from './shared-options.js';

export const tables = defineCommand({
  name: 'tables',
  group: 'Look',
  summary: 'List the tables of a database, print rows, export them',
  arguments: {
    database: { takes: 'file', help: 'a package; patch.msp#NAME is a transform in a patch' },
    name: { takes: 'text', optional: true, repeats: true, help: 'a table; lists all if left out' },
  },
  options: {
    format: {
      takes: ['text', 'json', 'csv', 'idt'],
      value: 'format',
      help: 'format of the rows (default text; json with --json)',
    },
    output: {
      short: 'o',
      takes: 'folder',
      writes: true,
      value: 'dir',
      help: 'write one file for each table instead of printing',
    },
    where: {
      takes: 'text',
      value: 'condition',
      help: 'only rows that match, e.g. "Component_ = \'C1\' AND FileSize > 1000"',
    },
    ...baseOption,
    ...withOption,
    ...answerOption,
    ...flushOption,
    ...packageOptions,
  },
  examples: [
    'hotfixkit tables package.msi',
    'hotfixkit tables package.msi File --where "FileSize > 1000000"',
    'hotfixkit tables package.msi Property --format csv --answer Property.csv',
    'hotfixkit tables package.msi --format idt -o tables',
    'hotfixkit tables patch.msp#T1ToU1',
    'hotfixkit tables patch.msp#T1ToU1 File --base package.msi',
    'hotfixkit tables client.msi Property --with site.mst --with fix.msp',
  ],
});
