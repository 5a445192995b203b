import { HotfixkitError, listCatalogue, manifestFromCatalogue, manifestJsonSchema } from '../../index.js';
import { type Command, ExitStatus } from '../command.js';

export const manifest: Command = {
  arguments: '<action> [number]',
  options: [],
  examples: [
    'hotfixkit manifest list',
    'hotfixkit manifest show 977203 --json',
    'hotfixkit manifest schema > manifest.schema.json',
  ],
  run(context, args) {
    const [action, number] = args;
    if (action === 'list') {
      const entries = listCatalogue();
      context.answer(entries, () =>
        context.table(
          [
            { title: 'Article' },
            { title: 'Products' },
            { title: 'Files', align: 'right' },
            { title: 'Title' },
          ],
          entries.map((entry) => [
            entry.kb === null ? '' : `KB${entry.kb}`,
            entry.products.join(', '),
            String(entry.files),
            entry.title,
          ]),
        ),
      );
      return ExitStatus.done;
    }
    if (action === 'show') {
      if (number === undefined)
        throw new HotfixkitError('USAGE', 'which article? hotfixkit manifest show 977203');
      const found = manifestFromCatalogue(number);
      context.answer(found, () => [
        context.paint('bold', found.kb === null ? found.title : `KB${found.kb}: ${found.title}`),
        ...found.sections.flatMap((section) => [
          '',
          section.title,
          ...context.table(
            [
              { title: 'Name' },
              { title: 'Version' },
              { title: 'Size', align: 'right' },
              { title: 'Date' },
              { title: 'Time' },
              { title: 'Platform' },
            ],
            section.files.map((file) => [
              file.name,
              file.version ?? '',
              String(file.size ?? ''),
              file.date ?? '',
              file.time ?? '',
              file.platform ?? '',
            ]),
          ),
        ]),
      ]);
      return ExitStatus.done;
    }
    if (action === 'schema') {
      context.document(manifestJsonSchema());
      return ExitStatus.done;
    }
    throw new HotfixkitError('USAGE', `manifest knows list, show and schema, not ${JSON.stringify(action)}`);
  },
};
