import { defineCommand } from '../definition.js';

export const manifest = defineCommand({
  name: 'manifest',
  group: 'Check',
  summary: 'The catalogue of published file tables: list, show NUMBER, schema',
  arguments: {
    action: {
      takes: ['list', 'show', 'import', 'schema'],
      help: 'the articles; one of them; an article as a manifest; the JSON Schema of manifests',
    },
    what: { takes: 'file', optional: true, help: 'show: the number; import: the article (text or HTML)' },
  },
  options: {
    output: { short: 'o', takes: 'file', value: 'file', help: 'write the manifest that is imported there' },
    manifest: {
      takes: 'folder',
      value: 'dir',
      help: 'list and show: a folder of manifests and articles of your own, too',
    },
    kb: { takes: 'text', value: 'number', help: 'number of the article, where it does not say so itself' },
  },
  examples: [
    'hotfixkit manifest list',
    'hotfixkit manifest show 977203 --json',
    'hotfixkit manifest import kb977203.html -o kb977203.json',
    'hotfixkit manifest schema > manifest.schema.json',
  ],
});
