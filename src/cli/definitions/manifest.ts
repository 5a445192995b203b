import { defineCommand } from '../definition.js';

export const manifest = defineCommand({
  name: 'manifest',
  group: 'Check',
  summary: 'List and show published file tables, import articles',
  arguments: {
    action: {
      takes: ['list', 'show', 'import', 'schema'],
      help: 'list articles; show one; import one as a manifest; print the JSON Schema',
    },
    what: {
      takes: 'file',
      optional: true,
      help: 'show: the number; import: the article (text, HTML or .csv)',
    },
  },
  options: {
    output: {
      short: 'o',
      takes: 'file',
      writes: true,
      value: 'file',
      help: 'file for the manifest, or for what would be printed, as UTF-8',
    },
    manifest: {
      takes: 'folder',
      value: 'dir',
      help: 'list and show: also those in this folder of manifests and articles',
    },
    kb: { takes: 'text', value: 'number', help: 'number of the article, if the article does not state it' },
  },
  examples: [
    'hotfixkit manifest list',
    'hotfixkit manifest show 977203 --json',
    'hotfixkit manifest import kb977203.html -o kb977203.json',
    'hotfixkit manifest schema -o manifest.schema.json',
  ],
});
