import { defineCommand } from '../definition.js';
import { flushOption, packageOptions } from './shared-options.js';

export const extract = defineCommand({
  name: 'extract',
  alias: 'x',
  group: 'Take out',
  summary: 'Take files out, checked against the package’s own sizes and hashes',
  arguments: {
    package: { takes: 'file', help: 'a package or container; outer.exe!inner.msi is inside another' },
  },
  options: {
    output: {
      short: 'o',
      takes: 'folder',
      value: 'dir',
      needed: true,
      help: 'folder to write to; made if it is not there',
    },
    layout: {
      takes: ['target', 'source', 'flat', 'key'],
      value: 'layout',
      default: 'target',
      help: 'folders as installed, as in an image, none, or File keys',
    },
    only: {
      takes: 'text',
      value: 'glob',
      repeats: true,
      help: 'only files that fit; a bare name matches in any folder; may be repeated',
    },
    overwrite: {
      takes: ['never', 'always'],
      value: 'when',
      default: 'never',
      help: 'what to do with files that exist',
    },
    onConflict: {
      takes: ['fail', 'first', 'last', 'rename'],
      value: 'how',
      default: 'fail',
      help: 'when two files want one path',
    },
    ignoreMismatch: { help: 'warn, do not fail, where a size or hash differs from the package’s tables' },
    base: {
      takes: 'file',
      value: 'package',
      help: 'for a patch: the product or image that it is for; deltas are applied to its files',
    },
    deltas: { help: 'for a patch without --base: write its deltas too, as they are' },
    dryRun: { help: 'show what would be written' },
    ...flushOption,
    ...packageOptions,
  },
  examples: [
    'hotfixkit extract package.msi -o out',
    "hotfixkit extract SCCM2007-SP2-KB977203-ENU.msi --only '**/ccmcertfix.exe' -o .",
    'hotfixkit extract package.msi --layout source -o image',
    'hotfixkit extract fix.msp --base image/product.msi -o out',
  ],
});
