import { HotfixkitError, type Warning } from '../../core/errors.js';
import { forEachPath, type PathOutcome } from '../../core/for-each-path.js';
import { meantPath } from '../../core/nearest-path.js';
import { leavesUnmatched } from '../../core/path-filter.js';
import { plural } from '../../core/plural.js';
import { readVersions, type VersionEntry } from '../../package/node/read-versions.js';
import type { Command } from '../command.js';
import type { versions as definition } from '../definitions/versions.js';
import { ExitStatus } from '../exit-status.js';
import { openOptions } from '../open.js';
import { errorDocument, errorLines, worstStatus } from '../outcomes.js';

export const versions: Command<typeof definition> = {
  async run(context, args, options) {
    const entries: VersionEntry[] = [];
    const all: Warning[][] = [];
    const others: string[] = [];
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
        all.push(found.warnings);
        for (const one of found.others) others.push(one);
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
      throw new HotfixkitError(
        'PACKAGE_NO_FILE',
        `no executable matches ${options.only.join(' ')}${meantPath(options.only, others)}`,
        {
          ...(args.path.length === 1 ? { file: args.path[0]! } : {}),
          expected: options.only.join(' '),
        },
      );
    }
    const warnings = withoutMatched(all, options.only);
    context.warn(warnings);
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
    return Math.max(
      worstStatus(outcomes),
      leavesUnmatched(options.only, warnings) ? ExitStatus.differs : ExitStatus.done,
    );
  },
};

/** The warnings of all paths; a pattern that something fits in one of them is not missing. */
function withoutMatched(all: readonly (readonly Warning[])[], only: readonly string[]): Warning[] {
  const missing = only.filter((pattern) => all.every((warnings) => leavesUnmatched([pattern], warnings)));
  const told = new Set<string>();
  return all.flat().filter((warning) => {
    if (!leavesUnmatched(only, [warning])) return true;
    const pattern = String(warning.expected);
    return missing.includes(pattern) && !told.has(pattern) && told.add(pattern);
  });
}
