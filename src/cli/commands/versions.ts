import { plural } from '../../core/plural.js';
import { readVersions, type VersionEntry } from '../../package/node/read-versions.js';
import { type Command, ExitStatus } from '../command.js';
import type { versions as definition } from '../definitions/versions.js';
import { openOptions } from '../open.js';

export const versions: Command<typeof definition> = {
  async run(context, args, options) {
    const entries: VersionEntry[] = [];
    const progress = context.progress('Reading');
    try {
      for (const path of args.path) {
        const found = await readVersions(path, {
          only: options.only,
          open: openOptions(context, options),
          onProgress: progress.update,
          ...(context.signal ? { signal: context.signal } : {}),
        });
        for (const one of found.files) entries.push(one);
        context.warn(found.warnings);
      }
    } finally {
      progress.done();
    }
    context.answer({ files: entries }, () => [
      ...context.table(
        [
          { title: 'Path' },
          { title: 'Version' },
          { title: 'Platform' },
          { title: 'Languages' },
          { title: 'Product version' },
          { title: 'Version text' },
        ],
        entries.map((entry) => [
          entry.path,
          entry.version ?? '',
          entry.platform ?? '',
          entry.languages.join(','),
          entry.productVersion ?? '',
          // The text is shown where it says something else than the number that counts.
          entry.versionString !== null && entry.versionString !== entry.version ? entry.versionString : '',
        ]),
      ),
      '',
      plural(entries.length, 'executable'),
    ]);
    return ExitStatus.done;
  },
};
