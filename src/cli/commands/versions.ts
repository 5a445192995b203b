import { HotfixkitError, type Warning } from '../../core/errors.js';
import { forEachPath, type PathOutcome } from '../../core/for-each-path.js';
import { plural } from '../../core/plural.js';
import { readVersions, type VersionEntry } from '../../package/node/read-versions.js';
import type { Command } from '../command.js';
import type { versions as definition } from '../definitions/versions.js';
import { openOptions } from '../open.js';
import { errorDocument, errorLines, worstStatus } from '../outcomes.js';

export const versions: Command<typeof definition> = {
  async run(context, args, options) {
    const entries: VersionEntry[] = [];
    const warnings: Warning[] = [];
    let outcomes: PathOutcome<void>[] = [];
    const progress = context.progress('Reading');
    try {
      const read = async (path: string): Promise<void> => {
        const found = await readVersions(path, {
          only: options.only,
          open: openOptions(context, options),
          onProgress: progress.update,
          ...(context.signal ? { signal: context.signal } : {}),
        });
        for (const one of found.files) entries.push(one);
        warnings.push(...found.warnings);
        context.warn(found.warnings);
      };
      // Of one path the error is the answer.
      if (args.path.length === 1) await read(args.path[0]!);
      else outcomes = await forEachPath(args.path, read);
    } finally {
      progress.done();
    }
    if (entries.length === 0 && options.only.length > 0) {
      // What could not be read is the cause where there is such a thing.
      const [failed] = outcomes.flatMap(({ error }) => error ?? []);
      if (failed && outcomes.every(({ error }) => error)) throw failed;
      throw new HotfixkitError('PACKAGE_NO_FILE', `no executable matches ${options.only.join(' ')}`, {
        ...(args.path.length === 1 ? { file: args.path[0]! } : {}),
        expected: options.only.join(' '),
      });
    }
    const errors = outcomes.flatMap(({ path, error }) => (error ? [{ path, error }] : []));
    const failed = errors.map(({ path, error }) => errorDocument(path, error));
    const document = { files: entries, ...(failed.length > 0 ? { errors: failed } : {}), warnings };
    context.answer(document, () => [
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
          // The text is shown if it differs from the number that counts.
          entry.versionString !== null && entry.versionString !== entry.version ? entry.versionString : '',
        ]),
      ),
      '',
      plural(entries.length, 'executable'),
      ...errors.flatMap(({ path, error }) => errorLines(context, path, error)),
    ]);
    return worstStatus(outcomes);
  },
};
