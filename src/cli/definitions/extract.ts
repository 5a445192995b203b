import { defineCommand } from '../definition.js';
import { answerOption, flushOption, overwriteOption, packageOptions } from './shared-options.js';

export const extract = defineCommand({
  name: 'extract',
  alias: 'x',
  group: 'Take out',
  summary: 'Extract files and check them against the sizes and hashes in the package',
  arguments: {
    package: { takes: 'file', help: 'a package or container; outer.exe!inner.msi is inside another' },
    name: {
      takes: 'text',
      optional: true,
      repeats: true,
      help: 'files to extract, or patterns, as with --only',
    },
  },
  options: {
    output: {
      short: 'o',
      takes: 'folder',
      writes: true,
      value: 'dir',
      needed: true,
      help: 'folder to write to; created if it does not exist; - writes one file to stdout',
    },
    layout: {
      takes: ['target', 'source', 'flat', 'key'],
      value: 'layout',
      default: 'target',
      help: 'folders as installed, as in the source, none, or File keys as names',
    },
    only: {
      takes: 'text',
      value: 'glob',
      repeats: true,
      help: 'only files that match; a name alone matches in any folder; may be repeated',
    },
    ...overwriteOption,
    onConflict: {
      takes: ['fail', 'first', 'last', 'rename'],
      value: 'how',
      default: 'fail',
      help: 'what to do when two files have one path',
    },
    ignoreMismatch: { help: 'warn instead of failing when a size or hash differs from the package’s tables' },
    base: {
      takes: 'file',
      value: 'package',
      help: 'for a patch: the product or image; deltas are applied to its files',
    },
    deltas: { help: 'for a patch without --base: write the deltas too' },
    dryRun: { help: 'show what would be written' },
    ...answerOption,
    ...flushOption,
    ...packageOptions,
  },
  examples: [
    'hotfixkit extract package.msi -o out',
    'hotfixkit extract SCCM2007-SP2-KB977203-ENU.msi --only "**/ccmcertfix.exe" -o .',
    'hotfixkit extract package.msi setup.exe "*.dll" -o out',
    'hotfixkit extract package.msi readme.txt -o -',
    'hotfixkit extract package.msi --layout source -o image',
    'hotfixkit extract fix.msp --base image/product.msi -o out',
  ],
});
