import { readVersions, type VersionEntry } from '../../package/node/read-versions.js';
import { type Command, ExitStatus } from '../command.js';
import { openOptions, packageOptions } from '../open.js';
import { plural } from '../plural.js';

export const versions: Command = {
  arguments: '<path...>',
  options: [{ flags: '--only <glob>...', help: 'only files that fit; may be repeated' }, ...packageOptions],
  examples: [
    'hotfixkit versions out/image',
    "hotfixkit versions package.msi --only 'ccm*.exe'",
    'hotfixkit versions ccmsetup.exe',
  ],
  async run(context, args, options) {
    const entries: VersionEntry[] = [];
    const progress = context.progress('Reading');
    try {
      for (const path of args) {
        const found = await readVersions(path, {
          only: options.list('only'),
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
