import { defineCommand } from '../definition.js';
import { answerOption } from './shared-options.js';

export const view = defineCommand({
  name: 'view',
  group: 'Look',
  summary: 'Show a package in the browser of this system',
  arguments: { package: { takes: 'file', help: 'a package or download' } },
  options: {
    output: {
      short: 'o',
      takes: 'file',
      writes: true,
      value: 'file',
      help: 'write the page with the package in it to one HTML file, and open nothing',
    },
    noBrowser: { help: 'only print the address' },
    ...answerOption,
  },
  examples: ['hotfixkit view package.msi', 'hotfixkit view package.msi -o package.html'],
});
