import { BufferSource } from '../../core/byte-source.js';
import { HotfixkitError } from '../../core/errors.js';
import { plural } from '../../core/plural.js';
import {
  catalogueEntry,
  listCatalogue,
  manifestFromCatalogue,
  normalizeArticleNumber,
  partialLine,
} from '../../hotfix/manifest/catalogue.js';
import { encodeManifest } from '../../hotfix/manifest/encode-manifest.js';
import type { Manifest } from '../../hotfix/manifest/manifest.js';
import { manifestJsonSchema } from '../../hotfix/manifest/manifest-schema.js';
import { readArticleFile } from '../../hotfix/manifest/node/read-article-file.js';
import { readManifestFolder, readManifestPath } from '../../hotfix/manifest/node/read-manifest-path.js';
import { partialEntries, partialEntry } from '../../hotfix/manifest/partial-entries.js';
import { writeFileAtomic } from '../../node/write-file-atomic.js';
import type { Command } from '../command.js';
import type { Context } from '../context.js';
import { manifest as definition } from '../definitions/manifest.js';
import { ExitStatus } from '../exit-status.js';
import { factLines, partialLines } from '../fact-lines.js';
import { refuseAsOutput, refuseInput } from '../refuse-input.js';

export const manifest: Command<typeof definition> = {
  async run(context, args, options) {
    const { action, what: number } = args;
    if (action !== 'import' && options.output !== undefined) {
      refuseAsOutput(options.output, definition, {});
      context.answerTo(options.output);
    }
    if (action === 'list') {
      const own = options.manifest;
      const folder = own === undefined ? null : readManifestFolder(own);
      context.warn(folder?.warnings ?? []);
      const entries = [
        ...listCatalogue(),
        ...partialEntries().map(partialLine),
        ...(folder?.manifests ?? []).map(catalogueEntry),
      ];
      context.answer({ manifests: entries }, () => [
        ...context.table(
          [
            { title: 'Article' },
            { title: 'Products' },
            { title: 'Files', align: 'right' },
            { title: 'Title' },
          ],
          entries.map((entry) => [
            entry.kb === null ? '' : `KB${entry.kb}`,
            entry.products.join(', '),
            entry.complete ? String(entry.files) : 'partial',
            entry.title ?? '',
          ]),
        ),
        '',
        'Partial: names, folders or versions are known, and no file table. Nothing is verified against it.',
      ]);
      return ExitStatus.done;
    }
    if (action === 'show') {
      if (number === undefined)
        throw new HotfixkitError('USAGE', 'the article is missing: hotfixkit manifest show 977203');
      const own = options.manifest;
      const partial = own === undefined ? partialEntry(normalizeArticleNumber(number)) : null;
      if (partial !== null) {
        context.answer(partial, () => partialLines(context, partial));
        return ExitStatus.done;
      }
      const found = own === undefined ? manifestFromCatalogue(number) : readManifestPath(own, number);
      context.answer(found, () => [...manifestLines(context, found), ...factLines(context, found)]);
      return ExitStatus.done;
    }
    if (action === 'import') {
      if (number === undefined)
        throw new HotfixkitError(
          'USAGE',
          'the article is missing: hotfixkit manifest import article.html -o kb977203.json',
        );
      const kb = options.kb?.replace(/^KB/i, '');
      if (kb !== undefined && !/^\d{1,10}$/.test(kb))
        throw new HotfixkitError('USAGE', '--kb takes the number of an article', { found: kb });
      const imported = readArticleFile(number, kb === undefined ? {} : { kb });
      const output = options.output;
      if (output === '-') {
        const doubts = imported.warnings.length;
        if (doubts > 0) context.note(`${plural(doubts, 'row')} to check: see "warnings" in the manifest`);
        encodeManifest(imported);
        context.data(imported);
        return ExitStatus.done;
      }
      if (output !== undefined) {
        refuseInput(output, number);
        context.warnBeside(await writeFileAtomic(output, new BufferSource(encodeManifest(imported))));
      }
      context.answer(imported, () => importedLines(context, imported, output));
      return ExitStatus.done;
    }
    context.data(manifestJsonSchema());
    return ExitStatus.done;
  },
};

function manifestLines(context: Context, found: Manifest): string[] {
  return [
    context.paint('bold', found.kb === null ? found.title : `KB${found.kb}: ${found.title}`),
    ...found.sections.flatMap((section) => {
      const folders = section.files.some((file) => file.folder !== undefined);
      return [
        '',
        section.product === null ? section.title : `${section.title} [${section.product}]`,
        ...context.table(
          [
            { title: 'Name' },
            { title: 'Version' },
            { title: 'Size', align: 'right' as const },
            { title: 'Date' },
            { title: 'Time' },
            { title: 'Platform' },
            ...(folders ? [{ title: 'Folder' }] : []),
          ],
          section.files.map((file) => [
            file.name,
            file.version ?? '',
            String(file.size ?? ''),
            file.date ?? '',
            file.time ?? '',
            file.platform ?? '',
            ...(folders ? [file.folder ?? ''] : []),
          ]),
        ),
      ];
    }),
  ];
}

function importedLines(context: Context, imported: Manifest, output: string | undefined): string[] {
  const rows = imported.sections.reduce((sum, { files }) => sum + files.length, 0);
  const doubtful = imported.warnings.length;
  return [
    ...manifestLines(context, imported),
    ...factLines(context, imported),
    ...(doubtful === 0 ? [] : ['', context.paint('yellow', 'Please check:')]),
    ...imported.warnings.map(({ entry, structure, message, found }) => {
      const place = [structure, entry].filter((part) => part !== undefined).join(' ');
      return `  ${place === '' ? '' : `${place}: `}${message}${found === undefined ? '' : `: ${found}`}`;
    }),
    '',
    `${plural(rows, 'file')} in ${plural(imported.sections.length, 'table')}${doubtful === 0 ? '' : `, ${doubtful} to check`}`,
    ...(imported.kb === null ? ['The article does not state its number; give it with --kb.'] : []),
    ...(output === undefined ? [] : [`Written to ${output.replaceAll('\\', '/')}`]),
  ];
}
