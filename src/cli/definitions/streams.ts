import { defineCommand } from '../definition.js';
import { answerOption, packageOptions } from './shared-options.js';

export const streams = defineCommand({
  name: 'streams',
  group: 'Look',
  summary: 'List the streams of a database, or write some of them',
  arguments: {
    database: { takes: 'file', help: 'a package; patch.msp#NAME is a transform in a patch' },
    name: {
      takes: 'text',
      optional: true,
      repeats: true,
      help: 'a stream as it is listed, a row of Binary or Icon, or a pattern; all if left out',
    },
  },
  options: {
    output: {
      short: 'o',
      takes: 'file',
      writes: true,
      value: 'file',
      help: 'file for the one stream that is named, or folder for those that match; - is stdout',
    },
    ...answerOption,
    ...packageOptions,
  },
  examples: [
    'hotfixkit streams package.msi',
    'hotfixkit streams package.msi product.cab -o product.cab',
    'hotfixkit streams package.msi CustomActions -o ca.dll',
    'hotfixkit streams package.msi "Binary.*" "Icon.*" -o rows',
    'hotfixkit streams patch.msp#T1ToU1',
  ],
});
