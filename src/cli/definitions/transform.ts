import { defineCommand } from '../definition.js';
import { answerOption, packageOptions } from './shared-options.js';

export const transform = defineCommand({
  name: 'transform',
  group: 'Use',
  summary: 'Create a transform (.mst) that makes one database of another',
  arguments: {
    action: { takes: ['create'], help: 'create the transform' },
    old: { takes: 'file', help: 'the package that the transform is for' },
    new: { takes: 'file', help: 'the package whose tables it leads to' },
  },
  options: {
    output: {
      short: 'o',
      takes: 'file',
      writes: true,
      value: 'file',
      needed: true,
      help: 'the transform; - writes it to stdout',
    },
    validate: {
      takes: 'text',
      value: 'check',
      repeats: true,
      help: 'what the package has to have in common with the old one: product (default), upgrade-code, language, platform, major, minor, update, none',
    },
    targetVersion: {
      takes: ['lower', 'lower-or-equal', 'equal', 'higher-or-equal', 'higher'],
      value: 'how',
      help: 'how its version compares with the old one’s, in as many fields as --validate says (default equal)',
    },
    suppress: {
      takes: 'text',
      value: 'error',
      repeats: true,
      help: 'what does not stop it: add-row, delete-row, change-row, add-table, delete-table, code-page, all',
    },
    ...answerOption,
    ...packageOptions,
  },
  examples: [
    'hotfixkit transform create vendor.msi ours.msi -o ours.mst',
    'hotfixkit transform create v1.msi v2.msi -o v2.mst --validate product --validate minor --target-version equal',
  ],
});
